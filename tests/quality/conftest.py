"""A small shop that meets every suite, for tests to break."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE
from tests.quality import (
    behaviour_rows,
    customer_rows,
    loyalty_rows,
    marketing_rows,
    traffic_rows,
)
from warehouse.settings import REPOSITORY

RAW_ROWS = """
insert into raw_shop.customers (source_name, customer_id, email, phone, birth_date)
values
    ('web', 'ann', 'ann@example.org', '+44 20 7946 0958', '1980-05-01'),
    ('web', 'bob', 'bob@example.org', '020 7946 0001', null);
insert into raw_shop.products
    (source_name, product_id, name, category, unit_cost_amount, list_price_amount)
values ('web', 'tea', 'Tea', null, 2, 5), ('web', 'cup', null, 'Cups', null, 10);
insert into raw_shop.stores (source_name, store_id, latitude, longitude)
values ('web', 'london', 51.5, 0), ('web', 'online', null, null);
insert into raw_shop.subscriptions
    (source_name, subscription_id, customer_id, amount, started_on, ended_on)
values
    ('web', 's1', 'ann', 9.90, '2024-01-01', '2024-01-01'),
    ('web', 's2', 'bob', null, '2024-03-01', null);
insert into raw_crm.accounts
    (source_name, account_id, employees, annual_revenue_amount, parent_account_id)
values ('crm', 'acme', 40, 2e6, null), ('crm', 'beta', null, null, 'acme');
insert into raw_crm.contacts
    (source_name, contact_id, account_id, first_name, email, birth_date, updated_at)
values
    ('crm', 'p1', 'acme', 'Ann', 'ann@acme.example', '1980-05-01', '2024-03-01 10:00'),
    ('crm', 'p2', null, 'Bob', null, null, null);
insert into raw_crm.representatives
    (source_name, representative_id, name, manager_name)
values ('crm', 'r1', 'Rey', 'Max'), ('crm', 'r2', null, null);
insert into raw_crm.deals
    (source_name, deal_id, account_id, representative_id, stage, amount, probability,
    created_on, closed_on, updated_at)
values
    ('crm', 'd1', 'acme', 'r1', 'won', 500, 100, '2024-01-01', '2024-01-01',
    '2024-03-01 10:00'),
    ('crm', 'd2', null, null, 'open', null, null, null, null, null);
insert into raw_crm.deal_stage_changes (source_name, deal_id, stage, entered_at)
values ('crm', 'd1', 'open', '2024-01-01 10:00'), ('crm', 'd1', 'won', '2024-01-01');
insert into raw_crm.activities
    (source_name, activity_id, kind, deal_id, booked_at, starts_at, duration_minutes)
values
    ('crm', 'a1', 'call', 'd1', '2024-01-01 09:00', '2024-01-01 09:00', 15),
    ('crm', 'a2', 'letter', null, null, null, null);
insert into raw_crm.goals
    (source_name, goal_id, metric, scope, scope_id, starts_on, ends_on, target)
values
    ('crm', 'g1', 'revenue', 'company', null, '2024-01-01', '2024-12-31', 1e6),
    ('crm', 'g2', 'revenue', 'representative', 'r1', '2024-01-01', '2024-01-31', 1e4);
insert into raw_feedback.reviews
    (source_name, review_id, product_id, rating, title, written_at)
values
    ('web', 'v1', 'tea', 5, null, '2024-03-02 10:00'),
    ('web', 'v2', null, null, 'Fine', null);
insert into raw_feedback.surveys (source_name, response_id, kind, score, answered_at)
values
    ('web', 'n1', 'nps', 10, '2024-03-02 10:00'), ('web', 'n2', 'csat', 80, null);
insert into raw_feedback.tickets (source_name, ticket_id, opened_at, closed_at)
values
    ('web', 't1', '2024-03-02 10:00', '2024-03-02 10:00'), ('web', 't2', null, null);
insert into raw_feedback.posts (source_name, post_id, channel, written_at)
values ('web', 'x1', 'portal', '2024-03-02 10:00'), ('web', 'x2', 'portal', null);
insert into raw_shop.orders
    (source_name, order_id, customer_id, ordered_at, currency, order_amount)
values
    ('web', 'o1', 'ann', '2024-03-01 10:00', 'EUR', 20),
    ('web', 'o2', 'bob', '2024-03-03 11:00', 'EUR', 5),
    ('web', 'o3', null, '2024-03-03 12:00', null, -5);
insert into raw_shop.order_lines
    (source_name, order_id, line_number, product_id, quantity, unit_price,
    line_amount, discount_amount, ordered_at)
values
    ('web', 'o1', 1, 'tea', 2, 5, null, 0, '2024-03-01 10:00'),
    ('web', 'o1', 2, 'cup', 1, null, 10, 1, null),
    ('web', 'o2', 1, 'tea', 1, 5, 5, null, '2024-03-03 11:00'),
    ('web', 'o3', 1, null, -1, null, -5, null, '2024-03-03 12:00');
insert into raw_marketing.campaigns
    (source_name, campaign_id, starts_on, ends_on, budget_amount)
values ('web', 'spring', '2024-03-01', '2024-03-31', 100);
insert into raw_marketing.campaign_members (source_name, campaign_id, customer_id)
values ('web', 'spring', 'ann'), ('web', 'spring', 'bob');
insert into raw_marketing.coupons (source_name, coupon_id, product_id, campaign_id)
values ('web', 'c1', 'tea', 'spring'), ('web', 'c1', 'cup', 'spring');
insert into raw_marketing.coupon_redemptions
    (source_name, customer_id, coupon_id, campaign_id, redeemed_at)
values ('web', 'ann', 'c1', 'spring', '2024-03-01 10:00');
insert into raw_marketing.promotions
    (source_name, product_id, store_id, week_start_on)
values ('web', 'tea', 'london', '2024-03-04'), ('web', 'tea', 'london', '2024-03-11');
insert into raw_marketing.ad_spend
    (source_name, campaign_id, channel, spent_on, spend_amount, impressions, clicks)
values
    ('web', 'spring', 'search', '2024-03-01', 12.5, 900, 40),
    ('web', 'spring', 'search', '2024-03-02', 0, 0, 0);
insert into raw_marketing.experiments
    (source_name, experiment_id, customer_id, variant, exposed_at)
values
    ('web', 'button', 'ann', 'red', '2024-03-01 10:00'),
    ('web', 'button', 'ann', 'red', '2024-03-01 11:00'),
    ('web', 'button', 'bob', 'blue', '2024-03-01 10:00');
"""

# Ann's order of 20, Bob's of 5 and a guest's return of 5, two days later.
MARTS_ROWS = """
insert into marts.dim_customers (customer_id, orders, revenue_amount)
values ('ann', 1, 20), ('bob', 1, 5), ('new', 0, 0);
insert into marts.dim_products (product_id) values ('tea'), ('cup');
insert into marts.dim_stores (store_id) values ('london');
insert into marts.fct_orders
    (order_id, customer_id, store_id, ordered_at, ordered_on, line_count, order_amount,
    is_cancelled, is_return)
values
    ('o1', 'ann', 'london', '2024-03-01 10:00', '2024-03-01', 2, 20, false, false),
    ('o2', 'bob', null, '2024-03-03 11:00', '2024-03-03', 1, 5, false, false),
    ('o3', null, null, '2024-03-03 12:00', '2024-03-03', 1, -5, false, true);
insert into marts.fct_order_lines (order_id, line_number, product_id, line_amount)
values
    ('o1', 1, 'tea', 10), ('o1', 2, 'cup', 10),
    ('o2', 1, 'tea', 5), ('o3', 1, null, -5);
insert into marts.dim_dates
    (day_on, week_start_on, month_start_on, quarter_start_on, year_start_on)
values
    ('2024-03-01', '2024-02-26', '2024-03-01', '2024-01-01', '2024-01-01'),
    ('2024-03-02', '2024-02-26', '2024-03-01', '2024-01-01', '2024-01-01'),
    ('2024-03-03', '2024-02-26', '2024-03-01', '2024-01-01', '2024-01-01');
insert into marts.kpi_daily_sales (day_on, orders, customers, revenue_amount)
values ('2024-03-01', 1, 1, 20), ('2024-03-02', 0, 0, 0), ('2024-03-03', 1, 1, 0);
insert into marts.kpi_lifecycle
    (period, period_start_on, period_end_on, is_complete, active_customers,
    new_customers, returning_customers, resurrected_customers, dormant_customers)
values
    ('week', '2024-02-26', '2024-03-03', false, 2, 2, 0, 0, 0),
    ('month', '2024-03-01', '2024-03-31', false, 2, 2, 0, 0, 0),
    ('quarter', '2024-01-01', '2024-03-31', false, 2, 2, 0, 0, 0),
    ('year', '2024-01-01', '2024-12-31', false, 2, 2, 0, 0, 0);
insert into marts.kpi_retention
    (period, period_start_on, period_end_on, is_complete, customers_won,
    customers_at_end)
select period, period_start_on, period_end_on, is_complete, 2, 2
from marts.kpi_lifecycle;
insert into marts.kpi_cohort_retention
select period, period_start_on, 0, period_start_on, 2, 2, 100, 25, false
from marts.kpi_lifecycle;
insert into marts.customer_lifecycle
    (customer_id, as_of_on, stage, first_ordered_on, last_ordered_on, recency_days,
    orders)
values
    ('ann', '2024-03-03', 'onboarding', '2024-03-01', '2024-03-01', 2, 1),
    ('bob', '2024-03-03', 'onboarding', '2024-03-03', '2024-03-03', 0, 1);
insert into marts.customer_rfm
    (customer_id, as_of_on, recency_days, frequency, monetary_amount,
    r_score, f_score, m_score, segment, is_top_1_pct)
values
    ('ann', '2024-03-03', 2, 1, 20, 3, 5, 5, 'Loyal', true),
    ('bob', '2024-03-03', 0, 1, 5, 5, 5, 3, 'Champions', false);
insert into marts.customer_rfm_history by name
select * exclude (rfm_score), date '2024-03-01' as month_start_on, false as is_complete
from marts.customer_rfm;
insert into marts.kpi_segments
    (month_start_on, as_of_on, segment, customers, repeat_customers)
values
    ('2024-03-01', '2024-03-03', 'Loyal', 1, 0),
    ('2024-03-01', '2024-03-03', 'Champions', 1, 0);
insert into marts.kpi_campaigns
    (campaign_id, days, members, redeemers, redemptions, redemption_pct,
    compared_members, compared_non_members, member_before_amount,
    non_member_before_amount)
values
    ('spring', 31, 2, 1, 1, 50, 1, 1, 20, 5),
    ('winter', 9, 0, 0, 0, null, 0, 0, null, null);
insert into marts.fct_coupon_redemptions
    (redemption_id, customer_id, campaign_id, is_campaign_member, is_in_campaign_period)
values ('r1', 'ann', 'spring', true, true);
insert into marts.fct_promotions
    (product_id, store_id, week_start_on, is_on_display, is_in_mailer, units,
    revenue_amount)
values ('tea', 'london', '2024-03-04', true, false, 0, 0);
insert into marts.kpi_promotions
    (product_id, week_start_on, promotion, stores, selling_stores, revenue_amount)
values ('tea', '2024-03-04', 'display', 1, 0, 0);
insert into marts.fct_tickets (source_name, ticket_id, opened_at, opened_on, closed_at)
values ('crm', 't1', '2024-03-04 10:00', '2024-03-04', '2024-03-04 10:00');
insert into marts.fct_survey_answers
    (source_name, response_id, kind, score, answered_on)
values ('crm', 'a1', 'nps', 10, '2024-03-04');
"""


def _raw_tables() -> Iterator[str]:
    for entity in ENTITIES.values():
        columns = entity.columns | PROVENANCE
        typed = [f"{name} {DUCKDB_TYPES[kind]}" for name, kind in columns.items()]
        yield f"create schema if not exists {entity.schema}"
        yield f"create table {entity.table} ({', '.join(typed)})"


def _mart_tables() -> Iterator[str]:
    """Give the marts' contracts as tables, so that a renamed column breaks a suite."""
    yield "create schema marts"
    for path in (REPOSITORY / "dbt_project" / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text()).get("models", []):
            typed = [
                f"{column['name']} {column['data_type']}" for column in model["columns"]
            ]
            yield f"create table marts.{model['name']} ({', '.join(typed)})"


@pytest.fixture(scope="session")
def good_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write both files of a shop that meets every suite."""
    home = tmp_path_factory.mktemp("good")
    for name, tables, rows in [
        ("warehouse", _raw_tables(), RAW_ROWS + traffic_rows.RAW_ROWS),
        (
            "candidate",
            _mart_tables(),
            MARTS_ROWS
            + traffic_rows.MARTS_ROWS
            + customer_rows.MARTS_ROWS
            + loyalty_rows.MARTS_ROWS
            + marketing_rows.MARTS_ROWS
            + behaviour_rows.MARTS_ROWS,
        ),
    ]:
        with duckdb.connect(home / f"{name}.duckdb") as connection:
            connection.execute(";".join(tables))
            connection.execute(rows)
    return home


@pytest.fixture
def good_shop(shop: Any, good_home: Path) -> Any:
    """Give a shop that meets every suite."""
    shutil.copytree(good_home, shop.home)
    return shop


@pytest.fixture(scope="session")
def side_by_side(good_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to a copy in which raw tables and marts stand side by side."""
    with duckdb.connect() as connection:
        for name in ("warehouse", "candidate"):
            path = good_home / f"{name}.duckdb"
            connection.execute(f"attach '{path}' as {name} (read_only)")
            connection.execute(f"copy from database {name} to memory")
            connection.execute(f"detach {name}")
        yield connection


@pytest.fixture
def good_rows(
    side_by_side: duckdb.DuckDBPyConnection,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the same connection; what a test does to its rows is undone."""
    side_by_side.begin()
    yield side_by_side
    side_by_side.rollback()
