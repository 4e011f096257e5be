"""Metrics of baskets and of who buys products, in plain Python, as they are worded."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from tests.warehouse.metrics.random_marts import Row

Number = float | Decimal | int | None


def held(rows: Sequence[Row]) -> list[Row]:
    """Return the lines that put a product into a basket: an order that counts."""
    return [
        row
        for row in rows
        if row["product_id"] is not None
        and row["quantity"] > 0
        and not row["order"]["is_cancelled"]
        and not row["order"]["is_return"]
    ]


def baskets(rows: Sequence[Row]) -> set[object]:
    """Return the orders that are baskets."""
    return {row["order_id"] for row in held(rows)}


def buyers(rows: Sequence[Row], at_least: int = 1) -> int:
    """Return how many people have so many baskets."""
    people = {row["customer_id"] for row in held(rows)} - {None}
    return sum(
        len(baskets([row for row in rows if row["customer_id"] == one])) >= at_least
        for one in people
    )


def unlisted(rows: Sequence[Row]) -> int:
    """Return how many products there are that a list knows and leaves out."""
    return len(
        {
            row["product_id"]
            for row in rows
            if row["product"] is not None and not row["product"]["is_in_catalogue"]
        }
    )


SIMPLE: dict[str, tuple[str, Callable[[Sequence[Row]], Number]]] = {
    name: ("fct_order_lines", of)
    for name, of in {
        "baskets": lambda rows: len(baskets(rows)),
        "basket_lines": lambda rows: len(held(rows)),
        "basket_amount": lambda rows: sum(
            (row["line_amount"] for row in held(rows)), Decimal(0)
        ),
        "product_buyers": buyers,
        "repeat_product_buyers": lambda rows: buyers(rows, 2),
        "unlisted_products": unlisted,
    }.items()
}
RATIOS = {
    "lines_per_basket": ("basket_lines", "baskets"),
    "basket_value": ("basket_amount", "baskets"),
    "product_repeat_rate": ("repeat_product_buyers", "product_buyers"),
    "price_per_unit": ("line_revenue", "line_units"),
}
