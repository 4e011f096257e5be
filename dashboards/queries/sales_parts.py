"""What sales of some days are made of: departments, hours, new customers."""

import pandas as pd

from dashboards.periods import Grain, Window
from dashboards.queries.published import one_row, read
from dashboards.queries.windows import BUCKETS


def departments(window: Window, compared: Window | None) -> pd.DataFrame:
    """Return revenue by department, most first, now and in the compared window.

    The six largest have a row each, the rest are ``Other``.
    """
    before = compared or window
    return read(
        """
        with revenue as (
            select
                coalesce(department, 'Not in the product list') as department,
                sum(line_amount) filter (ordered_on between $1 and $2) as revenue,
                sum(line_amount) filter (ordered_on between $3 and $4) as revenue_before
            from marts.fct_order_lines
            left join marts.dim_products using (product_id)
            where
                ordered_on between $1 and $2
                or ordered_on between $3 and $4
            group by all
        ),
        ranked as (
            select
                *,
                row_number() over (
                    order by revenue desc nulls last, department
                ) as place
            from revenue
        )
        select
            if(place <= 6, department, 'Other') as department,
            coalesce(sum(revenue), 0)::double as revenue,
            coalesce(sum(revenue_before), 0)::double as revenue_before
        from ranked
        group by 1
        order by min(place)
        """,
        [window.first_on, window.last_on, before.first_on, before.last_on],
    )


def hours(window: Window, timezone: str) -> pd.DataFrame:
    """Return orders by weekday (1 is Monday) and hour, on the shop's clock."""
    return read(
        """
        with placed as (
            select ordered_at at time zone 'UTC' at time zone $3 as local_at
            from marts.fct_orders
            where ordered_on between $1 and $2 and not is_cancelled and not is_return
        )
        select isodow(local_at) as weekday, hour(local_at) as hour, count(*) as orders
        from placed
        group by all
        order by all
        """,
        [window.first_on, window.last_on, timezone],
    )


def new_and_known(window: Window, grain: Grain) -> pd.DataFrame:
    """Return customers with orders by bucket_on and kind: ``New`` or ``Known``.

    New means that the first order ever was in the same day, week or month. The known
    are returning or resurrected in the words of `marts.kpi_lifecycle`.
    """
    bucket = BUCKETS[grain]
    # Each customer counts by the first of its orders in the bucket.
    return read(
        f"""
        select
            ordered.{bucket} as bucket_on,
            if(first.{bucket} = ordered.{bucket}, 'New', 'Known') as kind,
            count(*) as customers
        from marts.fct_orders
        join marts.dim_dates as ordered on ordered.day_on = ordered_on
        join marts.dim_dates as first on first.day_on = first_ordered_on
        where
            ordered_on between $1 and $2
            and (
                is_first_order
                or previous_ordered_on < greatest(ordered.{bucket}, $1::date)
            )
        group by all
        order by all
        """,
        [window.first_on, window.last_on],
    )


def new_customers(window: Window) -> int:
    """Return how many people placed their first order in the window."""
    (count,) = one_row(
        """
        select count(*)
        from marts.dim_customers
        where first_ordered_on between $1 and $2
        """,
        [window.first_on, window.last_on],
    )
    return int(count)
