"""The page Demographics, on a hundred customers of two ages (`tiny_loyalty.GROUPS`)."""

from streamlit.testing.v1 import AppTest

from dashboards.demographics.names import ordered
from tests.dashboards import tiny_loyalty
from tests.dashboards.conftest import Open
from tests.dashboards.test_loyalty import table, words
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop

LATER = [*TWO_PERIODS, Order("2024-10-30 10:00", "ann", 1)]


def opened(page: Open, **address: str) -> AppTest:
    publish_shop(
        LATER,
        loaded_at="2024-11-01 04:00",
        loyalty=tiny_loyalty.GROUPS + tiny_loyalty.NEW,
    )
    return page("demographics", **address)


def test_tiles_say_who_is_known_and_who_brings_most(page: Open) -> None:
    app = opened(page)

    assert {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    } == {
        "Customers": ("120", "20%", "vs Q4 2023"),
        # 100 of 120, and all of 100 before.
        "Group known": ("83.3%", "-16.7 points", "vs Q4 2023"),
        # 900 of 1,500, and 1,200 of 1,500 before.
        "Most from 65+": ("60%", "-20 points", "vs Q4 2023"),
        # 900 / 60, and 1,200 / 60 before.
        "Its order value": ("$15.00", "-25%", "vs Q4 2023"),
        # Who came before 5 May may not be new.
        "First order, new": ("–", "", "vs Q4 2023"),
        "Again in 90 days": ("–", "", "vs Q4 2023"),
    }
    assert all("Source: `" in tile.help for tile in app.metric)
    said = [tile.help.split("\n")[0] for tile in app.metric]
    assert said[1] == "Here by age."
    assert said[3] == "Of the largest group, 60 orders."


def test_new_customers_are_those_of_the_period_and_of_the_one_before(
    page: Open,
) -> None:
    """The groups of the third quarter, beside those of the second."""
    groups = tiny_loyalty.GROUPS
    for old, new in {
        "2024-01-01": "2024-07-01",
        "2024-03-31": "2024-09-30",
        "2023-10-01": "2024-04-01",
        "2023-12-31": "2024-06-30",
    }.items():
        groups = groups.replace(old, new)
    publish_shop(LATER, loaded_at="2024-11-01 04:00", loyalty=groups + tiny_loyalty.NEW)
    app = page("demographics")
    first, again = app.metric[4:]
    # 50 in July against 20 in June.
    assert (first.value, first.delta) == ("$50.00", "150%")
    assert first.proto.delta_description == "vs Q2 2024"
    assert first.help.startswith("20 new customers.")
    # Of July 90 days are not over; of June's 40 customers 10 came again.
    assert (again.value, again.delta) == ("25%", "")
    assert again.proto.delta_description == "in Q2 2024"
    assert again.help.startswith("Of 40 new customers in Q2 2024.")
    earlier = page("demographics", period="2024-04-01")
    assert earlier.metric[5].proto.delta_description == "nothing to compare with"


def test_titles_say_which_group_brings_most_and_buys_what(page: Open) -> None:
    said = words(opened(page))

    assert (
        "Age 65+ brought 60% of the revenue of customers whose age is known in Q1 "
        "2024, down 20 points on Q4 2023"
    ) in said
    # 80 % of 40 against 50 of 100; what has no department is none to speak of.
    assert "19-24 buy Garden 1.60 times as often as all: 80% of 40 customers" in said
    assert "Age 19-24 grew from 20% to 40%" in said


def test_new_customers_are_those_who_are_surely_new(page: Open) -> None:
    said = words(opened(page))

    assert "60 new customers spent $30.00 each on their first order" in said
    assert "25% of 40 new customers ordered again within 90 days" in said
    assert "The channel is known of 75% of 40 new customers" in said


def test_tables_hold_the_unknown_and_all_months(page: Open) -> None:
    app = opened(page)

    assert len(table(app, "times")) == 3
    assert len(table(app, "known_share")) == 5
    assert len(table(app, "repeat_share")) == 7


def test_a_period_is_chosen_by_a_link_and_compared_with_nothing(page: Open) -> None:
    app = opened(page, period="2023-10-01")

    assert app.metric[0].value == "100"
    assert app.metric[0].proto.delta_description == "nothing to compare with"


def test_where_nothing_is_known_the_page_says_what_to_map(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("demographics")

    assert "`birth_date`" in app.info[0].value
    assert not app.metric


def test_groups_stand_by_their_numbers_and_the_unknown_last() -> None:
    bands = ["unknown", "5+", "15-24K", "Under 15K", "100-124K", "1", "Renter"]
    assert ordered(bands) == [
        "1",
        "5+",
        "Under 15K",
        "15-24K",
        "100-124K",
        "Renter",
        "unknown",
    ]
