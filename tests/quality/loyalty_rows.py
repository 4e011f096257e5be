"""Who stays, goes and is new, of the small shop in `conftest`: Ann and Bob."""

MARTS_ROWS = """
update marts.customer_rfm set rfm_score = (r_score + f_score + m_score) / 3;
insert into marts.customer_rfm_of_events
    (conversion, customer_id, as_of_on, recency_days, frequency, monetary_amount,
    r_score, f_score, m_score, rfm_score, segment, is_simulated)
values
    ('visits', 'ann', '2024-03-02', 1, 8, null, 3, 5, null, 4, 'Loyal', false),
    ('visits', 'bob', '2024-03-02', 0, 2, null, 5, 3, null, 4, 'Potential Loyalist',
    false),
    ('plan', 'ann', '2024-03-02', 1, 1, 9.9, 5, 5, 5, 5, 'Champions', false);
insert into marts.customer_churn
    (customer_id, as_of_on, order_days, churn_segment, threshold_segment,
    threshold_days, recency_days, is_churned)
values
    ('ann', '2024-03-03', 1, '1', 'all', 1.5, 2, true),
    ('bob', '2024-03-03', 1, '1', 'all', 1.5, 0, false);
insert into marts.kpi_churn_thresholds
    (churn_segment, segment_number, customers, churned_customers, churn_pct,
    gap_customers, gaps, threshold_days)
values
    ('all', 0, 2, 1, 50, 120, 130, 1.5), ('1', 1, 2, 1, 50, 0, 0, null),
    ('2+', 2, 0, null, null, 120, 130, 1.5);
insert into marts.kpi_nday_retention
    (population, period, cohort_start_on, cohort_end_on, kind, from_day, to_day,
    cohort_size, retained, retention_pct)
values
    ('customers', 'week', '2024-02-26', '2024-03-03', 'return_on', 1, 1, 2, 0, 0),
    ('customers', 'week', '2024-02-26', '2024-03-03', 'on_or_after', 1, null, 2, 1, 50),
    ('customers', 'week', '2024-02-26', '2024-03-03', 'bracket', 1, 7, 2, 1, 50);
insert into marts.kpi_demographics
    (period, period_start_on, dimension, band, department, customers, group_customers,
    orders, revenue_amount, revenue_share_pct)
values
    ('month', '2024-03-01', 'age', 'young', null, 1, 1, 1, 20, 80),
    ('month', '2024-03-01', 'age', 'unknown', null, 1, 1, 1, 5, 20),
    ('month', '2024-03-01', 'age', 'young', 'food', 1, 1, 1, 20, 100);
insert into marts.kpi_new_customers
    (month_start_on, month_end_on, channel, customers, first_orders_amount,
    mean_first_order_amount, repeat_customers, repeat_pct, revenue_in_90_days_amount)
values
    ('2024-03-01', '2024-03-31', 'direct', 1, 20, 20, 1, 100, 30),
    ('2024-03-01', '2024-03-31', 'unknown', 1, 5, 5, 0, 0, 5),
    ('2024-03-01', '2024-03-31', null, 2, 25, 12.5, 1, 50, 35);
"""
