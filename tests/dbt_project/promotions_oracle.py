"""What the marts of promotions must say about a shop, in plain Python.

Written from the marts' descriptions, not from their SQL: each sale is asked by itself
what its product had in its store on its day.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.dbt_project.marketing_shop import Line, Promotion, Shop


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


def promotions(
    shop: Shop,
) -> dict[tuple[str, str | None, date | None], tuple[Promotion, Decimal, Decimal]]:
    """Return each promotion with the units and the revenue of its week and store."""
    last = {one.key: one for one in shop.promotions}
    found = {}
    for key, one in last.items():
        sold = [
            sale.line
            for sale in sales(shop)
            if sale.product_id == one.product_id
            and one.store_id in (None, sale.store_id)
            and one.holds(sale.day)
        ]
        units = sum((line.quantity for line in sold), Decimal(0))
        found[key] = one, units, sum((line.line_amount for line in sold), Decimal(0))
    return found


def sold_by_promotion(shop: Shop) -> dict[tuple[str, date, str], Sold]:
    """Return what was sold, by product, week and promotion."""
    listed = list({one.key: one for one in shop.promotions}.values())
    cells: dict[tuple[str, date, str], list[Sale]] = defaultdict(list)
    for sale in sales(shop):
        week, promotion = _promoted(listed, sale.product_id, sale.store_id, sale.day)
        cells[sale.product_id, week or _week(listed, sale.day), promotion].append(sale)
    sold_in = {order.store_id for order in shop.orders}
    promoted_in: dict[tuple[str, date, str], set[str | None]] = defaultdict(set)
    for one in listed:
        for place in sold_in if one.store_id is None else {one.store_id}:
            if one.week_start_on is not None:
                promotion = _had(listed, one.product_id, place, one.week_start_on)
                if promotion != "none":
                    key = one.product_id, one.week_start_on, promotion
                    promoted_in[key].add(place)
    return {
        key: _sold(cells[key], promoted_in.get(key))
        for key in dict.fromkeys([*cells, *promoted_in])
    }


def _promoted(
    listed: list[Promotion], product_id: str, place: str | None, day: date
) -> tuple[date | None, str]:
    """Return the week that began last of those that promote a product, and how."""
    weeks = {
        one.week_start_on
        for one in listed
        if one.product_id == product_id
        and one.holds(day)
        and one.week_start_on is not None
        and _had(listed, product_id, place, one.week_start_on) != "none"
    }
    if not weeks:
        return None, "none"
    return max(weeks), _had(listed, product_id, place, max(weeks))


def _had(
    listed: list[Promotion], product_id: str, place: str | None, week: date
) -> str:
    """Return what a product had in a place in the week, by its store's row or all's."""
    rows = [
        one
        for one in listed
        if one.product_id == product_id
        and one.week_start_on == week
        and one.store_id in (None, place)
    ]
    words = ["display"] * any(one.is_on_display for one in rows)
    words += ["mailer"] * any(one.is_in_mailer for one in rows)
    return " and ".join(words) or "none"


def _week(listed: list[Promotion], day: date) -> date:
    """Return the last begun week of any promotion that holds a day, else the shop's."""
    holding = [
        one.week_start_on
        for one in listed
        if one.week_start_on is not None and one.holds(day)
    ]
    return max(holding, default=day - timedelta(days=day.weekday()))


def _sold(found: list[Sale], promoted_in: set[str | None] | None) -> Sold:
    selling = {sale.store_id for sale in found}
    return Sold(
        stores=len(selling if promoted_in is None else promoted_in),
        selling_stores=len(selling),
        units=sum((sale.line.quantity for sale in found), Decimal(0)),
        revenue_amount=sum((sale.line.line_amount for sale in found), Decimal(0)),
        discount_amount=sum((sale.line.discount_amount for sale in found), Decimal(0)),
    )
