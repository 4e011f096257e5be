"""Visits of the tiny shop, and the marts of traffic that add them up."""

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

TABLES = """
create or replace table candidate.marts.fct_sessions (
    session_id varchar, visitor_id varchar, visitor_key bigint, started_at timestamp,
    ended_at timestamp, started_on date, page_views bigint, product_views bigint,
    adds bigint, removes bigint, checkouts bigint, orders bigint,
    order_amount decimal(18, 4), utm_source varchar, utm_medium varchar,
    utm_campaign varchar, channel varchar, device varchar, is_bounce boolean,
    is_new_visitor boolean, funnel_step int, is_simulated boolean,
    previous_started_on date
);
create or replace table candidate.marts.kpi_pages (
    day_on date, page_path varchar, views bigint, visitors bigint, entries bigint,
    exits bigint, bounces bigint, scroll_pct double, clicks bigint,
    visitors_who_clicked bigint
);
create or replace table candidate.marts.kpi_page_elements (
    day_on date, page_path varchar, element varchar, clicks bigint, visitors bigint,
    page_visitors bigint
);
create or replace table candidate.marts.fct_order_differences (
    order_id varchar, side varchar, event_amount decimal(18, 4),
    order_amount decimal(18, 4), difference_amount decimal(18, 4),
    is_different boolean, ordered_at timestamp, event_at timestamp, compared_on date
);
"""

DERIVED = """
update candidate.marts.fct_sessions as sessions
set previous_started_on = before_on
from (
    select
        session_id,
        lag(started_on, 1, if(is_new_visitor, null, date '2000-01-01')) over (
            partition by visitor_key order by started_at, session_id
        ) as before_on
    from candidate.marts.fct_sessions
) as in_order
where sessions.session_id = in_order.session_id;

create or replace table candidate.marts.kpi_funnel as
with steps as (
    select started_on as day_on, device, funnel_step from candidate.marts.fct_sessions
    union all
    select started_on, 'all', funnel_step from candidate.marts.fct_sessions
)
select
    day_on,
    device,
    count(*) as sessions,
    count(*) filter (funnel_step >= 1) as viewed,
    count(*) filter (funnel_step >= 2) as added,
    count(*) filter (funnel_step >= 3) as checked_out,
    count(*) filter (funnel_step >= 4) as ordered
from steps
group by all;

create or replace table candidate.marts.kpi_daily_traffic as
with days as (
    select unnest(generate_series(min(started_on), max(started_on), interval 1 day))
        ::date as day_on
    from candidate.marts.fct_sessions
),
sums as (
    select
        started_on as day_on,
        count(distinct visitor_key) as visitors,
        count(distinct visitor_key) filter (is_new_visitor) as new_visitors,
        count(*) as sessions,
        count(*) filter (orders > 0) as sessions_with_order,
        sum(page_views)::bigint as page_views,
        sum(product_views)::bigint as product_views,
        sum(adds)::bigint as adds,
        sum(removes)::bigint as removes,
        sum(checkouts)::bigint as checkouts,
        sum(orders)::bigint as orders,
        sum(order_amount)::decimal(18, 4) as order_amount
    from candidate.marts.fct_sessions
    group by started_on
),
active as (
    select
        day_on,
        count(distinct visitor_key) filter (started_on > day_on - 7) as wau,
        count(distinct visitor_key) as mau
    from days
    join candidate.marts.fct_sessions
        on started_on between day_on - 29 and day_on
    group by day_on
)
select
    day_on,
    coalesce(visitors, 0) as visitors,
    coalesce(new_visitors, 0) as new_visitors,
    0::bigint as returning_visitors,
    coalesce(visitors - new_visitors, 0) as resurrected_visitors,
    coalesce(lag(visitors) over (order by day_on), 0) as dormant_visitors,
    wau,
    mau,
    coalesce(visitors, 0) / mau as stickiness,
    coalesce(sessions, 0) as sessions,
    coalesce(sessions_with_order, 0) as sessions_with_order,
    coalesce(page_views, 0) as page_views,
    coalesce(product_views, 0) as product_views,
    coalesce(adds, 0) as adds,
    coalesce(removes, 0) as removes,
    coalesce(checkouts, 0) as checkouts,
    coalesce(orders, 0) as orders,
    coalesce(order_amount, 0) as order_amount,
    day_on < max(day_on) over () as is_complete
from days
left join sums using (day_on)
left join active using (day_on);
"""


class Visit(NamedTuple):
    """A session, with an order where it has an amount."""

    started: str
    visitor: str
    step: int = 0
    amount: float = 0
    device: str = "desktop"
    channel: str = "direct"
    campaign: str | None = None
    is_new: bool = False
    is_bounce: bool = False
    is_simulated: bool = False


def build_traffic(
    connection: duckdb.DuckDBPyConnection, visits: Sequence[Visit], pages: str = ""
) -> None:
    """Write the tables of traffic into the candidate.

    ``pages`` inserts into those of pages, elements and order differences.
    """
    connection.execute(TABLES)
    for number, visit in enumerate(visits):
        reached = [int(visit.step >= step) for step in (1, 2, 3)]
        connection.execute(
            "insert into candidate.marts.fct_sessions "
            f"values ({', '.join('?' * 22)}, null)",
            [
                *(f"s{number}", visit.visitor, hash_of(visit.visitor)),
                *(visit.started, visit.started, visit.started[:10]),
                *(2, reached[0], reached[1], 0, reached[2], int(visit.amount > 0)),
                *(visit.amount, "news" if visit.campaign else None),
                *("email" if visit.campaign else None, visit.campaign),
                *(visit.channel, visit.device, visit.is_bounce, visit.is_new),
                *(visit.step, visit.is_simulated),
            ],
        )
    connection.execute(DERIVED)
    connection.execute(pages)


def hash_of(visitor: str) -> int:
    """Return a number of a short name."""
    return int.from_bytes(visitor.encode())


VISITS = [
    Visit("2024-02-05 09:00", "ann", 1, is_new=True),
    Visit("2024-02-20 09:00", "bob", 4, 20, is_new=True),
    Visit("2024-03-05 10:00", "ann", 1, channel="search"),
    Visit("2024-03-05 12:00", "cal", is_new=True, is_bounce=True, device="mobile"),
    Visit("2024-03-10 09:00", "ann", 4, 60, channel="search"),
    Visit(
        "2024-03-10 20:00", "dan", 2, channel="email", campaign="spring", is_new=True
    ),
    Visit("2024-03-20 08:00", "cal", 3, device="mobile", is_simulated=True),
    Visit("2024-03-31 08:00", "ann", 1, channel="search"),
    Visit("2024-04-01 07:00", "eve", 0, is_new=True),
]
"""Sessions of 4 to 31 March 2024, and of the four weeks before; 1 April is not over.

Before: 2 sessions, one with an order of 20. Now: 6 sessions of 3 visitors, one with an
order of 60. Of these 5 view a product, 3 add it, 2 begin checkout, 1 orders.
"""

PAGES = """
insert into candidate.marts.kpi_pages values
    ('2024-03-05', '/', 6, 2, 2, 1, 1, 40, 1, 1),
    ('2024-03-10', '/', 4, 2, 2, 0, 0, 80, 0, 0),
    ('2024-03-10', '/sale', 3, 1, 0, 2, 0, null, 3, 1),
    ('2024-02-10', '/old', 9, 1, 1, 1, 0, null, 0, 0);
insert into candidate.marts.kpi_page_elements values
    ('2024-03-05', '/', 'banner', 1, 1, 2),
    ('2024-03-10', '/sale', 'buy', 3, 1, 1);
insert into candidate.marts.fct_order_differences values
    ('o1', 'both', 60, 60, 0, false, '2024-03-10 09:10', '2024-03-10 09:09',
    '2024-03-10'),
    ('o2', 'both', 50, 45, 5, true, '2024-03-11 09:10', '2024-03-11 09:09',
    '2024-03-11'),
    ('o3', 'shop', null, 9, null, false, '2024-03-12 09:10', null, '2024-03-12'),
    ('o4', 'events', 7, null, null, false, null, '2024-03-12 10:00', '2024-03-12');
"""
