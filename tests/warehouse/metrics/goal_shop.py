"""A published shop with one order a day, or none, in a calendar of its own."""

from collections.abc import Mapping
from datetime import date, timedelta

from tests.dbt_project.calendar_oracle import KINDS, Calendar
from warehouse.engine import connect
from warehouse.operations import create_tables
from warehouse.publishing import publish
from warehouse.settings import settings

TABLES = """
create schema if not exists candidate.marts;
create or replace table candidate.marts.fct_orders (
    order_id varchar, customer_id varchar, store_id varchar, channel varchar,
    status varchar, ordered_on date, order_amount decimal(18, 4),
    discount_amount decimal(18, 4), units double, is_cancelled boolean,
    is_return boolean, is_first_order boolean, previous_ordered_on date,
    source_name varchar, loaded_at timestamp
);
create or replace table candidate.marts.dim_dates (
    day_on date, week_start_on date, month_start_on date, quarter_start_on date,
    year_start_on date
);
"""
IN_ORDER = """
create or replace table candidate.marts.fct_orders as
select
    * replace (
        lag(ordered_on) over placed is null as is_first_order,
        lag(ordered_on) over placed as previous_ordered_on
    )
from candidate.marts.fct_orders
window placed as (partition by customer_id order by ordered_on)
"""
DAILY = """
create or replace table candidate.marts.kpi_daily_sales as
select ordered_on as day_on, sum(order_amount) as revenue_amount
from candidate.marts.fct_orders group by all
"""


def publish_days(
    manifest: str,
    amounts: Mapping[date, float],
    calendar: Calendar,
    loaded_on: date | None = None,
) -> None:
    """Publish an order of each amount on its day, of the customers c0 to c2 in turn.

    Args:
        manifest: The catalogue, as dbt leaves it.
        amounts: By day.
        calendar: Of the shop.
        loaded_on: The day on which orders were loaded; the day after the last one by
            default.
    """
    folder = settings().dbt_path / "target"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "semantic_manifest.json").write_text(manifest)
    days = sorted(amounts) or [date(2024, 1, 1)]
    first, last = days[0] - timedelta(days=400), days[-1] + timedelta(days=400)
    loaded = loaded_on or days[-1] + timedelta(days=1)
    orders = [
        (f"o{place}", f"c{place % 3}", "web" if place % 2 else "shop", day, amount)
        for place, (day, amount) in enumerate(amounts.items())
    ]
    dates = [
        (day, *(calendar.start(kind, day) for kind in KINDS))
        for day in (first + timedelta(days=n) for n in range((last - first).days))
    ]
    with connect() as connection:
        create_tables(connection)
        connection.execute(TABLES)
        if orders:
            connection.executemany(
                "insert into candidate.marts.fct_orders by name select ? as order_id, "
                "? as customer_id, ? as channel, ? as ordered_on, ? as order_amount, "
                f"0 as discount_amount, 1 as units, false as is_cancelled, "
                f"false as is_return, timestamp '{loaded} 04:00' as loaded_at",
                orders,
            )
        connection.execute(IN_ORDER)
        values = ", ".join(
            "(" + ", ".join(f"date '{day}'" for day in row) + ")" for row in dates
        )
        connection.execute(f"insert into candidate.marts.dim_dates values {values}")
        connection.execute(DAILY)
    publish("run")
