"""Behaviour in the tiny shop: February and March 2024, and an April that is not over.

In March 40 visitors enter, 20 add, 5 begin the checkout and 2 order; in February 20,
10, 2 and 1. Bread is viewed 30 times, against 10 in February; the pan is new.
"""

from collections.abc import Iterator


def steps(
    month: int, breakdown: str, value: str, visitors: tuple[int, ...]
) -> Iterator[str]:
    """Give the rows of a funnel's steps in a month."""
    names = ("Viewed", "Added", "Began the checkout", "Ordered")
    spent = ("0", "60", "300", "540")
    before: int | None = None
    for place, (name, count) in enumerate(zip(names, visitors, strict=True)):
        of_before = "null" if not before else f"{100 * count / before}"
        yield (
            f"('shop', 'month', '2024-0{month}-01', "
            f"last_day(date '2024-0{month}-01'), {month < 4}, '{breakdown}', "
            f"'{value}', {place + 1}, '{name}', {count}, "
            f"{100 * count / visitors[0]}, {of_before}, "
            f"{spent[place] if count else 'null'})"
        )
        before = count


STEPS = [
    *steps(2, "all", "all", (20, 10, 2, 1)),
    *steps(3, "all", "all", (40, 20, 5, 2)),
    *steps(4, "all", "all", (3, 0, 0, 0)),
    *steps(3, "device", "desktop", (30, 18, 4, 2)),
    *steps(3, "device", "mobile", (10, 2, 1, 0)),
    *steps(3, "age_band", "unknown", (40, 20, 5, 2)),
    *steps(3, "campaign", "none", (35, 18, 4, 2)),
    *steps(3, "campaign", "spring", (5, 2, 1, 0)),
]
MONTH = "'month', date '2024-03-01', date '2024-03-31', true"
BEHAVIOUR = f"""
insert into candidate.marts.dim_event_periods
select
    'month', date_trunc('month', day), last_day(day), day < date '2024-04-01',
    extract('month' from day) - 1, day, date '2024-03-31'
from range(date '2024-02-01', date '2024-04-02', interval 1 day) as days (day);
insert into candidate.marts.dim_event_periods
select 'all', date '2024-02-01', date '2024-04-01', true, 1, day, date '2024-03-31'
from range(date '2024-02-01', date '2024-04-02', interval 1 day) as days (day);
insert into candidate.marts.kpi_funnels values {", ".join(STEPS)};
insert into candidate.marts.kpi_view_not_buy values
    ({MONTH}, 'all', 'all', 'all', 40, 10, 75),
    ('month', '2024-02-01', '2024-02-29', true, 'all', 'all', 'all', 20, 10, 50),
    ({MONTH}, 'department', 'GROCERY', 'all', 36, 9, 75),
    ({MONTH}, 'department', 'GROCERY', '25-34', 32, 0, 100),
    ({MONTH}, 'department', 'GROCERY', 'unknown', 4, 9, null),
    ({MONTH}, 'department', 'HOME', 'all', 31, 31, 0),
    ({MONTH}, 'department', 'HOME', 'unknown', 31, 31, 0),
    ({MONTH}, 'department', 'FUEL', 'all', 2, 0, null);
insert into candidate.marts.kpi_product_interest values
    ('month', '2024-02-01', '2024-02-29', true, 'bread', 10, 8, 4, 1, 2),
    ({MONTH}, 'bread', 30, 20, 10, 3, 2),
    ({MONTH}, 'pan', 12, 12, 10, 5, 0),
    ({MONTH}, 'ghost', 1, 1, 0, 0, 0);
insert into candidate.marts.kpi_product_switching values
    ({MONTH}, 'brand', 'BAKERY', 'Own', 'Other', 4, 3, 10),
    ({MONTH}, 'brand', 'BAKERY', 'Own', 'Own', 7, 0, 10),
    ({MONTH}, 'product', 'BAKERY', 'bread', 'ghost', 2, 2, 5);
insert into candidate.marts.customer_hesitations values
    ('ann', 'a1', 'pan', 4, '2024-03-10 10:00', '2024-03-30 10:00',
    '2024-03-01 10:00', false),
    (null, 'v9', 'ghost', 3, '2024-03-29 10:00', '2024-03-29 11:00', null, true);
"""
