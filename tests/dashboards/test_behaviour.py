"""The page Behaviour, on numbers that can be checked by hand (`tiny_behaviour`)."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.behaviour import sentences
from dashboards.behaviour.funnel_cards import ends_of
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_behaviour import BEHAVIOUR
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.dashboards.tiny_traffic import PAGES, VISITS


@pytest.fixture
def behaviour(page: Open) -> Open:
    """Open the page of the tiny shop."""

    def opened(**address: str) -> AppTest:
        publish_shop(TWO_PERIODS, visits=VISITS, pages=PAGES, behaviour=BEHAVIOUR)
        return page("behaviour", **address)

    return opened


def titles(app: AppTest) -> list[str]:
    return [title.value for title in [*app.subheader[:1], *app.markdown]]


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption)


def test_tiles_compare_the_last_whole_month_with_the_one_before(
    behaviour: Open,
) -> None:
    found = {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in behaviour().metric
    }

    # Taken out: 8 of 20 in March, 1 of 4 in February.
    note = "vs Feb 2024"
    assert found == {
        "Entered the funnel": ("40", "100%", note),
        "Went all the way": ("5%", "0 points", note),
        "Time to the last step": ("9 minutes", "0%", note),
        "Viewed, not bought": ("75%", "25 points", note),
        "Taken out again": ("40%", "15 points", note),
        "Hesitating now": ("2", "", "1 of them customers"),
    }


def test_every_tile_has_a_definition_and_its_source(behaviour: Open) -> None:
    assert all("Source: `" in tile.help for tile in behaviour().metric)


def test_titles_answer(behaviour: Open) -> None:
    assert titles(behaviour()) == [
        "5% of 40 visitors went all the way in Mar 2024, as before",
        r"**Not enough visitors to compare\: it takes 10 at two values**",
        "**Rye bread was viewed most, 30 times**",
        r"**Grocery is most often viewed and not bought\: by 75% of 36 viewers**",
        r"**From Own to Other most\: 3 sessions, 30% of those that viewed it and "
        "bought**",
    ]


def test_the_main_chart_says_where_most_are_lost(behaviour: Open) -> None:
    assert (
        "From a product to an order · share of the first step · upright line: Feb 2024 "
        "· most are lost before “Added”: 50% of who came that far"
    ) in captions(behaviour())


def test_what_is_chosen_stands_in_the_address(behaviour: Open) -> None:
    app = behaviour(visitors="device", products="removes", compare="nothing")

    assert titles(app)[:3] == [
        "5% of 40 visitors went all the way in Mar 2024",
        r"**Desktop goes all the way most often\: 6.7% against 0% of mobile**",
        "**Frying pan was taken out of carts most, 5 times**",
    ]


def test_a_month_that_is_not_over_says_so(behaviour: Open) -> None:
    app = behaviour(at="2024-04-01")

    assert titles(app)[0] == (
        "0% of 3 visitors went all the way in Apr 2024, not over, down 5 points"
    )
    assert "who entered last may still come" in captions(app)
    assert [tile.value for tile in app.metric][2] == "–"
    assert not app.error


def test_a_period_in_which_nobody_entered_says_so(behaviour: Open) -> None:
    app = behaviour(by="all")

    assert titles(app)[0] == "Nobody entered the funnel in 1 Feb – 1 Apr 2024"
    assert "**Nothing was viewed**" in titles(app)
    assert r"**No group was viewed by 30 or more**" in titles(app)
    assert "**Nothing of a category was viewed and then bought**" in titles(app)
    assert not app.error


def test_tables_hold_who_hesitates_and_what_the_charts_show(behaviour: Open) -> None:
    app = behaviour()
    by_title = dict(
        zip(
            [title.value for title in app.subheader[1:]],
            [frame.value for frame in app.dataframe],
            strict=True,
        )
    )

    list_ = by_title["Who hesitates, the most views first"]
    assert list_["visitor_id"].tolist() == ["a1", "v9"]
    assert list_["first_name"].tolist()[0] == "ANN"
    products = by_title["What was done with products"].set_index("product_id")
    assert products.loc["bread", ["views", "views_before"]].tolist() == [30, 10]
    assert products.loc["pan", ["views", "views_before"]].tolist() == [12, 0]
    assert len(by_title["Who viewed and did not buy, by group and age"]) == 6
    assert len(by_title["From what was viewed to what was bought"]) == 3
    assert "2 customers and visitors who viewed one product 3 times or more" in (
        captions(app)
    )


def test_without_events_the_page_says_how_to_send_one(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("behaviour")

    assert app.info[0].proto.title == "No events are published yet"
    assert not app.metric


def test_nothing_published_is_said(page: Open, shop: Shop) -> None:
    app = page("behaviour")

    assert "`karvan run`" in app.info[0].value
    assert not app.metric


def test_tables_without_rows_are_no_error(page: Open) -> None:
    """A shop with visits and no product, no funnel, and no order."""
    rows = BEHAVIOUR.split("insert into candidate.marts.kpi_funnels")[0]
    publish_shop(TWO_PERIODS, visits=VISITS, behaviour=rows)

    app = page("behaviour")

    assert [tile.value for tile in app.metric] == ["–", "–", "–", "–", "–", "0"]
    assert titles(app)[0] == "Nobody entered the funnel in Mar 2024"
    assert "Nobody viewed one product 3 times" in captions(app)
    assert not app.error


def test_who_goes_all_the_way_is_told_of_values_with_visitors_enough() -> None:
    rows = pd.DataFrame(
        [
            ("device", "app", 1, 9, 100.0), ("device", "app", 2, 9, 100.0),
            ("device", "desktop", 1, 10, 100.0), ("device", "desktop", 2, 1, 10.0),
            ("device", "mobile", 1, 20, 100.0), ("device", "mobile", 2, 2, 10.0),
            ("all", "all", 1, 39, 100.0), ("all", "all", 2, 12, 30.8),
        ],
        columns=["breakdown", "breakdown_value", "step", "visitors", "of_first_pct"],
    )  # fmt: skip

    ends = ends_of(rows, "device")

    assert ends["entered"].tolist() == [9, 10, 20]
    assert sentences.value_sentence(ends, 10) == (
        "All go all the way equally often: 10%"
    )
    assert sentences.value_sentence(ends, 5) == (
        "App goes all the way most often: 100% against 10% of desktop"
    )


def test_nobody_is_lost_where_all_arrive() -> None:
    steps = pd.DataFrame({"step_name": ["A", "B"], "visitors": [3, 3]})

    assert sentences.loss_line(steps) == "nobody was lost"


def test_groups_that_everybody_buys_are_said() -> None:
    rows = pd.DataFrame(
        {
            "product_group": ["Tea"],
            "age_band": ["all"],
            "viewers": [30],
            "not_buying_pct": [0.0],
        }
    )

    assert sentences.not_buying_sentence(rows, 30) == (
        "Whoever viewed a group bought of it"
    )
