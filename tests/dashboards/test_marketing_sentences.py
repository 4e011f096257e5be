"""Titles of products and campaigns say the answer; expected words are by hand."""

import pandas as pd
import pytest

from dashboards.campaigns.sentences import (
    changes_sentence,
    coupons_sentence,
    left_out,
    lifts_sentence,
    redemptions_sentence,
)
from dashboards.product.names import chart_name, described, product_name, store_name
from dashboards.product.sentences import (
    assortment_sentence,
    companions_sentence,
    groups_sentence,
    history_sentence,
    price_sentence,
    promotion_sentence,
    stores_sentence,
)


def totals(revenue: float, units: float = 1, buyers: float = 2) -> dict[str, float]:
    return {"revenue": revenue, "units": units, "buyers": buyers}


def promoted(*rows: tuple[str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["promotion", "store_weeks", "units_each"])


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (totals(110), totals(100), "Revenue rose 10% to $110 from 2 buyers"),
        (totals(90), totals(100), "Revenue fell 10% to $90.00 from 2 buyers"),
        (totals(100), totals(100), "Revenue held steady at $100 from 2 buyers"),
        (totals(100), totals(0), "Revenue was $100 from 2 buyers"),
        (totals(100, buyers=1), None, "Revenue was $100 from 1 buyer"),
    ],
)
def test_revenue_of_a_product_moves(
    now: dict[str, float], before: dict[str, float] | None, sentence: str
) -> None:
    assert history_sentence("revenue", now, before, "USD") == sentence


def test_units_of_a_product_were_many() -> None:
    assert history_sentence("units", totals(9, 3), None, "USD") == (
        "Units were 3 from 2 buyers"
    )


def test_ten_of_many_products_are_set_beside_all() -> None:
    best = pd.DataFrame(
        {
            "product_id": list("abcdefghij"),
            "name": ["BREAD"] * 10,
            "revenue_share": 0.05,
        }
    )
    sums = {"sold": 400.0, "revenue": 1000.0, "ten_revenue": 500.0}

    assert assortment_sentence(best, sums) == (
        "Bread leads with 5% of revenue; ten of 400 products bring 50%"
    )


@pytest.mark.parametrize(
    ("lift", "sentence"),
    [
        (2.5, "Salt: 2.5 times as often with it as by chance"),
        (0.9, "Nothing is bought with it more often than chance"),
    ],
)
def test_what_goes_with_it_is_named_where_it_is_more_than_chance(
    lift: float, sentence: str
) -> None:
    rows = pd.DataFrame({"product_id": ["s"], "name": ["SALT"], "lift": [lift]})

    assert companions_sentence(rows) == sentence


def test_the_group_is_named_that_buys_it_most_for_its_size() -> None:
    groups = pd.DataFrame(
        {
            "name": ["Loyal", "New", "Lost"],
            "buyers": [60, 40, 5],  # five are too few to speak of
            "buyer_share": [0.57, 0.38, 0.05],
            "customer_share": [0.5, 0.49, 0.01],
        }
    )

    assert groups_sentence(groups) == "Loyal: 57% of its buyers, 50% of all customers"


def test_stores_are_counted() -> None:
    shares = pd.DataFrame({"revenue_share": [0.75, 0.25]})

    assert stores_sentence(shares) == (
        "Sold in 2 stores; the best brings 75% of its revenue"
    )
    assert stores_sentence(shares.head(1)) == "Sold in 1 store"


def test_prices_span_from_the_lowest_to_the_highest() -> None:
    prices = pd.DataFrame({"price": [0.99, None, 1.25]})

    assert price_sentence(prices, "USD") == "Sold at $0.99 to $1.25 a unit"
    assert price_sentence(prices.head(2), "USD") == "Sold at $0.99"
    assert price_sentence(prices.iloc[1:2], "USD") == "No price known"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [("none", 100, 2.0), ("display", 40, 3.0), ("mailer", 50, 2.2)],
            "On display, a store sells 1.5 times as much",
        ),
        (
            [("none", 100, 2.0), ("display and mailer", 40, 4.0)],
            "On display and in the mailer, a store sells 2.0 times as much",
        ),
        ([("none", 100, 2.0)], "On no display and in no mailer in these weeks"),
        (
            [("none", 100, 2.0), ("mailer", 29, 9.0)],
            "Promoted too seldom to compare",
        ),
        ([("mailer", 90, 9.0)], "Promoted wherever it was sold in these weeks"),
        (
            [("none", 100, 0.0), ("mailer", 90, 9.0)],
            "Promoted too seldom to compare",
        ),
    ],
)
def test_a_promotion_is_compared_where_there_is_enough(
    rows: list[tuple[str, int, float]], sentence: str
) -> None:
    assert promotion_sentence(promoted(*rows), "units") == sentence


def test_products_and_stores_are_called_by_name_or_id() -> None:
    assert product_name("COLD CEREAL", "7") == "Cold cereal"
    assert product_name(None, "7") == "Product 7"
    assert chart_name("COLD CEREAL", "7") == "Cold cereal · 7"
    assert chart_name(float("nan"), "7") == "7"
    assert described("GROCERY", None, "Own") == "Grocery · Own"
    assert described(None) == "–"
    assert store_name(None, "367") == "Store 367"
    assert store_name("High Street", "s1") == "High Street"
    assert store_name(None, None) == "No store"


def test_campaigns_that_cannot_be_compared_are_counted_by_reason() -> None:
    rows = pd.DataFrame({"reason": ["not over yet", "", "not over yet"]})

    assert left_out(rows) == "Left out: 2 not over yet"
    assert left_out(rows.iloc[1:2]) == ""


def test_no_campaign_to_compare_is_said() -> None:
    rows = pd.DataFrame(
        {
            "reason": ["not over yet"],
            "member_change": [None],
            "non_member_change": [None],
        }
    )

    assert changes_sentence(rows) == "No campaign can be compared"


def test_redemptions_name_the_share_of_the_best_week() -> None:
    assert redemptions_sentence(pd.DataFrame({"redemptions": [3, 1]})) == (
        "4 redemptions; 75% in the best week"
    )
    assert redemptions_sentence(pd.DataFrame({"redemptions": []})) == (
        "No coupon was redeemed"
    )


def test_ten_of_many_coupons_are_set_beside_all() -> None:
    assert coupons_sentence(pd.DataFrame({"redemptions": [9] * 10 + [1] * 10})) == (
        "Ten of 20 coupons bring 90% of redemptions"
    )
    assert coupons_sentence(pd.DataFrame({"redemptions": [1]})) == "1 coupon redeemed"


def test_promotions_are_weighted_by_the_stores_that_sold() -> None:
    rows = pd.DataFrame(
        {
            "promotion": ["display", "display", "display and mailer"],
            "store_weeks": [30, 10, 5],
            "units_each": [2.0, 6.0, 3.0],  # 60 + 60 = 120 units on display
            "units_without": [2.0, 2.0, 2.0],  # 80 without
        }
    )

    assert (
        lifts_sentence(rows)
        == "Units in a store that sells it: display +50%, both +50%"
    )
    assert lifts_sentence(rows.head(0)) == (
        "No promoted product has others to be compared with"
    )
