"""What is bought together, beside a count of the baskets by hand."""

import random
from collections import Counter
from datetime import date

import pytest

from dashboards.periods import Window
from dashboards.queries import baskets
from tests.conftest import Shop
from tests.dashboards.tiny_shop import Order, publish_shop

MARCH = Window(date(2024, 3, 4), date(2024, 3, 31))


def test_what_is_bought_together_is_measured_like_a_market_basket(shop: Shop) -> None:
    orders = [
        Order(f"2024-03-{4 + n % 28:02} 10:00", "ann", 10, "bread", also=also)
        for n, also in enumerate([["salt"]] * 20 + [[]] * 10)
    ] + [
        Order(f"2024-03-{4 + n % 28:02} 11:00", "bob", 10, "pan", also=also)
        for n, also in enumerate([["salt"]] * 10 + [[]] * 20)
    ]
    publish_shop(orders)

    (salt,) = baskets.companions("bread", MARCH).to_dict("records")

    # 60 orders: 30 with bread, 30 with salt, 20 with both; chance would bring 15.
    assert salt["product_id"] == "salt"
    assert (salt["together"], salt["orders"]) == (20, 30)
    assert salt["support"] == pytest.approx(20 / 60)
    assert salt["confidence"] == pytest.approx(20 / 30)
    assert salt["lift"] == pytest.approx((20 / 30) / (30 / 60))
    assert salt["extra"] == pytest.approx(5)


def test_market_baskets_equal_a_count_by_hand_on_a_random_shop(shop: Shop) -> None:
    draw = random.Random(7)
    orders = []
    for number in range(300):
        first, *rest = draw.sample("abcdef", draw.randint(1, 4))
        day = draw.randint(1, 31)
        kind = draw.choice(["kept", "kept", "kept", "returned", "cancelled"])
        orders.append(
            Order(
                f"2024-03-{day:02} 10:00",
                f"c{number % 50}",
                -5 if kind == "returned" else 5,
                first,
                is_return=kind == "returned",
                is_cancelled=kind == "cancelled",
                also=rest,
            )
        )
    publish_shop(orders)

    found = baskets.companions("a", MARCH).set_index("product_id")

    kept = [
        {order.product, *order.also}
        for order in orders
        if order.placed >= "2024-03-04"
        and not order.is_return
        and not order.is_cancelled
    ]
    with_a = [basket for basket in kept if "a" in basket]
    together = Counter(other for basket in with_a for other in basket - {"a"})
    expected = {name for name, count in together.items() if count >= 10}
    assert set(found.index) == expected
    assert expected
    for name in expected:
        share = sum(name in basket for basket in kept) / len(kept)
        row = found.loc[name]
        assert row["together"] == together[name]
        assert row["lift"] == pytest.approx(together[name] / len(with_a) / share)
        assert row["extra"] == pytest.approx(together[name] - len(with_a) * share)
