"""The page Customers, on three customers (`tiny_shop.SCORES`) worth 380."""

from tests.dashboards.conftest import Open
from tests.dashboards.tiny_retention import MOVEMENT
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, Order, Score, publish_shop


def test_tiles_say_who_buys_and_who_is_at_stake(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    shown = page("customers").metric
    tiles = {tile.label: (tile.value, tile.help.split(".\n\n")[0]) for tile in shown}

    assert tiles == {
        "Buyers so far": ("3", r"\$127 each"),  # 380 / 3
        "Repeat buyers": ("33.3%", "1 repeat buyer"),
        "Top 1% of buyers": ("65.8%", "Of revenue, 1 buyer"),  # 250 / 380
        "Champions": ("1", r"\$250, 65.8% of revenue"),
        "At Risk": ("0", r"\$0.00, 0% of revenue"),
        "Can't Lose Them": ("1", r"\$70.00, 18.4% of revenue"),
    }
    assert {tile.proto.delta_description for tile in shown} == {"no month before"}


def test_tiles_compare_with_the_end_of_the_month_before(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, retention=MOVEMENT)

    found = {
        tile.label: (tile.delta, tile.proto.delta_description)
        for tile in page("customers").metric
    }

    # At the end of February three had bought, one of them a champion, none of them
    # twice, and nobody had stopped.
    note = "vs 29 Feb"
    assert found["Buyers so far"] == ("0%", note)
    assert found["Repeat buyers"] == ("33.3 points", note)
    assert found["Champions"] == ("0%", note)
    assert found["Can't Lose Them"] == ("", note)


def test_the_main_title_says_who_brings_revenue_and_who_stopped(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    assert page("customers").subheader[0].value == (
        "Champions are 33.3% of customers and bring 65.8% of revenue; "
        "1 big spender has stopped buying"
    )


def test_customers_are_listed_by_revenue(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    rows = page("customers").dataframe[0].value

    assert rows["customer_id"].tolist() == ["ann", "bob", "cal"]
    assert rows["revenue"].tolist() == [250, 70, 60]


def test_a_segment_is_a_list_with_an_address(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("customers", segment="cant_lose_them")

    assert app.dataframe[0].value["customer_id"].tolist() == ["bob"]
    assert app.subheader[1].value == "Can't Lose Them\\: 1 customer"


def test_the_top_1_pct_is_a_list(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("customers", segment="top")

    assert app.dataframe[0].value["customer_id"].tolist() == ["ann"]


def test_customers_are_found_by_a_part_of_their_name(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)
    app = page("customers")

    app.text_input(key="search").input("Bo").run()

    assert app.dataframe[0].value["first_name"].tolist() == ["BOB"]


def test_a_search_without_result_says_what_to_do(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)
    app = page("customers")

    app.text_input(key="search").input("100%' or 1=1 --").run()

    assert not app.dataframe
    assert "clear the search" in app.caption[-1].value


def test_columns_that_nobody_has_a_value_in_are_left_out(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    columns = page("customers").dataframe[0].value.columns

    assert "first_name" in columns
    assert "email" not in columns


def test_a_segment_of_the_companys_own_is_shown_like_the_others(page: Open) -> None:
    publish_shop(TWO_PERIODS, {"ann": Score("Die Treuen", 0, 3, 250)})

    assert page("customers").subheader[0].value.startswith("Die Treuen are 100%")


def test_a_shop_of_guests_says_what_to_do(page: Open) -> None:
    publish_shop([Order("2024-03-31 17:00", None, 60)])

    app = page("customers")

    assert "`customer_id`" in app.info[0].value
    assert not app.metric
