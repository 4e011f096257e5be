"""Events and traffic that meet every suite: two days of a small site.

On the first Ann looks around, clicks and orders, and Bob sees one page; on the second
Bob does so again.
"""

RAW_ROWS = """
insert into raw_events.events
    (source_name, message_id, message_key, type, event, anonymous_id, user_id,
    timestamp, received_at)
values
    ('site', 'm1', 1, 'page', null, 'a1', null, '2024-03-01 10:00', '2024-03-01 10:00'),
    ('site', 'm2', 2, 'track', 'Product Viewed', 'a1', 'ann', '2024-03-01 10:01',
    '2024-03-01 10:01'),
    ('app', 'm1', 3, 'identify', null, null, 'bob', '2024-03-01 10:02',
    '2024-03-01 10:02');
"""

MARTS_ROWS = """
insert into marts.fct_events
    (source_name, message_id, type, event, visitor_id, visitor_key, occurred_at,
    occurred_on, is_bot, page_path, element, scroll_pct)
select
    'site', 'm' || n, kind, name, visitor, key, timestamp '2024-03-01 10:00'
    + to_minutes(n) + to_days(later), date '2024-03-01' + later, false, path, clicked,
    scrolled
from (values
    (1, 'page', null, 'a1', 1, 0, '/', null, null),
    (2, 'page', null, 'a1', 1, 0, '/tea', null, null),
    (3, 'track', 'Product Viewed', 'a1', 1, 0, '/tea', null, null),
    (4, 'track', 'Page Scrolled', 'a1', 1, 0, '/tea', null, 50),
    (5, 'track', 'Element Clicked', 'a1', 1, 0, '/tea', 'buy', null),
    (6, 'track', 'Product Added', 'a1', 1, 0, '/tea', null, null),
    (7, 'track', 'Checkout Started', 'a1', 1, 0, '/cart', null, null),
    (8, 'track', 'Order Completed', 'a1', 1, 0, '/cart', null, null),
    (9, 'page', null, 'b2', 2, 0, '/', null, null),
    (10, 'page', null, 'b2', 2, 1, '/', null, null)
) as told (n, kind, name, visitor, key, later, path, clicked, scrolled);
insert into marts.fct_sessions
    (session_id, visitor_id, visitor_key, started_at, ended_at, started_on, events,
    page_views, product_views, adds, removes, checkouts, orders, entry_path, exit_path,
    device, is_bounce, is_new_visitor, funnel_step)
values
    ('s1', 'a1', 1, '2024-03-01 10:01', '2024-03-01 10:08', '2024-03-01', 8, 2, 1, 1,
    0, 1, 1, '/', '/cart', 'desktop', false, true, 4),
    ('s2', 'b2', 2, '2024-03-01 10:09', '2024-03-01 10:09', '2024-03-01', 1, 1, 0, 0,
    0, 0, 0, '/', '/', 'mobile', true, true, 0),
    ('s3', 'b2', 2, '2024-03-02 10:10', '2024-03-02 10:10', '2024-03-02', 1, 1, 0, 0,
    0, 0, 0, '/', '/', 'mobile', true, false, 0);
insert into marts.fct_product_interactions
    (source_name, message_id, line_number, kind, product_id, session_id, quantity,
    price_amount, line_amount)
values
    ('site', 'm3', 1, 'view', 'tea', 's1', null, 5, null),
    ('site', 'm6', 1, 'add', 'tea', 's1', 2, 5, 10);
insert into marts.fct_order_differences (order_id, side, is_different, is_simulated)
values ('o1', 'both', false, false), ('o2', 'shop', false, false);
insert into marts.kpi_daily_traffic
    (day_on, visitors, new_visitors, returning_visitors, resurrected_visitors,
    dormant_visitors, wau, mau, sessions, sessions_with_order, page_views,
    product_views, adds, orders)
values
    ('2024-03-01', 2, 2, 0, 0, 0, 2, 2, 2, 1, 3, 1, 1, 1),
    ('2024-03-02', 1, 0, 1, 0, 1, 2, 2, 1, 0, 1, 0, 0, 0);
insert into marts.kpi_funnel
    (day_on, device, sessions, viewed, added, checked_out, ordered)
values
    ('2024-03-01', 'desktop', 1, 1, 1, 1, 1), ('2024-03-01', 'mobile', 1, 0, 0, 0, 0),
    ('2024-03-01', 'all', 2, 1, 1, 1, 1), ('2024-03-02', 'mobile', 1, 0, 0, 0, 0),
    ('2024-03-02', 'all', 1, 0, 0, 0, 0);
insert into marts.kpi_pages
    (day_on, page_path, views, visitors, entries, exits, bounces, clicks,
    visitors_who_clicked)
values
    ('2024-03-01', '/', 2, 2, 2, 1, 1, 0, 0),
    ('2024-03-01', '/tea', 1, 1, 0, 0, 0, 1, 1),
    ('2024-03-01', '/cart', 0, 0, 0, 1, 0, 0, 0),
    ('2024-03-02', '/', 1, 1, 1, 1, 1, 0, 0);
insert into marts.kpi_page_elements (day_on, page_path, element, clicks, visitors)
values ('2024-03-01', '/tea', 'buy', 1, 1);
insert into marts.kpi_events by name
select
    occurred_on as day_on, type, event, count(*) as events, max(occurred_at) as last_at
from marts.fct_events
group by occurred_on, type, event;
"""
