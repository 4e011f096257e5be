"""Shops of any size, whose raw tables DuckDB fills: events, and who bought what.

No load is measured here: the rows are those that loads would have left.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ingestion.loading import prepare
from warehouse.engine import connect
from warehouse.settings import settings

OF_A_LOAD, STEP = 100_000, 5_000_000
YEAR_US = 365 * 86_400 * 1_000_000
LINES_OF_AN_ORDER = 3

EVENTS = """
insert into raw_events.events by name
with numbered as (
    select
        i,
        hash(i // 4) as visit,
        hash(i * 7 + 1) as chance,
        {first} + to_microseconds(cast((i // 4 - {low} // 4) * {spacing} as bigint))
            + to_seconds(i % 4 * 60 + cast(hash(i) % 50 as bigint)) as moment
    from range({low}, {high}) as events (i)
)
select
    'm' || i as message_id,
    i as message_key,
    case when i % 4 < 2 then 'page' else 'track' end as type,
    case when i % 4 >= 2 then [
        'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed',
        'Product Viewed', 'Product Viewed', 'Product Viewed'
    ][cast(chance % 7 as int) + 1] end as event,
    case when chance % 5 = 0 then {user} end as user_id,
    'a' || visit % {visitors} as anonymous_id,
    json_object(
        'product_id', 'p' || chance % 3000, 'price', chance % 10000 / 100.0,
        'order_id', 'o' || i, 'revenue', 25.5
    ) as properties,
    json_object(
        'page', json_object(
            'path', '/p/' || chance % 3000,
            'url', 'https://www.shop.example/p/' || chance % 3000,
            'referrer', case when i % 4 = 0 then 'https://www.google.com/' end
        ),
        'campaign', json_object('source', case when visit % 6 = 0 then 'google' end),
        'userAgent', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/' || visit % 99
    ) as context,
    moment as timestamp,
    moment as received_at,
    'web' as source_name,
    'day/' || i // {of_a_load} || '.ndjson' as source_file,
    i + 1 as source_row,
    cast(1700000000.5 + i // {of_a_load} as varchar) as _dlt_load_id
from numbered
"""
LATE = """
update raw_events.events
set timestamp = timestamp - to_hours(cast(hash(message_key) % 3600 as bigint))
where message_key >= {low} and message_key % 20 = 0
"""
BOOKS = """
create or replace temp table received as
select source_name, source_file, _dlt_load_id as load_id, count(*) as received
from {table}
where _dlt_load_id not in (select load_id from {schema}._dlt_loads)
group by all;
insert into {schema}._dlt_loads (load_id, status, inserted_at)
select distinct load_id, 0, now() from received;
insert into ops.ledger
select
    source_name, '{entity}', source_file, '', load_id, received, received, 0, 0, 0,
    now()::timestamp, true
from received
"""
PEOPLE = """
insert into raw_shop.customers by name
select
    'c' || i as customer_id,
    'c' || i || '@mail.example' as email,
    '+1' || (2120000000 + i) as phone,
    'First' || hash(i) % 400 as first_name,
    'Last' || hash(i + 1) % 4000 as last_name,
    'from ' || 15 + hash(i) % 6 * 10 as age_band,
    'from ' || hash(i + 2) % 5 * 25 || 'K' as income_band,
    cast(1 + hash(i + 3) % 5 as varchar) as household_size,
    'City' || hash(i + 4) % 300 as city,
    timestamp '2022-01-01' + to_hours(cast(hash(i) % 8000 as bigint)) as created_at,
    'till' as source_name,
    'customers.parquet' as source_file,
    i + 1 as source_row,
    '1600000000.5' as _dlt_load_id
from range({customers}) as people (i);
insert into raw_shop.products by name
select
    'p' || i as product_id,
    'Product ' || i as name,
    'Department ' || i % 12 as department,
    'Category ' || i % 60 as category,
    'Brand ' || i % 200 as brand,
    'till' as source_name,
    'products.parquet' as source_file,
    i + 1 as source_row,
    '1600000000.6' as _dlt_load_id
from range({products}) as products (i);
"""
LINES = """
insert into raw_shop.order_lines by name
with numbered as (
    select
        i,
        i // {of_an_order} as number,
        hash(i // {of_an_order}) % 1000000 / 1e6 as who,
        hash(i * 3 + 1) % 1000000 / 1e6 as what,
        hash(i * 5 + 2) as chance
    from range({low}, {high}) as lines (i)
)
select
    'r' || number as order_id,
    'c' || cast(floor(who * who * {customers}) as bigint) as customer_id,
    'p' || cast(floor(what * what * {products}) as bigint) as product_id,
    case when chance % 100 = 0 then -1 else 1 + chance % 3 end as quantity,
    cast(
        (100 + chance % 2000) / 100 * case when chance % 100 = 0 then -1 else 1 end
        as decimal(18, 4)
    ) as line_amount,
    cast(chance % 50 / 100 as decimal(18, 4)) as discount_amount,
    timestamp '2023-01-01' + to_microseconds(cast(number * {spacing} as bigint))
        as ordered_at,
    's' || chance % 40 as store_id,
    'till' as source_name,
    'lines-' || {low} || '.parquet' as source_file,
    i + 1 as source_row,
    '{load}' as _dlt_load_id
from numbered
"""


@contextmanager
def shop(words: str) -> Iterator[None]:
    """Give a shop of these settings that nothing was received of; it goes after."""
    names = ("KARVAN_CONFIG", "KARVAN_HOME")
    before = {name: os.environ.pop(name, None) for name in names}
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        os.environ["KARVAN_CONFIG"] = str(Path(folder) / "karvan.toml")
        Path(os.environ["KARVAN_CONFIG"]).write_text(words)
        settings.cache_clear()
        prepare()
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
            settings.cache_clear()


def receive_events(
    low: int, high: int, size: int, user: str = "'u' || visit % 1000"
) -> None:
    """Put events in the raw table: a year of them, or what a load brings after it.

    Of what comes after, one in twenty is late by up to 150 days.

    Args:
        low: Number of the first event.
        high: Number after the last one.
        size: Events of the first year.
        user: SQL of who signs in, of ``visit``, for one event in five.
    """
    values = {
        "visitors": size // 20,
        "user": user,
        "of_a_load": OF_A_LOAD,
        "first": "timestamp '2023-01-01'" if low == 0 else "timestamp '2024-01-01'",
        "spacing": YEAR_US // (size // 4),
    }
    with connect() as connection:
        for start in range(low, high, STEP):
            shift = (start - low) // 4 * values["spacing"]
            first = f"{values['first']} + to_microseconds({shift})"
            connection.execute(
                EVENTS.format(
                    **values | {"first": first},
                    low=start,
                    high=min(start + STEP, high),
                )
            )
        if low:
            connection.execute(LATE.format(low=low))
        _settle(connection, "raw_events", "events")


def receive_people(customers: int, products: int) -> None:
    """Put customers and products in the raw tables."""
    with connect() as connection:
        connection.execute(PEOPLE.format(customers=customers, products=products))
        _settle(connection, "raw_shop", "customers")
        _settle(connection, "raw_shop", "products")


def receive_lines(
    low: int, high: int, size: int, *, customers: int, products: int
) -> None:
    """Put order lines in the raw table: a year of them, or what comes after it.

    Args:
        low: Number of the first line.
        high: Number after the last one.
        size: Lines of the first year.
        customers: Whose they are; the first buy most.
        products: What they are of; the first sell most.
    """
    values = {
        "of_an_order": LINES_OF_AN_ORDER,
        "spacing": YEAR_US // (size // LINES_OF_AN_ORDER),
        "customers": customers,
        "products": products,
        "load": f"{1_600_000_001.5 + low}",
    }
    with connect() as connection:
        for start in range(low, high, STEP):
            end = min(start + STEP, high)
            connection.execute(LINES.format(**values, low=start, high=end))
        _settle(connection, "raw_shop", "order_lines")


def _settle(connection: duckdb.DuckDBPyConnection, schema: str, entity: str) -> None:
    """Write the books of the loads that are not in them yet."""
    table = f"{schema}.{entity}"
    connection.execute(BOOKS.format(schema=schema, entity=entity, table=table))
    connection.execute("checkpoint warehouse")
