"""Touches, attribution and baskets that meet every suite.

They are of the orders of `conftest` and the visits of `traffic_rows`: Ann's visit led
to her order, Bob's two visits led to his, and a guest's return is nobody's.
"""

MARTS_ROWS = """
insert into marts.customer_touches
    (customer_id, order_id, session_id, touch_number, touches, first_credit,
    last_credit, last_non_direct_credit, linear_credit, position_credit)
values
    ('ann', 'o1', 's1', 1, 1, 1, 1, 1, 1, 1),
    ('bob', 'o2', 's2', 1, 2, 1, 0, 1, 0.5, 0.5),
    ('bob', 'o2', 's3', 2, 2, 0, 1, 0, 0.5, 0.5);
insert into marts.kpi_attribution
    (day_on, attribution_model, channel, campaign, conversions, revenue_amount,
    spend_amount, return_on_ad_spend)
select day_on, model, channel, campaign, orders, revenue, spend, revenue / spend
from (values
    (date '2024-03-01', 'paid', 'spring', 1, 20, 10),
    (date '2024-03-03', 'email', null, 1, 5, null),
    (date '2024-03-03', 'returned or cancelled', null, 0, -5, null)
) as told (day_on, channel, campaign, orders, revenue, spend)
cross join (values ('first'), ('last'), ('last_non_direct'), ('linear'), ('position'))
    as models (model);
update marts.kpi_attribution set spend_amount = 0 where spend_amount is null;
insert into marts.kpi_baskets
    (group_level, antecedent, second_antecedent, consequent, baskets,
    antecedent_baskets, consequent_baskets, all_baskets, support, confidence, lift,
    conviction)
values
    ('category', 'bread', null, 'butter', 4, 4, 5, 10, 0.4, 1, 2, null),
    ('category', 'butter', null, 'bread', 4, 5, 4, 10, 0.4, 0.8, 2, 3),
    ('category', 'bread', 'butter', 'jam', 2, 4, 2, 10, 0.2, 0.5, 2.5, 1.6);
"""
