"""Attribution and baskets of the tiny shop, as its marts hold them."""

import duckdb

TABLES = """
create or replace table candidate.marts.kpi_attribution (
    day_on date, attribution_model varchar, channel varchar, campaign varchar,
    is_attributed boolean, conversions double, revenue_amount decimal(18, 4),
    spend_amount decimal(18, 4), impressions bigint, clicks bigint,
    return_on_ad_spend double
);
create or replace table candidate.marts.customer_touches (
    customer_id varchar, order_id varchar, ordered_on date, touch_number bigint,
    touches bigint, is_simulated boolean
);
create or replace table candidate.marts.kpi_baskets (
    group_level varchar, antecedent varchar, second_antecedent varchar,
    consequent varchar, baskets bigint, antecedent_baskets bigint,
    consequent_baskets bigint, all_baskets bigint, support double, confidence double,
    lift double, leverage double, conviction double, first_on date, as_of_on date
);
"""

ATTRIBUTION = """
insert into candidate.marts.kpi_attribution
select
    day_on, model, channel, campaign, is_attributed, orders,
    revenue * case when model = 'last' and channel = 'paid' then 0.5 else 1 end,
    spend, 0, clicks, revenue / nullif(spend, 0)
from (
    select
        date '2024-03-04' + (7 * week)::int as day_on, 'paid' as channel,
        'c1' as campaign, true as is_attributed, 10 as orders,
        100 + 10 * (week % 2) as revenue, 20 as spend, 5 as clicks
    from range(4) as weeks (week)
    union all
    select date '2024-03-10', 'direct', null, true, 2, 30, 0, 0
    union all
    select date '2024-03-31', 'no touch known', null, false, 4, 110, 0, 0
    union all
    select date '2024-03-31', 'returned or cancelled', null, false, 0, -20, 0, 0
) as told
cross join (values ('first'), ('last'), ('last_non_direct'), ('linear'), ('position'))
    as models (model);
insert into candidate.marts.customer_touches values
    ('ann', 'o3', '2024-03-10', 1, 1, false),
    ('bob', 'o4', '2024-03-10', 1, 2, false), ('bob', 'o4', '2024-03-10', 2, 2, false);
"""
"""Four weeks of March 2024: 40 orders and a revenue of 420 came by paid visits, which
cost 80; by last touch half of that revenue. 2 orders, 30, came by direct ones; 4
orders, 110, have no visit, and 20 went back: 540 in all."""

BASKETS = """
insert into candidate.marts.kpi_baskets
select
    level, one, other, goes, n, ante, cons, 100, n / 100, n / ante,
    n * 100 / (ante * cons), n / 100 - ante * cons / 10000,
    (1 - cons / 100) / nullif(1 - n / ante, 0), date '2023-04-01', date '2024-03-31'
from (values
    ('category', 'BREAD', null, 'BUTTER', 20, 40, 25),
    ('category', 'BUTTER', null, 'BREAD', 20, 25, 40),
    ('category', 'BREAD', 'BUTTER', 'JAM', 10, 20, 10),
    ('product', 'bread', null, 'pan', 1, 10, 10)
) as told (level, one, other, goes, n, ante, cons);
"""
"""Of 100 baskets 20 hold bread and butter: lift 20 x 100 / (40 x 25) = 2, 10 baskets
beyond chance; with jam 10 of 20: lift 10 x 100 / (20 x 10) = 5."""


def build_attribution(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Write the tables into the candidate; ``rows`` inserts into them."""
    connection.execute(TABLES)
    connection.execute(rows or "select 1")
