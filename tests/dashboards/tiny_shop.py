"""A published shop of a few orders, whose numbers can be added up by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import duckdb

from tests.dashboards.behaviour_tables import build_behaviour
from tests.dashboards.retention_tables import build_retention
from tests.dashboards.tiny_attribution import build_attribution
from tests.dashboards.tiny_catalogue import keep_catalogue
from tests.dashboards.tiny_loyalty import build_loyalty
from tests.dashboards.tiny_marketing import Marketing, build_marketing
from tests.dashboards.tiny_people import build_people
from tests.dashboards.tiny_tracking import build_events
from tests.dashboards.tiny_traffic import Visit, build_traffic
from warehouse import status
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import Check, create_tables, record_checks
from warehouse.publishing import Version, publish

TABLES = """
create schema if not exists candidate.marts;
create or replace table candidate.marts.fct_orders (
    order_id varchar, customer_id varchar, store_id varchar, ordered_at timestamp,
    ordered_on date, units double, order_amount decimal(18, 4), is_cancelled boolean,
    is_return boolean, loaded_at timestamp, is_first_order boolean,
    first_ordered_on date, previous_ordered_on date
);
create or replace table candidate.marts.fct_order_lines (
    order_id varchar, customer_id varchar, product_id varchar, ordered_on date,
    quantity double, units double, line_amount decimal(18, 4), is_counted boolean,
    is_first_in_basket boolean
);
create or replace table candidate.marts.dim_products (
    product_id varchar, name varchar, department varchar, category varchar,
    brand varchar, is_in_catalogue boolean, is_sold boolean,
    is_excluded_from_units boolean, first_sold_on date
);
create or replace table candidate.marts.dim_stores (store_id varchar, name varchar);
create or replace table candidate.marts.customer_rfm (
    customer_id varchar, as_of_on date, recency_days bigint, frequency bigint,
    monetary_amount decimal(18, 4), r_score int, f_score int, m_score int,
    segment varchar, is_top_1_pct boolean, rfm_score double
);
insert into candidate.marts.dim_products values
    ('bread', 'RYE BREAD', 'GROCERY', 'BAKERY', 'Own', true, true, false, null),
    ('pan', 'Frying pan', 'HOME', 'KITCHEN', null, true, true, false, null),
    ('petrol', 'PETROL', 'FUEL', null, null, true, true, true, null),
    ('salt', 'Sea salt', 'GROCERY', 'SPICES', 'Own', true, false, false, null);
insert into candidate.marts.dim_stores values ('s1', 'High Street'), ('s2', null);
"""

DERIVED = """
update candidate.marts.fct_orders as orders
set is_first_order = before_on is null, first_ordered_on = first_on,
    previous_ordered_on = before_on
from (
    select
        order_id,
        first_value(ordered_on) over placed as first_on,
        lag(ordered_on) over placed as before_on
    from candidate.marts.fct_orders
    where not is_cancelled and not is_return and customer_id is not null
    window placed as (partition by customer_id order by ordered_at, order_id)
) as counted
where orders.order_id = counted.order_id;

create or replace table candidate.marts.kpi_daily_sales as
select
    ordered_on as day_on,
    count(*) filter (not is_cancelled and not is_return) as orders,
    count(distinct customer_id) filter (not is_cancelled and not is_return)
        as customers,
    sum(units) as units,
    sum(order_amount)::decimal(18, 4) as revenue_amount,
    0::decimal(18, 4) as discount_amount
from candidate.marts.fct_orders
group by ordered_on;

create or replace table candidate.marts.dim_customers as
select
    customer_id,
    min(ordered_on) filter (not is_cancelled and not is_return) as first_ordered_on,
    max(ordered_on) filter (not is_cancelled and not is_return) as last_ordered_on,
    upper(customer_id) as first_name,
    null::varchar as last_name, null::varchar as email, null::varchar as phone,
    null::boolean as has_marketing_consent, null::varchar as city,
    null::varchar as country, null::varchar as age_band,
    null::varchar as income_band, null::varchar as household_size,
    null::date as birth_date, null::varchar as email_from,
    null::varchar as address_from,
    count(*) filter (not is_cancelled and not is_return) as orders,
    sum(order_amount)::decimal(18, 4) as revenue_amount
from candidate.marts.fct_orders
where customer_id is not null
group by customer_id;

insert into candidate.marts.dim_products
select distinct
    product_id, null, null, null, null, false, true, false, null::date
from candidate.marts.fct_order_lines
where product_id not in (select product_id from candidate.marts.dim_products);
update candidate.marts.dim_products as products set first_sold_on = (
    select min(ordered_on) from candidate.marts.fct_order_lines as lines
    where lines.product_id = products.product_id
);

create or replace table candidate.marts.dim_dates as
select
    day::date as day_on,
    date_trunc('week', day)::date as week_start_on,
    date_trunc('month', day)::date as month_start_on,
    date_trunc('quarter', day)::date as quarter_start_on,
    date_trunc('year', day)::date as year_start_on
from range(date '2023-01-01', date '2026-01-01', interval 1 day) as days (day);
"""


class Order(NamedTuple):
    """An order of one unit; its day is that of UTC."""

    placed: str
    customer: str | None
    amount: float
    product: str = "bread"
    is_return: bool = False
    is_cancelled: bool = False
    store: str | None = "s1"
    also: Sequence[str] = ()
    """More products, given away with the order."""


class Score(NamedTuple):
    """What RFM says of a customer."""

    segment: str
    recency_days: int
    frequency: int
    amount: float
    r: int = 3
    f: int = 3
    m: int = 3
    is_top: bool = False


def publish_shop(
    orders: Sequence[Order],
    scores: Mapping[str, Score] | None = None,
    checks: Sequence[Check] = (),
    marketing: Marketing | None = None,
    *,
    loaded_at: str = "2024-04-01 04:00",
    retention: str = "",
    visits: Sequence[Visit] = (),
    pages: str = "",
    events: str = "",
    people: str = "",
    loyalty: str = "",
    attribution: str = "",
    behaviour: str = "",
    is_parsed: bool = True,
) -> Version:
    """Publish a shop with these orders, as a run that loaded them at that time.

    ``retention`` inserts into the tables of `retention_tables`, empty without;
    ``pages`` into those of `tiny_traffic`, ``events`` into that of `tiny_tracking`,
    ``people`` into those of `tiny_people`, ``loyalty`` into those of `tiny_loyalty`,
    ``attribution`` into those of `tiny_attribution`, ``behaviour`` into those of
    `behaviour_tables`. What dbt leaves when it parses becomes the
    catalogue; where it is not parsed now, what is there, if anything.
    """
    if is_parsed:
        keep_catalogue()
    with run_lock("test"):
        status.start_run("run")
        with connect() as connection:
            create_tables(connection)
            connection.execute("delete from ops.checks")
            _build(connection, orders, scores or {}, loaded_at)
            build_retention(connection, retention)
            build_marketing(connection, marketing or Marketing())
            build_traffic(connection, visits, pages)
            build_events(connection, events)
            build_people(connection, people)
            build_loyalty(connection, loyalty)
            build_attribution(connection, attribution)
            build_behaviour(connection, behaviour)
            record_checks(connection, "run", checks)
        version = publish("run")
        with connect() as connection:
            status.finish_run(connection, "published")
    return version


def fail_run(error: str, failed_at: str = "raw_shop.orders") -> None:
    """Record a run that failed before it published."""
    with run_lock("test"):
        status.start_run("failed run")
        with connect() as connection:
            create_tables(connection)
            status.finish_run(connection, "failed", failed_at=failed_at, error=error)


def add_to_ledger(entity: str, received: int, accepted: int, duplicate: int) -> None:
    """Record a load of one file."""
    with connect() as connection:
        create_tables(connection)
        connection.execute(
            "insert into ops.ledger values "
            "('till', ?, 'a.csv', 'hash', 'load', ?, ?, ?, 0, 0, ?, true)",
            [entity, received, accepted, duplicate, datetime(2024, 4, 1, 4)],  # noqa: DTZ001
        )


def _build(
    connection: duckdb.DuckDBPyConnection,
    orders: Sequence[Order],
    scores: Mapping[str, Score],
    loaded_at: str,
) -> None:
    connection.execute(TABLES)
    for number, order in enumerate(orders):
        name, day = f"o{number}", order.placed[:10]
        connection.execute(
            "insert into candidate.marts.fct_orders "
            "values (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, false, null, null)",
            [
                *(name, order.customer, order.store, order.placed, day, order.amount),
                *(order.is_cancelled, order.is_return, loaded_at),
            ],
        )
        quantity = -1 if order.amount < 0 else 1
        is_counted = not order.is_cancelled and not order.is_return
        lines = [(order.product, order.amount), *((more, 0) for more in order.also)]
        connection.executemany(
            "insert into candidate.marts.fct_order_lines "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [
                    *(name, order.customer, product, day, quantity, quantity, amount),
                    *(is_counted, is_counted and quantity > 0 and place == 0),
                ]
                for place, (product, amount) in enumerate(lines)
            ],
        )
    for customer, score in scores.items():
        connection.execute(
            "insert into candidate.marts.customer_rfm values "
            "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(customer, date(2024, 3, 31), score.recency_days, score.frequency),
                *(score.amount, score.r, score.f, score.m, score.segment, score.is_top),
                (score.r + score.f + score.m) / 3,
            ],
        )
    connection.execute(DERIVED)


TWO_PERIODS = [
    Order("2024-02-05 10:00", "ann", 100),
    Order("2024-03-01 10:00", "bob", 100),
    Order("2024-03-10 10:00", "ann", 90),
    Order("2024-03-10 17:00", "ann", 60),
    Order("2024-03-20 17:00", None, 120, product="pan"),
    Order("2024-03-31 17:00", "cal", 60),
    Order("2024-03-31 18:00", "bob", -30, is_return=True),
]
"""Orders of 5 February to 3 March and of 4 to 31 March 2024, four weeks each.

Before: revenue 200 from 2 orders of 2 customers. Now: 90 + 60 + 120 + 60 - 30 = 300
from 4 orders (the return is none) of 2 customers (the guest is none), one of them new.
"""
SCORES = {
    "ann": Score("Champions", 21, 3, 250, r=5, f=5, m=5, is_top=True),
    "bob": Score("Can't Lose Them", 30, 1, 70, r=2, f=3, m=5),
    "cal": Score("New", 0, 1, 60, r=5, f=1, m=1),
}
