"""A few customers with their CRM records, devices, history, and doubts about them."""

import duckdb

TABLES = """
alter table candidate.marts.dim_customers add column if not exists
    birth_date date;
alter table candidate.marts.dim_customers add column if not exists
    orders bigint;
alter table candidate.marts.dim_customers add column if not exists
    revenue_amount decimal(18, 4);
alter table candidate.marts.dim_customers add column if not exists
    email_from varchar;
alter table candidate.marts.dim_customers add column if not exists
    address_from varchar;
create or replace table candidate.marts.customer_360 (
    customer_id varchar, segment varchar, stage varchar, persons bigint,
    sessions bigint, last_session_at timestamp, tickets bigint, open_tickets bigint,
    last_nps bigint, last_nps_at timestamp, contacts bigint, recency_days bigint
);
create or replace table candidate.marts.customer_timeline (
    customer_id varchar, occurred_at timestamp, kind varchar, title varchar,
    amount decimal(18, 4), detail varchar, source_table varchar, source_key varchar,
    source_name varchar
);
create or replace table candidate.marts.customer_identifiers (
    customer_id varchar, identifier varchar, kind varchar, value varchar,
    since timestamp, is_held boolean
);
create or replace table candidate.marts.customer_links (
    left_identifier varchar, right_identifier varchar, rule varchar, reason varchar,
    weight double, since timestamp, status varchar, customer_id varchar
);
create or replace table candidate.marts.customer_matches (
    left_identifier varchar, right_identifier varchar, weight double,
    probability double, rule varchar, decision varchar, explanation varchar,
    left_first_name varchar, left_last_name varchar, left_birth_date varchar,
    left_email varchar, left_phone varchar, left_city varchar,
    right_first_name varchar, right_last_name varchar, right_birth_date varchar,
    right_email varchar, right_phone varchar, right_city varchar
);
create or replace table candidate.marts.customer_search (
    customer_id varchar, search_text varchar
);
"""

PEOPLE = """
insert into candidate.marts.dim_customers by name
select 'c_lead' as customer_id, 'Leïla' as first_name, 'Əliyeva' as last_name;
update candidate.marts.dim_customers set
    last_name = 'Archer', email = 'ann@x.org', phone = '+441614960001',
    city = 'Leeds', birth_date = date '1980-02-03', has_marketing_consent = false,
    email_from = 'crm/C-1', address_from = 'till/ann'
where customer_id = 'ann';
update candidate.marts.dim_customers set
    orders = coalesce(bought.orders, 0), revenue_amount = coalesce(bought.revenue, 0)
from (
    select
        customer_id,
        count(*) filter (not is_cancelled and not is_return) as orders,
        sum(order_amount) as revenue
    from candidate.marts.fct_orders
    group by customer_id
) as bought
where dim_customers.customer_id = bought.customer_id;
update candidate.marts.dim_customers set orders = 0, revenue_amount = 0
where customer_id = 'c_lead';

insert into candidate.marts.customer_360 values
    ('ann', 'Champions', 'active', 2, 3, '2024-03-10 16:30', 2, 1, 9,
        '2024-03-12 09:00', 2, 21),
    ('bob', 'Can''t Lose Them', 'active', 1, 0, null, 0, 0, null, null, 1, 30),
    ('cal', 'New', 'onboarding', 0, 0, null, 0, 0, null, null, 0, 0),
    ('c_lead', null, null, 1, 0, null, 0, 0, null, null, 1, null);

insert into candidate.marts.customer_timeline values
    ('ann', '2024-02-05 10:00', 'order', 'Order of 1 thing', 100, 'Rye bread',
        'marts.fct_orders', 'o0', 'till'),
    ('ann', '2024-03-10 09:50', 'session', 'Visit of 5 pages', null,
        'from a search engine', 'marts.fct_sessions', 's1', 'web'),
    ('ann', '2024-03-10 10:00', 'order', 'Order of 1 thing', 90, 'Rye bread',
        'marts.fct_orders', 'o2', 'till'),
    ('ann', '2024-03-10 17:00', 'order', 'Order of 1 thing', 60, 'Rye bread',
        'marts.fct_orders', 'o3', 'till'),
    ('ann', '2024-03-11 08:00', 'ticket_opened', 'Where is *my* bread?', null,
        'by e-mail', 'stg_feedback__tickets', 't1', 'helpdesk'),
    ('bob', '2024-03-01 10:00', 'order', 'Order of 1 thing', 100, null,
        'marts.fct_orders', 'o1', 'till'),
    ('bob', '2024-03-31 18:00', 'return', 'Return', -30, null,
        'marts.fct_orders', 'o6', 'till');

insert into candidate.marts.customer_identifiers values
    ('ann', 'anonymous:dev1', 'anonymous', 'dev1', '2024-03-10 09:50', false),
    ('ann', 'contact:crm/C-1', 'contact', 'crm/C-1', '2024-01-02', false),
    ('ann', 'contact:crm/C-2', 'contact', 'crm/C-2', '2024-03-02', false),
    ('ann', 'customer:ann', 'customer', 'ann', '2024-01-01', false),
    ('ann', 'customer:anna', 'customer', 'anna', '2024-03-02', false),
    ('ann', 'email:ann@x.org', 'email', 'ann@x.org', '2024-01-02', false),
    ('bob', 'contact:crm/C-3', 'contact', 'crm/C-3', '2024-01-02', false),
    ('bob', 'customer:bob', 'customer', 'bob', '2024-01-01', false),
    ('c_lead', 'contact:crm/C-9', 'contact', 'crm/C-9', '2024-03-02', false);

insert into candidate.marts.customer_links values
    ('contact:crm/C-1', 'customer:ann', 'crm_link', 'crm/C-1 names customer ann', null,
        '2024-01-02', 'used', 'ann'),
    ('contact:crm/C-1', 'email:ann@x.org', 'email', 'ann@x.org stands in crm/C-1',
        null, '2024-01-02', 'used', 'ann'),
    ('contact:crm/C-2', 'email:ann@x.org', 'email', 'ann@x.org stands in crm/C-2',
        null, '2024-03-02', 'used', 'ann'),
    ('contact:crm/C-2', 'customer:anna', 'crm_link', 'crm/C-2 names customer anna',
        null, '2024-03-02', 'used', 'ann'),
    ('contact:crm/C-1', 'contact:crm/C-2', 'match', 'Alike by 9.1 bits', 9.1,
        '2024-03-02', 'used', 'ann'),
    ('anonymous:dev1', 'customer:ann', 'identify', 'ann signed in on dev1', null,
        '2024-03-10 09:50', 'used', 'ann');

insert into candidate.marts.customer_matches by name
with contacts (name, first_name, last_name, birth_date, email, phone, city) as (
    values
        ('C-1', 'Ann', 'Archer', '1980-02-03', 'ann@x.org', '0161 496 0001', 'Leeds'),
        ('C-2', 'Anne', 'Archer', '1980-02-03', 'ann@x.org', null, 'LEEDS'),
        ('C-3', 'Bob', 'Archer', '1981-02-03', null, '0161 496 0001', 'Leeds'),
        ('C-9', 'Leïla', 'Əliyeva', null, 'leila@x.org', null, 'Baku')
),
pairs (l, r, weight, probability, rule, decision) as (
    values
        ('C-1', 'C-2', 9.1, 0.998, 'email', 'merge'),
        ('C-1', 'C-3', 2.5, 0.85, 'phone', 'review'),
        ('C-1', 'C-9', 6.0, 0.98, 'city', 'held'),
        ('C-3', 'C-9', 0.5, 0.59, 'city', 'review')
)
select
    'contact:crm/' || l as left_identifier,
    'contact:crm/' || r as right_identifier,
    weight, probability, rule, decision,
    '[{"column": "prior", "level": null, "weight": -8, "frequency_weight": 0},'
    || '{"column": "phone", "level": "same", "weight": 13.5, "frequency_weight": 0},'
    || '{"column": "last_name", "level": "same", "weight": 3, "frequency_weight": 1},'
    || '{"column": "email", "level": "missing", "weight": 0, "frequency_weight": 0},'
    || '{"column": "first_name", "level": "different", "weight": '
    || (weight - 9.5)::varchar || ', "frequency_weight": 0}]' as explanation,
    left_side.first_name as left_first_name, left_side.last_name as left_last_name,
    left_side.birth_date as left_birth_date, left_side.email as left_email,
    left_side.phone as left_phone, left_side.city as left_city,
    right_side.first_name as right_first_name,
    right_side.last_name as right_last_name,
    right_side.birth_date as right_birth_date, right_side.email as right_email,
    right_side.phone as right_phone, right_side.city as right_city
from pairs
join contacts as left_side on left_side.name = l
join contacts as right_side on right_side.name = r;

insert into candidate.marts.customer_search values
    ('ann', 'ann anna archer ann x org 441614960001 1614960001'),
    ('bob', 'bob'), ('cal', 'cal'), ('c_lead', 'c lead leila eliyeva');
"""
"""Ann is two records and two customer numbers; a lead has not ordered.

Of four pairs of records one was merged, two are in doubt, and one is held.
"""


def build_people(connection: duckdb.DuckDBPyConnection, people: str = "") -> None:
    """Write the tables of people, and what ``people`` inserts, into the candidate."""
    connection.execute(TABLES)
    connection.execute(people)
