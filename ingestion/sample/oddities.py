"""What differs, returns and repeats on purpose, so that there is something to find.

Which order or call it is follows from its id alone.
"""

from collections.abc import Iterator
from datetime import timedelta

from ingestion.sample.calls import Call
from ingestion.sample.chance import chance, drawn
from ingestion.sample.panel import ENDS_AT, Basket
from ingestion.sample.visits import Visit

LOST = 0.01
"""Share of orders whose *Order Completed* never came."""
DIFFERENT = 0.015
"""Share of orders whose event tells another amount than was paid."""
DELIVERY_AMOUNT = 4.95
"""What such an event tells in addition."""
CANCELLED = 0.004
"""Share of orders that were placed twice; the shop does not know the first one."""
REFUNDED = 0.01
REVIEWED = 0.06
REPEATED = 0.02
"""Share of calls that a client sent twice."""


def is_lost(basket: Basket) -> bool:
    """Return whether the event of an order never came."""
    return drawn("lost", basket.order_id) < LOST


def is_cancelled(basket: Basket) -> bool:
    """Return whether an order was placed before, in vain."""
    return drawn("cancelled", basket.order_id) < CANCELLED


def is_repeated(call: Call) -> bool:
    """Return whether a client sent a call twice."""
    return drawn("repeated", call.message_id) < REPEATED


def amount_told(basket: Basket) -> float:
    """Return the amount that the event of an order tells."""
    is_different = drawn("different", basket.order_id) < DIFFERENT
    return round(basket.amount + DELIVERY_AMOUNT * is_different, 2)


def cancelled_id(basket: Basket) -> str:
    """Return the id of the order that was placed before it, in vain."""
    return f"web-{basket.order_id}"


def around(visit: Visit, basket: Basket) -> list[Call]:
    """Return what the shop's system, or a mail's link, tells of an order in time."""
    return [one for one in _around(visit, basket) if one.happened_at < ENDS_AT]


def _around(visit: Visit, basket: Basket) -> Iterator[Call]:
    random = chance("around", basket.order_id)
    household = basket.household
    if is_cancelled(basket):
        properties = {
            "order_id": cancelled_id(basket),
            "currency": "USD",
            "total": basket.amount,
            "revenue": basket.amount,
        }
        yield _call(visit, "cancelled", -7200, household, "Order Completed", properties)
    if random.random() < REFUNDED:
        line = random.choice(basket.lines)
        price = round(line.amount / line.quantity, 4)
        product = {"product_id": line.product.product_id, "price": price}
        properties = {
            "order_id": basket.order_id,
            "currency": "USD",
            "total": line.amount,
            "products": [product | {"quantity": line.quantity}],
        }
        later_s = random.uniform(1, 5) * 86400
        yield _call(visit, "refund", later_s, household, "Order Refunded", properties)
    if random.random() < REVIEWED:
        product = random.choice(basket.lines).product
        properties = {
            "product_id": product.product_id,
            "review_id": f"review-{basket.order_id}",
            "rating": random.choices((1, 2, 3, 4, 5), (8, 7, 12, 30, 43))[0],
        }
        later_s = random.uniform(2, 9) * 86400
        yield _call(visit, "review", later_s, household, "Product Reviewed", properties)


def _call(
    visit: Visit,
    kind: str,
    later_s: float,
    household: str,
    event: str,
    properties: dict[str, object],
) -> Call:
    return Call(
        type="track",
        message_id=f"{visit.visit_id}-{kind}",
        happened_at=visit.starts_at + timedelta(seconds=later_s),
        anonymous_id=visit.device.anonymous_id,
        user_id=household,
        members={"event": event, "properties": properties},
        context={"userAgent": visit.device.user_agent},
    )
