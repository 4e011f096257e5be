"""The page Product, on numbers added up by hand (`tiny_shop.TWO_PERIODS`)."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.periods import Window
from dashboards.queries import products
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_marketing import PROMOTIONS, Marketing
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, Order, publish_shop
from warehouse.engine import connect
from warehouse.publishing import publish

MARCH = Window(date(2024, 3, 4), date(2024, 3, 31))


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.caption, *app.markdown])


def test_without_a_product_the_assortment_is_shown(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    # Bread is 90 + 60 + 60 - 30 = 180, the pan 120; before, bread alone was 200. Salt
    # and petrol are listed and were not sold; before, the pan was not either.
    assert tiles(page("product", period="28d")) == {
        "Products sold": ("2", "100%", "vs 5 Feb–3 Mar"),
        "Product revenue": ("$300", "50%", "vs 5 Feb–3 Mar"),
        "Ten best sellers": ("100%", "0 points", "vs 5 Feb–3 Mar"),
        "Sold for the first time": ("1", "0%", "vs 5 Feb–3 Mar"),
        "Listed, not sold": ("2", "-33.3%", "vs 5 Feb–3 Mar"),
        "Sold, not listed": ("0", "", "vs 5 Feb–3 Mar"),
    }


def test_best_sellers_stand_first(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("product", period="28d")

    assert app.subheader[0].value == "Rye bread leads with 60% of revenue"
    rows = app.dataframe[0].value
    assert rows["product_id"].tolist() == ["bread", "pan"]
    assert rows["buyers"].tolist() == [2, 0]  # neither who returned bread nor a guest


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("salt", ["salt"]),  # never sold
        ("own GROC", ["bread", "salt"]),  # brand and department; what sold is first
        ("kitchen pan", ["pan"]),
        ("100%' or 1=1 --", []),
        ("bread pan", []),
    ],
)
def test_products_are_found_by_words_of_any_column(
    shop: Shop, search: str, found: list[str]
) -> None:
    publish_shop(TWO_PERIODS)

    rows = products.products(search, MARCH, None)

    assert rows["product_id"].tolist() == found
    assert set(rows["found"]) <= {len(found)}


def test_an_id_that_matches_whole_leads(shop: Shop) -> None:
    publish_shop([*TWO_PERIODS, Order("2024-03-30 10:00", "ann", 1, product="ea")])

    assert products.products("EA", MARCH, None)["product_id"].tolist() == [
        *("ea", "bread", "salt")
    ]


def test_a_search_without_result_says_what_to_do(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("product")

    app.text_input(key="find_product").input("xyz").run()

    assert not app.dataframe
    assert "Search for fewer" in said(app)


def test_a_product_in_the_address_is_shown(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    app = page("product", product="bread", period="28d")

    # 180 from 3 - 1 units; the return is no order, so bob is no buyer.
    assert tiles(app) == {
        "Product revenue": ("$180", "-10%", "vs 5 Feb–3 Mar"),
        "Product units": ("2", "0%", "vs 5 Feb–3 Mar"),
        "Price per unit": ("$90.00", "-10%", "vs 5 Feb–3 Mar"),
        "Baskets": ("3", "50%", "vs 5 Feb–3 Mar"),
        "Product buyers": ("2", "0%", "vs 5 Feb–3 Mar"),
        "Bought again": ("50%", "50 points", "vs 5 Feb–3 Mar"),
    }
    assert [title.value for title in app.subheader][:2] == [
        "Rye bread",
        r"Revenue fell 10% to \$180 from 2 buyers",
    ]
    assert "bread · Grocery · Bakery · Own · sold 5 Feb – 31 Mar 2024" in said(app)


def test_every_tile_has_a_definition_and_its_source(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    for address in ({}, {"product": "bread"}):
        assert all(
            "Source: `" in tile.help for tile in page("product", **address).metric
        )


def test_the_way_back_leads_to_all_products(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("product", product="bread")

    app.button[0].click().run()

    assert "product" not in app.query_params
    assert app.metric[0].label == "Products sold"


def test_units_can_be_shown_instead_of_revenue(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("product", product="bread", period="28d", measure="units")

    assert app.subheader[1].value == "Units held steady at 2 from 2 buyers"


def test_few_orders_and_buyers_are_said_instead_of_shares(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    titles = said(page("product", product="bread", period="28d"))

    assert r"3 orders hold it\: too few to say what goes with it" in titles
    assert r"2 buyers of known RFM segment\: too few for shares" in titles


def test_buyers_and_stores_are_listed(page: Open) -> None:
    publish_shop(
        [*TWO_PERIODS, Order("2024-03-15 10:00", "ann", 45, store="s2")], SCORES
    )

    tables = [
        frame.value
        for frame in page("product", product="bread", period="28d").dataframe
    ]

    buyers = next(rows for rows in tables if "last_bought_on" in rows)
    assert buyers["customer_id"].tolist() == ["ann", "cal"]
    assert buyers["revenue"].tolist() == [195, 60]
    assert buyers["orders"].tolist() == [3, 1]
    assert buyers["segment"].tolist() == ["Champions", "New"]
    stores = next(rows for rows in tables if "store_id" in rows)
    assert stores["name"].fillna("").tolist() == ["High Street", ""]
    assert stores["revenue"].tolist() == [180, 45]
    assert stores["revenue_share"].tolist() == [0.8, 0.2]


def test_each_chart_stands_in_a_table_too(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, marketing=Marketing(promotions=PROMOTIONS))

    address = {"product": "bread", "period": "28d", "grain": "week"}
    tables = [frame.value for frame in page("product", **address).dataframe]

    sales = next(rows for rows in tables if "price" in rows)
    # The weeks from 25, 18, 11 and 4 March; 90 + 60 on the 10th, 60 - 30 on the 31st.
    assert sales["revenue"].tolist() == [30, 0, 0, 150]
    assert sales["revenue_before"].tolist() == [100, 0, 0, 100]
    assert sales["display"].tolist() == [0, 0, 5, 3]
    assert sales["mailer"].tolist() == [0, 0, 5, 0]
    groups = next(rows for rows in tables if "customer_share" in rows)
    # Ann and cal bought bread; nobody else with an id ordered, as bob returned it.
    assert groups["name"].tolist() == ["Champions", "New"]
    assert groups["buyers"].tolist() == [1, 1]
    assert groups["customer_share"].tolist() == [0.5, 0.5]


def test_a_store_without_a_name_is_shown_by_its_id(page: Open) -> None:
    publish_shop([Order("2024-03-20 10:00", "ann", 45, store="s2")])

    app = page("product", product="bread")

    assert "**Sold in 1 store**" in said(app)
    assert not app.exception


def test_promotions_stand_beside_weeks_without(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, marketing=Marketing(promotions=PROMOTIONS))

    app = page("product", product="bread", period="28d")

    rows = next(frame.value for frame in app.dataframe if "units_each" in frame.value)
    assert rows["promotion"].tolist() == ["none", "display", "display and mailer"]
    assert rows["store_weeks"].tolist() == [2, 2, 4]
    assert rows["units_each"].tolist() == [2, 3, 5]
    assert rows["revenue_each"].tolist() == [20, 24, 30]
    assert "Promoted too seldom to compare" in said(app)
    assert "strips above" in said(app)


def test_a_product_that_was_never_sold_says_so(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("product", product="salt")

    assert app.info[0].proto.title == "It was never sold"
    assert tiles(app)["Product revenue"][0] == "$0.00"
    assert tiles(app)["Price per unit"][0] == "–"


def test_a_product_not_sold_in_the_period_says_when_it_was(page: Open) -> None:
    publish_shop(
        TWO_PERIODS[:5]
    )  # the last is of 20 March, bread last sold on the 10th

    app = page("product", product="bread", period="7d")

    assert app.info[0].proto.title == "It was not sold 14–20 Mar 2024"
    assert "last sold 10 Mar 2024" in app.info[0].value


def test_an_id_that_does_not_exist_says_so_and_lists_all(page: Open) -> None:
    publish_shop(TWO_PERIODS)

    app = page("product", product="';--")

    assert app.info[0].proto.title == "There is no product ';--"
    assert app.metric[0].label == "Products sold"


def test_a_product_without_a_record_is_shown_by_its_id(page: Open) -> None:
    publish_shop([*TWO_PERIODS, Order("2024-03-30 10:00", "ann", 8, product="x9")])

    app = page("product", product="x9")

    assert app.subheader[0].value == "Product x9"
    assert "not in the product list" in said(app)


def test_a_product_left_out_of_units_has_no_price(page: Open) -> None:
    publish_shop([*TWO_PERIODS, Order("2024-03-30 10:00", "ann", 8, product="petrol")])

    app = page("product", product="petrol", measure="units")

    assert tiles(app)["Product units"] == ("–", "", "not counted in units")
    assert app.subheader[1].value.startswith("Revenue")


def test_a_shop_without_promotions_still_shows_the_product(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    with connect() as connection:
        connection.execute("drop table candidate.marts.kpi_promotions")
    publish("run")

    app = page("product", product="bread")

    assert {error.proto.title for error in app.error} == {
        "Weeks with promotions could not be shown",
        "Promotions could not be shown",
    }
    assert len(app.metric) == 6


def test_a_shop_without_orders_says_what_to_do(page: Open) -> None:
    publish_shop([])

    assert "`karvan run`" in page("product").info[0].value


@pytest.mark.filterwarnings("error::FutureWarning")
def test_a_product_that_only_guests_bought_has_no_buyers(page: Open) -> None:
    publish_shop([Order("2024-03-31 17:00", None, 60, store=None)])

    app = page("product", product="bread")

    assert tiles(app)["Baskets"][0] == "1"
    assert tiles(app)["Product buyers"][0] == "0"
    assert tiles(app)["Bought again"][0] == "–"
    assert "No customer with an id bought it" in said(app)
    assert not app.error
