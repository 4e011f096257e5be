"""Behaviour that meets every suite: of the two days and the visitors of `traffic_rows`.

Ann looks at tea, puts it into her cart and orders; nobody else looks at a product.
"""

MARTS_ROWS = """
insert into marts.dim_event_periods
    (period, period_number, period_start_on, period_end_on, is_complete, day_on,
    as_of_on)
select *, date '2024-03-01'
from (values
    ('all', 1, date '2024-03-01', date '2024-03-02', true, date '2024-03-01'),
    ('all', 1, date '2024-03-01', date '2024-03-02', true, date '2024-03-02'),
    ('week', 1, date '2024-02-26', date '2024-03-03', false, date '2024-03-01'),
    ('week', 1, date '2024-02-26', date '2024-03-03', false, date '2024-03-02')
);
insert into marts.kpi_funnels
    (funnel, period, period_start_on, breakdown, breakdown_value, step, step_name,
    visitors, of_first_pct, of_before_pct, median_to_step_s)
select 'shop', 'all', '2024-03-01', breakdown, value, step, name, visitors,
    50 * visitors, if(step = 1, null, 50 * visitors), taken
from (values
    (1, 'Viewed', 2, 0), (2, 'Added', 1, 60), (3, 'Ordered', 0, null)
) as steps (step, name, visitors, taken)
cross join (values
    ('all', 'all'), ('age_band', '25-34'), ('device', 'desktop'), ('campaign', 'none')
) as ways (breakdown, value);
update marts.kpi_funnels set of_before_pct = 0 where step = 3;
insert into marts.kpi_funnel_conversions
    (funnel, period, period_start_on, entered, arrived, conversion_pct)
values ('shop', 'all', '2024-03-01', 2, 0, 0);
insert into marts.kpi_view_not_buy
    (period, period_start_on, group_kind, product_group, age_band, viewers, buyers,
    not_buying_pct)
values
    ('all', '2024-03-01', 'all', 'all', 'all', 4, 1, 75),
    ('all', '2024-03-01', 'all', 'all', '25-34', 1, 1, null),
    ('all', '2024-03-01', 'all', 'all', 'unknown', 3, 0, null);
insert into marts.kpi_product_interest
    (period, period_start_on, product_id, views, viewers, adds, removes, purchases)
values
    ('all', '2024-03-01', 'tea', 1, 1, 1, 0, 0),
    ('week', '2024-02-26', 'tea', 1, 1, 1, 0, 0);
insert into marts.kpi_product_switching
    (period, period_start_on, value_kind, category, from_value, to_value, sessions,
    switched_sessions, base_sessions)
values
    ('all', '2024-03-01', 'product', 'Hot', 'tea', 'tea', 2, 0, 3),
    ('all', '2024-03-01', 'product', 'Hot', 'tea', 'cup', 2, 1, 3);
insert into marts.customer_hesitations
    (customer_id, visitor_id, product_id, views, first_viewed_at, last_viewed_at,
    bought_before_at)
values
    ('ann', 'a1', 'cup', 3, '2024-03-01 10:00', '2024-03-02 10:00',
    '2024-02-01 10:00'),
    (null, 'b2', 'cup', 3, '2024-03-01 10:00', '2024-03-01 10:00', null);
"""
