"""What the marts of promotions must say about a shop, in plain Python.

Written from the marts' descriptions, not from their SQL: each sale is asked by itself
what its product had in its store on its day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.dbt_project.marketing_shop import Line, Promotion, Shop

Key = tuple[str, str | None, date | None]
"""Product, store and first day of a promotion's week."""


@dataclass(frozen=True)
class Sale:
    """A line that has a product, with its order's store and day."""

    product_id: str
    store_id: str | None
    day: date
    line: Line


@dataclass(frozen=True)
class Sold:
    """What was sold with or without a promotion."""

    stores: int
    selling_stores: int
    units: Decimal
    revenue_amount: Decimal
    discount_amount: Decimal


def sales(shop: Shop) -> list[Sale]:
    """Return every line that has a product."""
    return [
        Sale(line.product_id, order.store_id, shop.day(order.ordered_at), line)
        for order in shop.orders
        for line in order.lines
        if line.product_id is not None
    ]


def promotions(shop: Shop) -> dict[Key, tuple[Promotion, Decimal, Decimal]]:
    """Return each promotion with the units and the revenue of its week and store."""
    by_day: dict[tuple[str, date], list[Sale]] = defaultdict(list)
    for sale in sales(shop):
        by_day[sale.product_id, sale.day].append(sale)
    found = {}
    for key, one in _listed(shop).items():
        sold = [
            sale.line
            for day in one.days
            for sale in by_day[one.product_id, day]
            if one.store_id in (None, sale.store_id)
        ]
        units = sum((line.quantity for line in sold), Decimal(0))
        found[key] = one, units, sum((line.line_amount for line in sold), Decimal(0))
    return found


def sold_by_promotion(shop: Shop) -> dict[tuple[str, date, str], Sold]:
    """Return what was sold, by product, week and promotion."""
    listed = _listed(shop)
    weeks = {one.week_start_on for one in listed.values()}
    cells: dict[tuple[str, date, str], list[Sale]] = defaultdict(list)
    for sale in sales(shop):
        last_begun = [sale.day - timedelta(days=n) for n in range(7)]
        monday = sale.day - timedelta(days=sale.day.weekday())
        week, had = next((w for w in last_begun if w in weeks), monday), "none"
        for begun in last_begun:
            if (found := _had(listed, sale.product_id, sale.store_id, begun)) != "none":
                week, had = begun, found
                break
        cells[sale.product_id, week, had].append(sale)
    selling = {order.store_id for order in shop.orders}
    promoted_in: dict[tuple[str, date, str], set[str | None]] = defaultdict(set)
    for one in listed.values():
        week = one.week_start_on
        if week is None or not (one.is_on_display or one.is_in_mailer):
            continue
        for place in selling if one.store_id is None else {one.store_id}:
            had = _had(listed, one.product_id, place, week)
            promoted_in[one.product_id, week, had].add(place)
    return {
        key: _sold(cells.get(key, []), promoted_in.get(key))
        for key in dict.fromkeys([*cells, *promoted_in])
    }


def _listed(shop: Shop) -> dict[Key, Promotion]:
    """Of a promotion that is listed twice the later row holds."""
    return {one.key: one for one in shop.promotions}


def _had(
    listed: dict[Key, Promotion], product_id: str, place: str | None, week: date
) -> str:
    """Return what a product had in a place in a week, by its own row or all stores'."""
    rows = [listed.get((product_id, store, week)) for store in {place, None}]
    words = ["display"] * any(row is not None and row.is_on_display for row in rows)
    words += ["mailer"] * any(row is not None and row.is_in_mailer for row in rows)
    return " and ".join(words) or "none"


def _sold(found: list[Sale], promoted_in: set[str | None] | None) -> Sold:
    selling = {sale.store_id for sale in found}
    return Sold(
        stores=len(selling if promoted_in is None else promoted_in),
        selling_stores=len(selling),
        units=sum((sale.line.quantity for sale in found), Decimal(0)),
        revenue_amount=sum((sale.line.line_amount for sale in found), Decimal(0)),
        discount_amount=sum((sale.line.discount_amount for sale in found), Decimal(0)),
    )
