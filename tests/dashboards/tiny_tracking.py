"""A plan of three events, and what really came."""

import duckdb

TABLES = """
create or replace table candidate.marts.fct_events (
    message_id varchar, source_name varchar, type varchar, event varchar,
    occurred_at timestamp, occurred_on date
);
"""

DERIVED = """
create or replace table candidate.marts.kpi_events as
select
    occurred_on as day_on, type, event, count(*) as events, max(occurred_at) as last_at
from candidate.marts.fct_events
group by occurred_on, type, event;
"""

PLAN = """
groups:
  item:
    product_id: {type: string, required: true, description: The shop's id.}
events:
  Product Viewed:
    description: Somebody looked at a product.
    owner: Online shop
    includes: [item]
    properties:
      price: {type: number, description: Price of one.}
  Order Completed:
    description: Somebody ordered.
    owner: Checkout
    properties:
      email: {type: string, required: true, pii: direct, description: Of the receipt.}
      status: {type: string, allowed: [paid, open], description: Whether it is paid.}
      products:
        type: array
        description: What was ordered.
        items: {includes: [item]}
  Signed Up:
    description: Somebody became a customer.
    owner: Checkout
    properties:
      city: {type: string, pii: indirect, description: Where they live.}
"""

CAME = """
insert into candidate.marts.fct_events values
    ('m1', 'web', 'track', 'Product Viewed', '2024-01-10 10:00', '2024-01-10'),
    ('m2', 'web', 'track', 'Product Viewed', '2024-03-30 10:00', '2024-03-30'),
    ('m3', 'web', 'track', 'Product Viewed', '2024-03-31 10:00', '2024-03-31'),
    ('m4', 'web', 'track', 'Video Played', '2024-03-31 11:00', '2024-03-31'),
    ('m5', 'web', 'page', null, '2024-03-31 11:00', '2024-03-31'),
    ('m6', 'web', 'track', 'Signed Up', '2024-02-01 11:00', '2024-02-01');
insert into ops.event_properties values
    ('web', 'Product Viewed', 'product_id', 'string', 'accepted',
        '2024-01-10', '2024-03-31', 'load'),
    ('web', 'Product Viewed', 'price', 'number', 'accepted',
        '2024-01-10', '2024-03-30', 'load'),
    ('web', 'Product Viewed', 'price', 'string', 'held',
        '2024-03-29', '2024-03-29', 'load'),
    ('web', 'Video Played', 'length', 'number', 'accepted',
        '2024-03-31', '2024-03-31', 'load');
insert into ops.quarantine by name
select
    'q' || number as quarantine_id, code, 'plan' as stage, 'web' as source_name,
    'events' as entity, 'a.ndjson' as file, number as source_row, field, rule,
    'load' as load_id, timestamp '2024-03-29' as first_seen_at,
    timestamp '2024-03-29' as last_seen_at, status
from (values
    (1, 'plan_violation', 'Product Viewed.price', 'price must be a number', 'open'),
    (2, 'plan_violation', 'Order Completed.products.product_id',
        'product_id must be there in each of products', 'open'),
    (3, 'plan_violation', 'Order Completed.email', 'email must be there', 'open'),
    (4, 'plan_violation', 'Order Completed.email', 'email must be there', 'dismissed'),
    (5, 'missing_required', 'type', 'type must be there', 'open')
) as refusals (number, code, field, rule, status);
"""
"""Product Viewed came 3 times, 2 of them in the newest 30 days, and 1 more was refused:
1 of 4. Both that tried to complete an order were refused."""


def build_events(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Write the table of events into the candidate; ``rows`` inserts, as `CAME`."""
    connection.execute(TABLES)
    connection.execute(rows)
    connection.execute(DERIVED)
