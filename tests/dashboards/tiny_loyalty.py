"""The tables of who stays, goes and is new, and rows of a small shop for them."""

import duckdb
import yaml

from warehouse.settings import REPOSITORY

MARTS = {
    "customers": ("customer_rfm_of_events", "customer_churn"),
    "kpis": (
        "kpi_churn_thresholds",
        "kpi_nday_retention",
        "kpi_demographics",
        "kpi_new_customers",
    ),
}

EVENTS = """
insert into candidate.marts.customer_rfm_of_events by name
select
    'Visits' as conversion, id as customer_id, date '2024-03-30' as as_of_on,
    days as recency_days, times as frequency, null as monetary_amount, r as r_score,
    f as f_score, null as m_score, score as rfm_score, segment,
    true as is_simulated
from (values
    ('ann', 0, 9, 5, 5, 5, 'Champions'), ('bob', 7, 1, 3, 3, 3, 'Need Attention'),
    ('lead', 9, 1, 2, 3, 2.5, 'At Risk')
) as told (id, days, times, r, f, score, segment);
"""

# Of 150 customers who came back after one order nine in ten did so within 20 days; of
# two orders or more 40 did, too few.
CHURN = """
insert into candidate.marts.kpi_churn_thresholds by name
select
    name as churn_segment, n as segment_number, date '2024-05-02' as as_of_on,
    there as customers, gone as churned_customers, pct as churn_pct,
    back as gap_customers, back as gaps, 5 as gap_median_days, 9 as gap_p75_days,
    20 as gap_p90_days, days as threshold_days
from (values
    ('all', 0, 5, 2, 40, 190, 20), ('1', 1, 0, null, null, 150, 20),
    ('2+', 2, 5, 2, 40, 40, null)
) as told (name, n, there, gone, pct, back, days);
insert into candidate.marts.customer_churn by name
select
    id as customer_id, date '2024-05-02' as as_of_on, 2 as order_days,
    '2+' as churn_segment, 'all' as threshold_segment, 20 as threshold_days,
    away as recency_days, away > 20 as is_churned
from (values ('ann', 0), ('bob', 53), ('dan', 91)) as told (id, away);
"""

FIRST_DAYS = """
insert into candidate.marts.kpi_nday_retention by name
select
    who as population, 'month' as period, month as cohort_start_on,
    (month + interval 1 month - interval 1 day)::date as cohort_end_on, kind,
    day as from_day, until as to_day, size as cohort_size, kept as retained,
    100 * kept / size as retention_pct, month < date '2024-04-01' as is_complete,
    who = 'visitors' as is_simulated
from (values ('customers'), ('visitors')) as people (who)
cross join (values
    (date '2024-02-01', 'return_on', 1, 1, 20, 2),
    (date '2024-02-01', 'on_or_after', 1, null, 20, 10),
    (date '2024-02-01', 'bracket', 1, 7, 20, 5),
    (date '2024-03-01', 'return_on', 1, 1, 40, 10),
    (date '2024-03-01', 'on_or_after', 1, null, 40, 20),
    (date '2024-03-01', 'bracket', 1, 7, 40, 10),
    (date '2024-04-01', 'return_on', 1, 1, 30, 30),
    (date '2024-04-01', 'on_or_after', 1, null, 30, 30),
    (date '2024-04-01', 'bracket', 1, 7, 30, 30)
) as cells (month, kind, day, until, size, kept);
"""

# In the first quarter 40 young and 60 old customers; of 20 more nothing is known. The
# young brought 600 of 1,500; in the quarter before 300 of 1,500.
GROUPS = """
insert into candidate.marts.kpi_demographics by name
select
    'quarter' as period, quarter as period_start_on, 'age' as dimension, band,
    department, buyers as customers, there as group_customers, buyers as orders,
    amount as revenue_amount, null as revenue_share_pct, pct as buyer_pct,
    true as is_complete
from (values
    (date '2024-01-01', '19-24', null, 40, 40, 600, 100),
    (date '2024-01-01', '65+', null, 60, 60, 900, 100),
    (date '2024-01-01', 'unknown', null, 20, 20, 400, null),
    (date '2024-01-01', '19-24', 'GARDEN', 32, 40, 500, 80),
    (date '2024-01-01', '65+', 'GARDEN', 18, 60, 400, 30),
    (date '2024-01-01', '19-24', 'unknown', 40, 40, 900, 100),
    (date '2023-10-01', '19-24', null, 40, 40, 300, 100),
    (date '2023-10-01', '65+', null, 60, 60, 1200, 100)
) as told (quarter, band, department, buyers, there, amount, pct);
insert into candidate.marts.kpi_lifecycle by name
select 'quarter' as period, quarter as period_start_on, last_on as period_end_on,
    true as is_complete
from (values
    (date '2024-01-01', date '2024-03-31'), (date '2023-10-01', date '2023-12-31')
) as quarters (quarter, last_on);
"""

# Data begin on 5 February, so that who came from 5 May on is surely new.
NEW = """
insert into candidate.marts.kpi_new_customers by name
select
    month as month_start_on, (month + interval 1 month - interval 1 day)::date as
    month_end_on, channel, won as customers, amount * won as first_orders_amount,
    amount as mean_first_order_amount, again as repeat_customers,
    100 * again / won as repeat_pct, 20 * won as revenue_in_90_days_amount,
    month < date '2024-07-01' as is_complete
from (values
    (date '2024-02-01', null, 100, 90, 99), (date '2024-02-01', 'paid', 100, 90, 99),
    (date '2024-06-01', null, 40, 10, 20), (date '2024-06-01', 'paid', 30, 9, 20),
    (date '2024-06-01', 'unknown', 10, 1, 20),
    (date '2024-07-01', null, 20, 20, 50), (date '2024-07-01', 'paid', 20, 20, 50)
) as told (month, channel, won, again, amount);
"""

ALL = EVENTS + CHURN + FIRST_DAYS + GROUPS + NEW


def build_loyalty(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Create the tables as the models' contracts have them, with these rows."""
    models = REPOSITORY / "dbt_project" / "models" / "marts"
    for folder, names in MARTS.items():
        for name in names:
            text = (models / folder / f"{name}.yml").read_text()
            [model] = yaml.safe_load(text)["models"]
            columns = ", ".join(
                f"{column['name']} {column['data_type']}" for column in model["columns"]
            )
            connection.execute(
                f"create or replace table candidate.marts.{name} ({columns})"
            )
    if rows:
        connection.execute(rows)
