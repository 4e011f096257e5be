"""A shop of four months whose customers come back or do not, counted by hand."""

from tests.dashboards.tiny_shop import Order

FOUR_MONTHS = [
    Order("2024-01-01 10:00", "ann", 50),
    Order("2024-01-15 10:00", "bob", 40),
    Order("2024-01-31 23:00", "dan", 100),
    Order("2024-02-01 00:30", "dan", 90),
    Order("2024-02-10 10:00", "ann", 60),
    Order("2024-02-20 10:00", "cal", 20),
    Order("2024-03-02 10:00", "eve", 25),
    Order("2024-03-05 10:00", "ann", 70),
    Order("2024-03-10 10:00", "bob", 35),
    Order("2024-03-12 10:00", "bob", -5, is_return=True),
    Order("2024-03-25 10:00", "cal", 10),
    Order("2024-03-26 10:00", None, 99),
    Order("2024-04-03 10:00", "eve", 15),
    Order("2024-04-09 10:00", "cal", 10, is_cancelled=True),
    Order("2024-04-10 10:00", "bob", -3, is_return=True),
    Order("2024-04-20 10:00", "ann", 80),
    Order("2024-05-02 10:00", "ann", 5),
]
"""Four whole months, and two days of May.

Active are, by month: ann, bob, dan; ann, cal, dan; ann, bob, cal, eve; ann, eve; ann.
The guest is nobody, and who only returned or cancelled was not active.
"""
LOADED_AT = "2024-05-03 04:00"

# Of April: who was there in March spent 70 + (35 - 5) + 10 + 25. Ann and eve came back
# with 80 + 15; bob and cal had spent 30 + 10.
PERIODS = """
insert into candidate.marts.kpi_retention values
    ('month', '2024-01-01', '2024-01-31', false, null, 3, 3, null, null, null, null),
    ('month', '2024-02-01', '2024-02-29', true, 3, 1, 3, 2, 200/3, 200/3, 150),
    ('month', '2024-03-01', '2024-03-31', true, 3, 1, 4, 2, 100, 200/3, 80),
    ('month', '2024-04-01', '2024-04-30', true, 4, 0, 2, 2, 50, 50, 95),
    ('month', '2024-05-01', '2024-05-31', false, 2, 0, 1, 1, 50, 50, 5),
    ('year', '2024-01-01', '2024-12-31', false, null, 5, 5, null, null, null, null);
insert into candidate.marts.kpi_lifecycle values
    ('month', '2024-01-01', '2024-01-31', true, 3, 3, 0, 0, 0),
    ('month', '2024-02-01', '2024-02-29', true, 3, 1, 2, 0, 1),
    ('month', '2024-03-01', '2024-03-31', true, 4, 1, 2, 1, 1),
    ('month', '2024-04-01', '2024-04-30', true, 2, 0, 2, 0, 2),
    ('month', '2024-05-01', '2024-05-31', false, 1, 0, 1, 0, 1),
    ('year', '2024-01-01', '2024-12-31', false, 5, 5, 0, 0, 0);
"""
PEOPLE = """
insert into candidate.marts.customer_lifecycle values
    ('ann', '2024-05-02', 'active', '2024-01-01', '2024-05-02', 0, 5, 265),
    ('bob', '2024-05-02', 'active', '2024-01-15', '2024-03-10', 53, 2, 67),
    ('cal', '2024-05-02', 'active', '2024-02-20', '2024-03-25', 38, 2, 40),
    ('dan', '2024-05-02', 'cooling', '2024-01-31', '2024-02-01', 91, 2, 190),
    ('eve', '2024-05-02', 'active', '2024-03-02', '2024-04-03', 29, 2, 40);
"""

ROWS = PERIODS + PEOPLE

# A larger shop's cohorts, on the tiny shop's calendar; data begin on 1 January, so that
# who came from 1 April on, 91 days later, is surely new.
COHORTS = """
insert into candidate.marts.kpi_cohort_retention values
    ('month', '2024-01-01', 0, '2024-01-01', 40, 40, 100, 400, true),
    ('month', '2024-01-01', 1, '2024-02-01', 40, 30, 75, 360, true),
    ('month', '2024-01-01', 2, '2024-03-01', 40, 20, 50, 240, true),
    ('month', '2024-01-01', 3, '2024-04-01', 40, 10, 25, 120, true),
    ('month', '2024-01-01', 4, '2024-05-01', 40, 2, 5, 20, false),
    ('month', '2024-03-01', 0, '2024-03-01', 4, 4, 100, 40, true),
    ('month', '2024-03-01', 1, '2024-04-01', 4, 1, 25, 10, true),
    ('month', '2024-03-01', 2, '2024-05-01', 4, 0, 0, 0, false),
    ('month', '2024-04-01', 0, '2024-04-01', 20, 20, 100, 200, true),
    ('month', '2024-04-01', 1, '2024-05-01', 20, 5, 25, 60, {is_may_whole});
"""

# Of three who had bought by February, one rose and one fell by the end of March, when
# a fourth had bought for the first time; April is not over.
MOVEMENT = """
insert into candidate.marts.customer_rfm_movement values
    ('2024-03-01', '2024-03-31', true, 'Loyal', 'Champions', 1, 250),
    ('2024-03-01', '2024-03-31', true, 'Loyal', 'Loyal', 1, 90),
    ('2024-03-01', '2024-03-31', true, 'Champions', 'Can''t Lose Them', 1, 70),
    ('2024-03-01', '2024-03-31', true, null, 'New', 1, 60),
    ('2024-04-01', '2024-04-02', false, 'Champions', 'Loyal', 1, 250);
insert into candidate.marts.customer_rfm_history
select month_on, as_of_on, is_complete, id, 0, 1, amount, 3, 3, 3, segment, false
from (values
    (date '2024-02-01', date '2024-02-29', true, 'ann', 200, 'Loyal'),
    ('2024-02-01', '2024-02-29', true, 'dan', 80, 'Loyal'),
    ('2024-02-01', '2024-02-29', true, 'bob', 100, 'Champions'),
    ('2024-03-01', '2024-03-31', true, 'ann', 250, 'Champions'),
    ('2024-03-01', '2024-03-31', true, 'dan', 90, 'Loyal'),
    ('2024-03-01', '2024-03-31', true, 'bob', 70, 'Can''t Lose Them'),
    ('2024-03-01', '2024-03-31', true, 'cal', 60, 'New')
) as history (month_on, as_of_on, is_complete, id, amount, segment);
insert into candidate.marts.customer_lifecycle values
    ('ann', '2024-03-31', 'active', '2024-02-05', '2024-03-10', 21, 3, 250),
    ('bob', '2024-03-31', 'cooling', '2024-03-01', '2024-03-01', 30, 1, 70),
    ('cal', '2024-03-31', 'onboarding', '2024-03-31', '2024-03-31', 0, 1, 60);
"""
