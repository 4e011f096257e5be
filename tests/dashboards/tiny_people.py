"""A few customers with their CRM records, devices, history, and doubts about them."""

import duckdb

TABLES = """
create or replace table candidate.marts.customer_360 (
    customer_id varchar, segment varchar, stage varchar, known_since_at timestamp,
    persons bigint, sessions bigint, last_session_at timestamp, tickets bigint,
    open_tickets bigint, last_nps double, last_survey_at timestamp,
    first_touch_channel varchar, first_touch_campaign varchar, contacts bigint,
    recency_days bigint, is_held boolean
);
create or replace table candidate.marts.customer_contacts (
    customer_id varchar, identifier varchar, person_id varchar, source_name varchar,
    contact_id varchar, first_name varchar, last_name varchar, birth_date date,
    email varchar, phone varchar, city varchar, updated_at timestamp
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
create or replace table candidate.marts.customer_redirects (
    customer_id varchar, to_customer_id varchar, redirected_at timestamp
);
create or replace table candidate.marts.customer_links (
    left_identifier varchar, right_identifier varchar, rule varchar, reason varchar,
    weight double, since timestamp, status varchar, customer_id varchar
);
create or replace table candidate.marts.customer_matches (
    left_identifier varchar, right_identifier varchar, weight double,
    probability double, rule varchar, decision varchar, explanation varchar,
    left_customer_id varchar, left_orders bigint, left_revenue_amount decimal(18, 4),
    left_first_name varchar, left_last_name varchar, left_birth_date date,
    left_email varchar, left_phone varchar, left_city varchar,
    right_customer_id varchar, right_orders bigint,
    right_revenue_amount decimal(18, 4), right_first_name varchar,
    right_last_name varchar, right_birth_date date, right_email varchar,
    right_phone varchar, right_city varchar, is_one_customer boolean
);
create or replace table candidate.marts.customer_search (
    customer_id varchar, search_text varchar, sound_text varchar
);
"""

PEOPLE = """
insert into candidate.marts.dim_customers by name
select
    'c_lead' as customer_id, 'Leïla' as first_name, 'Əliyeva' as last_name,
    0 as orders, 0 as revenue_amount;
update candidate.marts.dim_customers set
    last_name = 'Archer', email = 'ann@x.org', phone = '+441614960001',
    city = 'Leeds', birth_date = date '1980-02-03', has_marketing_consent = false,
    email_from = 'crm/C-1', address_from = 'till/ann'
where customer_id = 'ann';

insert into candidate.marts.customer_360 values
    ('ann', 'Champions', 'active', '2024-01-31 23:30', 2, 3, '2024-03-10 16:30', 2, 1,
        9, '2024-03-12 09:00', 'search', 'spring', 3, 21, false),
    ('bob', 'Can''t Lose Them', 'active', '2024-03-01 10:00', 1, 0, null, 0, 0, null,
        null, null, null, 1, 30, false),
    ('cal', 'New', 'onboarding', '2024-03-31 17:00', 0, 0, null, 0, 0, null, null, null,
        null, 0, 0, false),
    ('c_lead', null, null, '2024-03-02', 1, 0, null, 0, 0, null, null, null, null, 1,
        null, true);

insert into candidate.marts.customer_contacts values
    ('ann', 'contact:crm/C-1', 'contact:crm/C-1', 'crm', 'C-1', 'Ann', 'Archer',
        '1980-02-03', 'ann@x.org', '0161 496 0001', 'Leeds', '2024-01-02'),
    ('ann', 'contact:crm/C-2', 'contact:crm/C-1', 'crm', 'C-2', 'Anne', 'Archer',
        '1980-02-03', 'ann@x.org', null, 'LEEDS', '2024-03-02'),
    ('ann', 'contact:crm/C-5', 'contact:crm/C-5', 'crm', 'C-5', 'Art', 'Archer',
        null, null, null, 'Leeds', '2024-03-02'),
    ('bob', 'contact:crm/C-3', 'contact:crm/C-3', 'crm', 'C-3', 'Bob', 'Archer',
        '1981-02-03', null, '0161 496 0001', 'Leeds', '2024-01-02');

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

insert into candidate.marts.customer_redirects values
    ('c_old', 'ann', '2024-03-02 04:00');

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
with contacts (name, customer_id, first_name, last_name, born, email, phone, city) as (
    values
        ('C-1', 'ann', 'Ann', 'Archer', date '1980-02-03', 'ann@x.org',
            '0161 496 0001', 'Leeds'),
        ('C-2', 'ann', 'Anne', 'Archer', date '1980-02-03', 'ann@x.org', null, 'LEEDS'),
        ('C-3', 'bob', 'Bob', 'Archer', date '1981-02-03', null, '0161 496 0001',
            'Leeds'),
        ('C-4', 'bob', 'Barb', 'Archer', null, null, null, 'Leeds'),
        ('C-9', 'c_lead', 'Leïla', 'Əliyeva', null, 'leila@x.org', null, 'Baku')
),
pairs (l, r, weight, probability, rule, decision) as (
    values
        ('C-1', 'C-2', 9.1, 0.998, 'email', 'merge'),
        ('C-1', 'C-3', 2.5, 0.85, 'phone', 'review'),
        ('C-1', 'C-9', 6.0, 0.98, 'city', 'held'),
        ('C-3', 'C-4', 1.5, 0.74, 'city', 'review'),
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
    one.customer_id as left_customer_id, ones.orders as left_orders,
    ones.revenue_amount as left_revenue_amount,
    one.first_name as left_first_name, one.last_name as left_last_name,
    one.born as left_birth_date, one.email as left_email, one.phone as left_phone,
    one.city as left_city,
    other.customer_id as right_customer_id, others.orders as right_orders,
    others.revenue_amount as right_revenue_amount,
    other.first_name as right_first_name, other.last_name as right_last_name,
    other.born as right_birth_date, other.email as right_email,
    other.phone as right_phone, other.city as right_city,
    one.customer_id = other.customer_id as is_one_customer
from pairs
join contacts as one on one.name = l
join contacts as other on other.name = r
join candidate.marts.dim_customers as ones on ones.customer_id = one.customer_id
join candidate.marts.dim_customers as others on others.customer_id = other.customer_id;

insert into candidate.marts.customer_search values
    ('ann', ' ann ann x org ann archer anna crm c 1 crm c 2 441614960001 ',
        ' an arqr '),
    ('bob', ' bob bob crm c 3 ', null),
    ('cal', ' cal cal ', ' ql '),
    ('c_lead', ' c lead leila eliyeva leila x org ', ' al ');
"""
"""Ann is two records and two customer numbers; a lead has not ordered.

Of five pairs of records one was merged, two are in doubt, one is held, and one is of
two persons of one customer.
"""


def build_people(connection: duckdb.DuckDBPyConnection, people: str = "") -> None:
    """Write the tables of people, and what ``people`` inserts, into the candidate."""
    connection.execute(TABLES)
    connection.execute(people)
