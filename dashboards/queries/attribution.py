"""Attribution: which channels and campaigns brought orders, and what they cost."""

from collections.abc import Sequence

import pandas as pd

from dashboards.periods import Grain, Window
from dashboards.queries.published import one_row, read
from dashboards.queries.windows import bucketed_days, window_days, window_rows


def totals(windows: Sequence[Window], model: str) -> pd.DataFrame:
    """Return one row for each window, in order, by one model.

    Columns: orders and revenue (of the shop), attributed_orders, attributed_revenue,
    spend, paid_orders and paid_revenue (of channels that money was spent on in the
    window).
    """
    return read(
        f"""
        with windows (place, first_on, last_on) as (values {window_rows(windows, 2)}),
        channels as (
            select
                place,
                is_attributed,
                sum(conversions) as conversions,
                sum(revenue_amount)::double as revenue,
                sum(spend_amount)::double as spend
            from windows
            left join marts.kpi_attribution
                on day_on between first_on and last_on and attribution_model = $1
            group by place, is_attributed, channel
        )
        select
            coalesce(sum(conversions), 0) as orders,
            coalesce(sum(revenue), 0) as revenue,
            coalesce(sum(conversions) filter (is_attributed), 0) as attributed_orders,
            coalesce(sum(revenue) filter (is_attributed), 0) as attributed_revenue,
            coalesce(sum(spend), 0) as spend,
            coalesce(sum(conversions) filter (spend > 0), 0) as paid_orders,
            coalesce(sum(revenue) filter (spend > 0), 0) as paid_revenue
        from channels
        group by place
        order by place
        """,
        [model, *window_days(windows)],
    )


def weeks(window: Window) -> pd.DataFrame:
    """Return what each campaign of each channel brought and cost, week by week.

    Columns: bucket_on (first day of the shop's week), model, channel, campaign (its
    name; missing without one), campaign_id, orders, revenue, spend, clicks.
    """
    return read(
        f"""
        with days as ({bucketed_days("week")}),
        names as (
            select campaign_id, coalesce(name, 'Campaign ' || campaign_id) as name
            from marts.kpi_campaigns
        )
        select
            bucket_on,
            attribution_model as model,
            channel,
            coalesce(names.name, campaign) as campaign,
            campaign as campaign_id,
            sum(conversions) as orders,
            sum(revenue_amount)::double as revenue,
            sum(spend_amount)::double as spend,
            sum(clicks)::bigint as clicks
        from marts.kpi_attribution
        join days using (day_on)
        left join names on campaign = campaign_id
        where day_on between $1 and $2 and is_attributed
        group by all
        order by all
        """,
        [window.first_on, window.last_on],
    )


def series(window: Window, grain: Grain, model: str) -> pd.DataFrame:
    """Return spend and the revenue of the channels that it was spent on.

    Columns: bucket_on, spend, revenue, is_whole. Empty where nothing was spent.
    """
    return read(
        f"""
        with days as ({bucketed_days(grain)}),
        rows as (
            select * from marts.kpi_attribution
            where day_on between $1 and $2 and attribution_model = $3
        ),
        paid as (
            select channel from rows group by channel having sum(spend_amount) > 0
        )
        select
            bucket_on,
            coalesce(sum(spend_amount), 0)::double as spend,
            coalesce(sum(revenue_amount) , 0)::double as revenue,
            count(distinct day_on) = any_value(bucket_days) as is_whole
        from days
        left join (select * from rows semi join paid using (channel)) as brought
            using (day_on)
        where day_on between $1 and $2 and exists (select 1 from paid)
        group by bucket_on
        order by bucket_on
        """,
        [window.first_on, window.last_on, model],
    )


def touch_counts(window: Window) -> pd.DataFrame:
    """Return how many orders had how many touches: touches, orders."""
    return read(
        """
        select touches, count(*) as orders
        from marts.customer_touches
        where touch_number = 1 and ordered_on between $1 and $2
        group by touches
        order by touches
        """,
        [window.first_on, window.last_on],
    )


def simulated_share() -> float:
    """Return which part of all touches is of simulated visits; 0 without any.

    A version that was published before there was attribution has none.
    """
    (is_there,) = one_row(
        "select count(*) from duckdb_tables() where table_name = 'customer_touches'"
    )
    if not is_there:
        return 0.0
    (part,) = one_row(
        "select coalesce(avg(is_simulated::int), 0) from marts.customer_touches"
    )
    return part
