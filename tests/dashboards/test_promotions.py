"""Promotions beside the same product and week without, counted by hand."""

import random
from collections import defaultdict
from datetime import date

import pytest

from dashboards.periods import Grain, Window
from dashboards.queries import promotions
from tests.conftest import Shop
from tests.dashboards.tiny_marketing import PROMOTIONS, Marketing, Promotion
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop

MARKETING = Marketing(promotions=PROMOTIONS)
MARCH = Window(date(2024, 3, 4), date(2024, 3, 31))


def test_promotions_equal_a_count_by_hand_on_a_random_shop(shop: Shop) -> None:
    draw = random.Random(3)
    rows = [
        Promotion(product, f"2024-03-{day:02}", kind, 9, *selling)
        for product in ("bread", "pan", "petrol", "x1")
        for day in (4, 11, 18, 25)
        for kind in ("none", "display", "mailer", "display and mailer")
        if draw.random() < 0.7
        for stores in [draw.randint(0, 5)]
        for selling in [(stores, stores * draw.randint(1, 9), stores * 3)]
    ]
    publish_shop(TWO_PERIODS, marketing=Marketing(promotions=rows))

    found = promotions.promoted_against_plain(MARCH, None)

    department = {"bread": "GROCERY", "pan": "HOME", "petrol": "FUEL"}
    plain = {(row.product, row.week): row for row in rows if row.promotion == "none"}
    expected = defaultdict(lambda: [0, 0.0, 0.0])
    for row in rows:
        without = plain.get((row.product, row.week))
        if row.promotion == "none" or not row.selling_stores or without is None:
            continue
        if not without.selling_stores:
            continue
        name = department.get(row.product, "Not in the product list")
        sums = expected[name, row.promotion]
        sums[0] += row.selling_stores
        sums[1] += row.units
        sums[2] += without.units / without.selling_stores * row.selling_stores
    assert expected
    assert {
        (row["name"], row["promotion"]): [
            row["store_weeks"],
            pytest.approx(row["units_each"] * row["store_weeks"]),
            pytest.approx(row["units_without"] * row["store_weeks"]),
        ]
        for row in found.to_dict("records")
    } == dict(expected)


def test_weeks_that_the_window_cuts_are_no_part_of_promotions(shop: Shop) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)
    cut = Window(date(2024, 3, 5), date(2024, 3, 31))

    assert promotions.promoted_against_plain(cut, None).empty


@pytest.mark.parametrize("grain", ["day", "week", "month"])
def test_promoted_weeks_are_found_in_every_grain(shop: Shop, grain: Grain) -> None:
    publish_shop(TWO_PERIODS, marketing=MARKETING)

    found = promotions.promoted_buckets("bread", MARCH, grain)

    display = found.loc[found["promotion"] == "display"]
    mailer = found.loc[found["promotion"] == "mailer"]
    # On display in the weeks of 4 March (3 stores) and 11 March (5), then in the
    # mailer, too.
    assert display["stores"].max() == 5
    assert len(display) == {"day": 14, "week": 2, "month": 1}[grain]
    assert len(mailer) == {"day": 7, "week": 1, "month": 1}[grain]
    assert set(mailer["store_share"]) == {1.0}
