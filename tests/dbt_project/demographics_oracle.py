"""Who buys what, in plain Python from the definitions; slow where that is plainer."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.dbt_project.oracle import Order, Shop
from tests.dbt_project.retention_oracle import Known

BANDS = [
    (19, "0-18"),
    (25, "19-24"),
    (35, "25-34"),
    (45, "35-44"),
    (55, "45-54"),
    (65, "55-64"),
]


@dataclass(frozen=True)
class Person:
    """What a shop's record says of a customer."""

    age_band: str | None = None
    birth_date: date | None = None
    income_band: str | None = None

    def groups(self, as_of: date) -> dict[str, str]:
        """Return the groups that they are of, by dimension."""
        said = self.age_band
        if said is None and self.birth_date is not None:
            born = self.birth_date
            had = (as_of.month, as_of.day) >= (born.month, born.day)
            age = as_of.year - born.year - (not had)
            if 0 <= age <= 120:
                said = next((name for until, name in BANDS if age < until), "65+")
        return {"age": said or "unknown", "income": self.income_band or "unknown"}


def demographics(
    shop: Shop,
    known: Known,
    orders: Mapping[str, Order],
    people: Mapping[str, Person],
    min_customers: int,
) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Return counts and money by period, dimension, group and department.

    Args:
        shop: Its lines and departments.
        known: Its customers' orders, and until when.
        orders: Orders by their ids.
        people: Records of customers.
        min_customers: The least of a group that has a rate.
    """
    bought: dict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
    for name, order in orders.items():
        bought[name, None] += order.order_amount
    for line in shop.lines:
        department = shop.departments.get(line.product_id or "", "unknown")
        bought[line.order_id, department] += line.line_amount or 0
    cells: dict[tuple[Any, ...], list[tuple[str, Order, Decimal]]] = defaultdict(list)
    for (name, department), amount in bought.items():
        order = orders[name]
        who, day = order.customer_id, order.ordered_on
        if who is None or day is None or day > known.as_of_on:
            continue
        groups = people.get(who, Person()).groups(known.as_of_on)
        for kind in ("month", "quarter", "year"):
            start = known.calendar.start(kind, day)
            for dimension, band in groups.items():
                row = (who, order, amount)
                cells[kind, start, dimension, band, department].append(row)
    told = {key[2] for key in cells if key[3] != "unknown"}
    found = {}
    for key, rows in cells.items():
        kind, start, dimension, band, department = key
        if dimension not in told:
            continue
        whole = sum(
            (
                amount
                for other, theirs in cells.items()
                if other[:3] == key[:3] and other[4] == department
                for _, _, amount in theirs
            ),
            Decimal(0),
        )
        group = buyers(cells[kind, start, dimension, band, None])
        money = sum((amount for _, _, amount in rows), Decimal(0))
        [period] = [p for p in known.periods(kind) if p[0] == start]
        found[key] = (
            len(buyers(rows)),
            len(group),
            sum(order.counts for _, order, _ in rows),
            money,
            round(float(100 * money / whole), 6) if whole > 0 else None,
            round(100 * len(buyers(rows)) / len(group), 6)
            if len(group) >= min_customers
            else None,
            known.is_whole(period),
        )
    return found


def buyers(rows: list[tuple[str, Order, Decimal]]) -> set[str]:
    """Return who ordered, neither cancelled nor returned."""
    return {who for who, order, _ in rows if order.counts}
