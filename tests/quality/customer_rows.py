"""Customers that meet every suite: Ann, who came and ordered, Bob, and one who did not.

They are those of `conftest` and of `traffic_rows`.
"""

MARTS_ROWS = """
insert into marts.customer_sessions (customer_id, session_id)
values ('ann', 's1'), ('bob', 's2'), ('bob', 's3');
insert into marts.customer_360
    (customer_id, persons, contacts, orders, revenue_amount, first_ordered_at, sessions,
    first_touch_at, last_touch_at, tickets, open_tickets)
values
    ('ann', 1, 2, 1, 20, '2024-03-01 10:08', 1, '2024-03-01 10:01', '2024-03-01 10:01',
    2, 1),
    ('bob', 0, 0, 1, 5, '2024-03-03 11:00', 2, '2024-03-01 10:09', '2024-03-02 10:10',
    0, 0),
    ('new', 1, 1, 0, 0, null, 0, null, null, 0, 0);
insert into marts.customer_timeline
    (customer_id, occurred_at, kind, title, amount, source_key, source_name)
values
    ('ann', '2024-03-01 10:00', 'order', 'Ordered', 20, 'o1', 'web'),
    ('bob', '2024-03-03 11:00', 'order', 'Ordered', 5, 'o2', 'web'),
    ('ann', '2024-03-01 10:01', 'session', 'Visited', null, 's1', null),
    ('bob', '2024-03-01 10:09', 'session', 'Visited', null, 's2', null),
    ('bob', '2024-03-02 10:10', 'session', 'Visited', null, 's3', null),
    ('new', '2024-03-02 10:10', 'ticket_opened', 'Opened a ticket', null, 't1', 'crm');
insert into marts.customer_search (customer_id, search_text, sound_text)
values ('ann', ' ann ', ' an '), ('bob', ' bob ', ' bb '), ('new', ' new ', null);
insert into marts.customer_identifiers (customer_id, identifier, kind, value)
values
    ('ann', 'customer:ann', 'customer', 'ann'),
    ('ann', 'contact:crm/p1', 'contact', 'crm/p1'),
    ('ann', 'contact:crm/p2', 'contact', 'crm/p2'),
    ('bob', 'customer:bob', 'customer', 'bob'),
    ('new', 'contact:crm/p3', 'contact', 'crm/p3');
insert into marts.customer_links
    (left_identifier, right_identifier, rule, reason, status, customer_id)
values
    ('contact:crm/p1', 'customer:ann', 'crm_link', 'It says so', 'used', 'ann'),
    ('contact:crm/p1', 'contact:crm/p2', 'match', 'They are alike', 'used', 'ann'),
    ('customer:bob', 'email:till@shop.example', 'email', 'Same', 'shared', 'bob');
insert into marts.customer_redirects (customer_id, to_customer_id, redirected_at)
values ('c_1', 'ann', '2024-03-01'), ('c_2', 'ann', '2024-03-01');
insert into marts.customer_contacts
    (customer_id, identifier, person_id, source_name, contact_id)
values
    ('ann', 'contact:crm/p1', 'contact:crm/p1', 'crm', 'p1'),
    ('ann', 'contact:crm/p2', 'contact:crm/p1', 'crm', 'p2'),
    ('new', 'contact:crm/p3', 'contact:crm/p3', 'crm', 'p3');
insert into marts.customer_matches
    (left_identifier, right_identifier, weight, probability, decision, explanation)
values
    ('contact:crm/p1', 'contact:crm/p2', 1.5, 0.7, 'review',
    '[{"column": "prior", "weight": -9, "frequency_weight": 0},
    {"column": "email", "weight": 10, "frequency_weight": 0.5}]'),
    ('contact:crm/p1', 'contact:crm/p3', 0, 0.5, 'different', '[]');
"""
