"""The page Retention, on five customers of four months (`tiny_retention`)."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.periods import Window
from dashboards.queries import retention
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_retention import COHORTS, FOUR_MONTHS, LOADED_AT, ROWS
from tests.dashboards.tiny_shop import Order, publish_shop

MARCH = Window(date(2024, 3, 1), date(2024, 3, 31))
APRIL = Window(date(2024, 4, 1), date(2024, 4, 30))


def publish(rows: str = ROWS) -> None:
    publish_shop(FOUR_MONTHS, loaded_at=LOADED_AT, retention=rows)


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    """Return value, delta and note of each tile."""
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def words(app: AppTest) -> str:
    """Return all that the page says in cards, without marks that keep it plain."""
    said = [part.value for part in (*app.subheader, *app.markdown, *app.caption)]
    return "\n".join(said).replace("\\", "")


def test_tiles_compare_the_last_whole_month_with_the_one_before(page: Open) -> None:
    publish()

    # Of four in March two came back in April; they spent 95, so 47.50 each. Five
    # points of four are 0.2 customers, and 0.2 × 47.50 = 9.50.
    assert tiles(page("retention")) == {
        "Retention, returning": ("50%", "-16.7 points", "vs Mar 2024"),
        "Retention, classic": ("50%", "-50 points", "vs Mar 2024"),
        "Customers at start": ("4", "33.3%", "vs Mar 2024"),
        "Customers won": ("0", "-100%", "vs Mar 2024"),
        "Stayed away": ("2", "100%", "vs Mar 2024"),
        "5 points more": ("$9.50", "", "0.2 customers × $47.50"),
    }


def test_the_main_title_says_how_many_came_back(page: Open) -> None:
    publish()

    assert page("retention").subheader[0].value == (
        "50% of 4 customers came back in Apr 2024, down 16.7 points on Mar 2024"
    )


def test_the_gap_to_100_pct_is_said_in_people_and_money(page: Open) -> None:
    publish()

    said = words(page("retention"))

    assert "2 of 4 customers stayed away in Apr 2024" in said
    assert "**100%** takes all 2 of them: nobody may skip a month." in said
    # Bob and cal had spent 30 + 10 in March: 20 each, and 0.2 × 20 = 4.
    assert (
        "**5 points more** would be 0.2 customers and **$9.50**, if they spend $47.50 "
        "each like the 2 who came back; $4.00 if they spend $20.00, as in the month "
        "before they stayed away."
    ) in said


def test_life_cycle_and_stages_answer_in_their_titles(page: Open) -> None:
    publish()

    said = words(page("retention"))

    assert "0 customers came or woke up in Apr 2024, 2 fewer than went quiet" in said
    assert "80% of customers bought in the last 90 days" in said


def test_another_period_is_chosen_by_a_link(page: Open) -> None:
    publish()

    shown = tiles(page("retention", at="2024-03-01"))

    assert shown["Retention, classic"] == ("100%", "33.3 points", "vs Feb 2024")
    assert shown["Retention, returning"] == ("66.7%", "0 points", "vs Feb 2024")
    assert shown["Customers won"] == ("1", "0%", "vs Feb 2024")


def test_the_running_month_cannot_be_chosen(page: Open) -> None:
    publish()

    app = page("retention", at="2024-05-01")

    assert app.selectbox(key="at").options == ["Apr 2024", "Mar 2024", "Feb 2024"]
    assert app.selectbox(key="at").value == "2024-04-01"


@pytest.mark.parametrize("compare", ["last_year", "previous"])
def test_a_missing_comparison_is_said_instead_of_a_number(
    page: Open, compare: str
) -> None:
    publish()

    app = page("retention", at="2024-02-01", compare=compare)

    assert tiles(app)["Retention, returning"] == (
        "66.7%",
        "",
        "no whole month to compare with",
    )
    assert app.subheader[0].value == "66.7% of 3 customers came back in Feb 2024"


def test_periods_that_are_not_whole_are_said_to_be_dashed(page: Open) -> None:
    publish()

    said = words(page("retention"))

    assert "dashed: a month, or the one before, is not whole" in said
    assert "faint: the month, or the one before, is not whole" in said


def test_too_few_years_say_how_little_there_is(page: Open) -> None:
    publish()

    app = page("retention", by="year")

    assert app.info[0].proto.title == "Too little data for retention by year"
    assert "1 Jan – 2 May 2024" in app.info[0].value
    assert not app.metric


def test_who_stayed_away_is_a_list(page: Open) -> None:
    publish()

    rows = page("retention").dataframe[1].value

    assert rows["customer_id"].tolist() == ["bob", "cal"]
    assert rows["revenue_before"].tolist() == [30, 10]
    assert rows["stage"].tolist() == ["active", "active"]


def test_every_tile_has_a_definition_and_its_source(page: Open) -> None:
    publish()

    assert all("Source: `" in tile.help for tile in page("retention").metric)


def test_small_cohorts_are_in_the_table_only(page: Open) -> None:
    publish(ROWS + COHORTS.format(is_may_whole="false"))

    app = page("retention")

    assert "cohorts of fewer than 10 customers are in the table only" in words(app)
    assert "Jan 2024 is everyone who was there when the data begin" in words(app)
    assert len(app.dataframe[2].value) == 10


def test_only_who_is_surely_new_counts_as_new(page: Open) -> None:
    publish(ROWS + COHORTS.format(is_may_whole="true"))

    # Neither the 40 of January, who were there already, nor the 4 of March.
    assert "25% of 20 new customers bought again in the month after their first" in (
        words(page("retention"))
    )
    assert "20 new customers brought $3.00 each in the month after their first" in (
        words(page("retention", cohorts="revenue"))
    )


def test_cohorts_of_no_whole_month_have_no_number(page: Open) -> None:
    publish(ROWS + COHORTS.format(is_may_whole="false"))

    assert "No cohort of new customers has a whole month behind it yet" in words(
        page("retention")
    )


def test_a_shop_of_guests_says_what_to_do(page: Open) -> None:
    publish_shop([Order("2024-03-31 17:00", None, 60)])

    app = page("retention")

    assert "`customer_id`" in app.info[0].value
    assert not app.metric


def test_lapsed_are_those_with_an_order_before_and_none_after(shop: Shop) -> None:
    publish()

    # Returns subtract from what they had spent, and are no coming back: 35 - 5 + 10.
    assert retention.lapsed_revenue(MARCH, APRIL) == 40
    assert retention.lapsed(MARCH, APRIL, None)["orders_before"].tolist() == [1, 1]
    assert retention.lapsed(MARCH, APRIL, 1)["customer_id"].tolist() == ["bob"]
