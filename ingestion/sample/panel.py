"""Reads what the simulation stands on from *The Complete Journey*.

===================  ==========================================================
transactions         baskets of the last quarter that a web shop can deliver
products             what is sold, by category
campaigns, coupons   which household was addressed when, and what it redeemed
===================  ==========================================================
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

FIRST_DAY = date(2017, 10, 2)
"""A Monday: the 13 weeks from here are simulated."""
LAST_DAY = date(2017, 12, 31)
ENDS_AT = datetime(2018, 1, 1, 5, tzinfo=UTC)
"""New York's midnight."""
MOST_LINES = 40
"""Baskets with more lines are carried by their buyers."""

BASKETS = """
with sold as (
    select *, timezone('America/New_York', timezone('UTC', transaction_timestamp))::date
        as sold_on
    from '{data}/transactions.parquet'
    where transaction_timestamp >= timestamp '{first}'
),
offered as (
    select * from '{data}/products.parquet'
    where department not in ('FUEL', 'MISCELLANEOUS', 'COUPON', 'TRAVEL & LEISURE')
        and product_category is not null and product_type is not null
),
delivered as (
    select basket_id from sold left join offered using (product_id)
    group by basket_id
    having count(*) between 2 and {most} and bool_and(offered.product_id is not null)
        and min(sales_value) > 0 and min(quantity) > 0 and max(quantity) < 100
        and min(sold_on) >= date '{first}' and max(sold_on) <= date '{last}'
        and count(distinct transaction_timestamp) = 1
)
"""
LINES = """
select basket_id::varchar, household_id::varchar, transaction_timestamp,
    product_id::varchar, quantity::int, round(sales_value, 2)
from sold where basket_id in (from delivered)
order by transaction_timestamp, basket_id, product_id, sales_value, quantity
"""
PRODUCTS = """
select product_id::varchar, product_type, product_category, department, brand,
    round(median(sales_value / quantity), 2) as price, count(*) as sales
from sold join offered using (product_id)
where quantity between 1 and 99 and sales_value > 0
group by all order by sales desc, 1
"""
CAMPAIGNS = """
select campaign_id::varchar, campaign_type, start_date::date, end_date::date
from '{data}/campaign_descriptions.parquet'
where end_date >= date '{first}' order by start_date, campaign_id
"""
MEMBERS = """
select campaign_id::varchar, household_id::varchar from '{data}/campaigns.parquet'
"""
REDEMPTIONS = """
select household_id::varchar, redemption_date::date, min(coupon_upc)::varchar
from '{data}/coupon_redemptions.parquet' group by all
"""


@dataclass(frozen=True, slots=True)
class Product:
    """A product, at its usual price."""

    product_id: str
    name: str
    category: str
    department: str
    brand: str
    price: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a basket."""

    product: Product
    quantity: int
    amount: float


@dataclass(frozen=True, slots=True)
class Basket:
    """A real basket, as it was paid."""

    order_id: str
    household: str
    ordered_at: datetime
    lines: tuple[Line, ...]
    coupon_id: str | None

    @property
    def amount(self) -> float:
        """Return what was paid."""
        return round(sum(line.amount for line in self.lines), 2)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of the panel, and whom it addressed."""

    campaign_id: str
    kind: str
    starts_on: date
    ends_on: date
    members: frozenset[str]

    def runs_on(self, day: date) -> bool:
        """Return whether it runs on a day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Panel:
    """What the simulation stands on."""

    baskets: list[Basket]
    shelves: dict[str, list[Product]]
    """Category to its products, those sold most first."""
    campaigns: list[Campaign]


def read_panel(data: Path) -> Panel:
    """Return the panel's last quarter.

    Args:
        data: Folder of the package's Parquet files.
    """
    names = {"data": data, "first": FIRST_DAY, "last": LAST_DAY, "most": MOST_LINES}

    with duckdb.connect() as connection:
        # It shows after 2 s on a busy machine, on standard output.
        connection.execute("set enable_progress_bar = false")

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql.format(**names)).fetchall()

        products = [Product(*row[:6]) for row in rows(BASKETS + PRODUCTS)]
        redeemed = {row[:2]: row[2] for row in rows(REDEMPTIONS)}
        members = defaultdict(set)
        for campaign_id, household in rows(MEMBERS):
            members[campaign_id].add(household)
        campaigns = [
            Campaign(name, kind, starts_on, ends_on, frozenset(members[name]))
            for name, kind, starts_on, ends_on in rows(CAMPAIGNS)
        ]
        lines = rows(BASKETS + LINES)
    by_id = {product.product_id: product for product in products}
    baskets = []
    for (order_id, household, at), found in groupby(lines, lambda row: row[:3]):
        held = tuple(Line(by_id[row[3]], row[4], row[5]) for row in found)
        coupon = redeemed.get((household, at.date()))
        ordered_at = at.replace(tzinfo=UTC)
        baskets.append(Basket(order_id, household, ordered_at, held, coupon))
    shelves: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        shelves[product.category].append(product)
    return Panel(baskets, dict(shelves), campaigns)
