"""The page Overview, on numbers added up by hand (`tiny_shop.TWO_PERIODS`)."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop
from warehouse.engine import connect
from warehouse.publishing import publish


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    """Return value, delta and note of each tile."""
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def change(sql: str) -> None:
    """Publish the shop anew, with something else in its marts."""
    with connect() as connection:
        connection.execute(sql)
    publish("run")


def test_tiles_compare_with_the_four_weeks_before(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    assert tiles(page("overview")) == {
        "Revenue": ("$300", "50%", "vs 5 Feb–3 Mar"),
        "Orders": ("4", "100%", "vs 5 Feb–3 Mar"),
        "Customers": ("2", "0%", "vs 5 Feb–3 Mar"),
        "Average order value": ("$75.00", "-25%", "vs 5 Feb–3 Mar"),
        "Orders per customer": ("2.00", "100%", "vs 5 Feb–3 Mar"),
        "Units": ("5", "150%", "vs 5 Feb–3 Mar"),
    }


def test_the_main_title_says_how_revenue_went_and_why(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    titles = [title.value for title in page("overview").subheader]

    assert titles[0] == (
        r"Revenue rose 50% to \$300\: more orders, although smaller orders"
    )


def test_smaller_charts_answer_in_their_titles(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    titles = [title.value for title in page("overview").markdown]

    # 180 of 300 is bread. 10 March 2024 was a Sunday, and so was the 31st.
    assert titles == [
        "**Grocery brings 60% of revenue**",
        r"**Busiest\: Sundays, 17\:00 to 18\:00**",
        "**1 of 2 customers was new**",
    ]


def test_every_tile_has_a_definition_and_its_source(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    assert all("Source: `" in tile.help for tile in page("overview").metric)


def test_the_grey_line_says_as_of_when_and_in_what(page: Open, shop: Shop) -> None:
    shop.write(
        '[shop]\nname = "Nan & Co"\ntimezone = "Asia/Tehran"\ncurrency = "IRR"\n'
    )
    publish_shop(TWO_PERIODS)

    # 18:00 UTC is 21:30 in Tehran.
    assert captions(page("overview")).startswith(
        "Nan & Co · as of 31 Mar 2024, 21:30 Tehran time · IRR"
    )


def test_a_missing_year_is_said_instead_of_a_number(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("overview", compare="last_year")

    assert tiles(app)["Revenue"] == ("$300", "", "no data before 5 Feb 2024")
    assert "nothing to compare with: no data before 5 Feb 2024" in captions(app)
    assert app.subheader[0].value == r"Revenue was \$300 from 4 orders"


def test_the_same_weeks_a_year_before_are_compared_where_they_are(page: Open) -> None:
    year_before = [
        Order("2023-02-01 10:00", "ann", 7),
        Order("2023-03-12 10:00", "ann", 150),  # 52 weeks before 10 March 2024
    ]
    publish_shop(year_before + TWO_PERIODS)

    app = page("overview", compare="last_year")

    assert tiles(app)["Revenue"] == ("$300", "100%", "vs 6 Mar–2 Apr")


def test_filters_stand_in_the_address(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("overview", period="month", grain="week")
    app.selectbox(key="compare").select("nothing").run()

    assert app.selectbox(key="period").value == "month"
    assert app.selectbox(key="grain").value == "week"
    assert dict(app.query_params) == {
        "period": "month",
        "grain": "week",
        "compare": "nothing",
    }


def test_an_unknown_choice_in_the_address_is_ignored(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    assert page("overview", period="'; drop").selectbox(key="period").value == "28d"


def test_days_without_orders_are_rows_of_nothing(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    rows = page("overview").dataframe[0].value

    assert len(rows) == 28
    assert rows["revenue"].tolist()[:2] == [30.0, 0.0]  # 31 and 30 March


def test_a_day_that_is_not_over_is_left_out(page: Open) -> None:
    today = Order("2024-04-01 01:00", "ann", 1000)
    publish_shop([*TWO_PERIODS, today], loaded_at="2024-04-01 04:00")

    assert tiles(page("overview"))["Revenue"][0] == "$300"


def test_one_day_of_data_says_how_little_there_is(page: Open) -> None:
    publish_shop([Order("2024-03-31 17:00", "ann", 60)])

    app = page("overview")

    assert tiles(app)["Revenue"] == ("$60.00", "", "no data before 31 Mar 2024")
    assert "one day of data shows no course yet" in captions(app)


def test_cut_weeks_are_said_to_be_cut(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    # Friday 1 March to Sunday 31 March 2024: the first week lacks four days.
    app = page("overview", period="month", grain="week")

    assert "dashed: a week of which only some days are counted" in captions(app)


def test_a_shop_without_orders_says_what_to_do(page: Open) -> None:
    publish_shop([])

    app = page("overview")

    assert "`karvan run`" in app.info[0].value
    assert not app.metric


def test_a_new_version_shows_without_a_restart(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("overview")

    publish_shop([*TWO_PERIODS, Order("2024-03-30 10:00", "ann", 100)])
    app.run()

    assert tiles(app)["Revenue"][0] == "$400"


def test_a_table_that_is_missing_takes_only_its_part_of_the_page(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    change("drop table candidate.marts.dim_products")

    app = page("overview")

    assert [error.proto.title for error in app.error] == [
        "Revenue by department could not be shown"
    ]
    assert r"dim\_products" in app.error[0].value
    assert "**1 of 2 customers was new**" in [title.value for title in app.markdown]


def test_orders_without_lines_leave_no_department_to_draw(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    change("delete from candidate.marts.fct_order_lines")

    app = page("overview")

    assert not app.error
    assert "**No revenue by department**" in [title.value for title in app.markdown]
    assert tiles(app)["Revenue"][0] == "$300"


def test_a_page_of_an_older_version_says_what_it_misses(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    change("alter table candidate.marts.fct_orders drop loaded_at")

    app = page("overview")

    assert app.error[0].proto.title == "Overview could not be shown"
    assert r"loaded\_at" in app.error[0].value


def test_customers_of_the_first_days_of_data_are_not_called_new(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("overview", period="all")

    assert app.markdown[-1].value == "**3 customers ordered**"
    assert "since data begin, 5 Feb 2024" in captions(app)


@pytest.mark.parametrize("period", ["7d", "28d", "13w", "month", "last_month", "12m"])
def test_every_period_shows_although_data_are_short(page: Open, period: str) -> None:
    publish_shop(TWO_PERIODS)

    assert len(page("overview", period=period).metric) == 6
