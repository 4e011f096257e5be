"""The last hour of events, from the tail of the landing; nothing of it is published.

Every function takes the tail and the time until when it counts, and reads a table of
at most some hundred thousand rows in memory.
"""

from datetime import datetime

import pandas as pd

from warehouse.landing_tail import Tail

SPANS = (5, 30, 60)
"""Minutes that are counted, each up to now."""
FEW = 8
"""Rows of a short list."""

# An order that the site and the server both report is one.
_EVENTS = """
    orders as (
        select min_by(message_id, (occurred_at, message_id)) as message_id
        from events
        where event = 'Order Completed'
        group by coalesce(order_id, message_id)
    ),
    counted as (
        select *, message_id in (from orders) as is_order
        from events
    )
"""

_COUNTS = """
    count(distinct visitor_id) as visitors,
    count(*) filter (type in ('page', 'screen')) as page_views,
    count(*) filter (event = 'Product Viewed') as product_views,
    count(*) filter (event = 'Product Added') as adds,
    count(*) filter (is_order) as orders,
    coalesce(sum(order_amount) filter (is_order), 0) as amount
"""


def totals(tail: Tail, now: datetime) -> pd.DataFrame:
    """Return one row for each of `SPANS`.

    Columns: minutes, visitors, page_views, product_views, adds, orders, amount.
    """
    return _read(
        tail,
        f"""
        with {_EVENTS}
        select minutes, {_COUNTS}
        from unnest($2) as spans (minutes)
        left join counted on occurred_at > $1 - minutes * interval 1 minute
        group by minutes
        order by minutes
        """,
        [now, list(SPANS)],
    )


def by_minute(tail: Tail, now: datetime) -> pd.DataFrame:
    """Return one row for each minute of the last hour, also those without events.

    Columns: minute (when it began, in UTC), ago (0 for the running one), is_whole, and
    the counts of `totals`. A minute is not whole while it runs, and where the tail does
    not reach back to its beginning.
    """
    return _read(
        tail,
        f"""
        with {_EVENTS},
        minutes as (
            select
                ago,
                time_bucket(interval 1 minute, $1) - ago * interval 1 minute as minute
            from range(60) as minutes (ago)
        )
        select
            minute at time zone 'UTC' as minute,
            ago,
            ago > 0 and minute >= $2 as is_whole, {_COUNTS}
        from minutes
        left join counted on time_bucket(interval 1 minute, occurred_at) = minute
        group by minute, ago
        order by minute
        """,
        [now, tail.complete_since],
    )


def top_pages(tail: Tail, now: datetime) -> pd.DataFrame:
    """Return the pages seen most: page_path, views, visitors."""
    return _read(
        tail,
        """
        select page_path, count(*) as views, count(distinct visitor_id) as visitors
        from events
        where
            occurred_at > $1 - interval 60 minute
            and type in ('page', 'screen')
            and page_path is not null
        group by page_path
        order by views desc, page_path
        limit $2
        """,
        [now, FEW],
    )


def top_products(tail: Tail, now: datetime) -> pd.DataFrame:
    """Return the products viewed most: product, views, adds."""
    return _read(
        tail,
        """
        select
            coalesce(any_value(product_name), product_id) as product,
            product_id,
            count(*) filter (event = 'Product Viewed') as views,
            count(*) filter (event = 'Product Added') as adds
        from events
        where
            occurred_at > $1 - interval 60 minute
            and event in ('Product Viewed', 'Product Added')
            and product_id is not null
        group by product_id
        order by views desc, adds desc, product_id
        limit $2
        """,
        [now, FEW],
    )


def by_source(tail: Tail, now: datetime) -> pd.DataFrame:
    """Return the sources by their events: source_name, events, visitors."""
    return _read(
        tail,
        """
        select
            source_name,
            count(*) as events,
            count(distinct visitor_id) as visitors
        from events
        where occurred_at > $1 - interval 60 minute
        group by source_name
        order by events desc, source_name
        """,
        [now],
    )


def latest(tail: Tail, now: datetime, most: int = 50) -> pd.DataFrame:
    """Return the newest events, without anything of a person.

    Columns: seconds_ago, event, page_path, device, source_name.
    """
    return _read(
        tail,
        """
        select
            epoch($1 - occurred_at) as seconds_ago,
            coalesce(event, type) as event,
            page_path,
            device,
            source_name
        from events
        where occurred_at > $1 - interval 60 minute
        order by received_at desc, message_id
        limit $2
        """,
        [now, most],
    )


def _read(tail: Tail, sql: str, parameters: list[object]) -> pd.DataFrame:
    return tail.connection.execute(sql, parameters).df()
