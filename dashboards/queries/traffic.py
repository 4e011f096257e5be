"""Visits of site and app by period: what events add up to, bots left out.

Visitors of a period are those with a session that began in it; orders are those that
events tell of.
"""

from datetime import datetime

import pandas as pd

from dashboards.periods import Grain, Window
from dashboards.queries.published import one_row, read
from dashboards.queries.windows import bucketed_days


def traffic_window() -> Window | None:
    """Return the first and last complete day with events; None without events.

    Where no day is complete, the last one must do.
    """
    first_on, last_on, complete_on = one_row(
        """
        select min(day_on), max(day_on), max(day_on) filter (is_complete)
        from marts.kpi_daily_traffic
        """
    )
    if first_on is None:
        return None
    return Window(first_on.date(), (complete_on or last_on).date())


def last_event_at() -> datetime | None:
    """Return when the last session ended, in UTC; None without any."""
    (last_at,) = one_row("select max(ended_at) from marts.fct_sessions")
    return None if last_at is None else last_at.tz_localize("UTC")


def simulated_share() -> float:
    """Return which part of all sessions is simulated; 0 without any."""
    (part,) = one_row(
        "select coalesce(avg(is_simulated::int), 0) from marts.fct_sessions"
    )
    return part


def series(window: Window, grain: Grain) -> pd.DataFrame:
    """Return one row for each day, week or month of the window, empty ones too.

    Columns: bucket_on, first_on, last_on (those of its days inside the window),
    is_whole (the window has all of its days), sessions, sessions_with_order,
    page_views, product_views, adds, removes, checkouts, orders, amount, visitors.
    """
    counts = (
        *("sessions", "sessions_with_order", "page_views", "product_views"),
        *("adds", "removes", "checkouts", "orders"),
    )
    # Each visitor counts by the first session in the bucket.
    sums = ", ".join(f"coalesce(sum({n}), 0)::double as {n}" for n in counts)
    return read(
        f"""
        with days as ({bucketed_days(grain)}),
        inside as (from days where day_on between $1 and $2),
        traffic as (
            select
                bucket_on,
                min(day_on) as first_on,
                max(day_on) as last_on,
                count(*) = any_value(bucket_days) as is_whole,
                {sums},
                coalesce(sum(order_amount), 0)::double as amount
            from inside
            left join marts.kpi_daily_traffic using (day_on)
            group by bucket_on
        ),
        people as (
            select bucket_on, count(*)::double as visitors
            from inside
            join marts.fct_sessions on started_on = day_on
            where
                started_on between $1 and $2
                and (
                    is_new_visitor
                    or previous_started_on < greatest(bucket_on, $1::date)
                )
            group by bucket_on
        )
        select traffic.*, coalesce(visitors, 0) as visitors
        from traffic
        left join people using (bucket_on)
        order by bucket_on
        """,
        [window.first_on, window.last_on],
    )


def activity(window: Window) -> pd.DataFrame:
    """Return who was there, one row a day.

    Columns: day_on, visitors, wau, mau, stickiness, new, returning, resurrected,
    dormant, is_complete.
    """
    return read(
        """
        select
            day_on,
            visitors,
            wau,
            mau,
            stickiness,
            new_visitors as new,
            returning_visitors as returning,
            resurrected_visitors as resurrected,
            dormant_visitors as dormant,
            is_complete
        from marts.kpi_daily_traffic
        where day_on between $1 and $2
        order by day_on
        """,
        [window.first_on, window.last_on],
    )


def funnel(window: Window) -> pd.DataFrame:
    """Return sessions by the steps they reached in order, ``all`` devices first.

    Columns: device, sessions, viewed, added, checked_out, ordered.
    """
    return read(
        """
        select
            device,
            sum(sessions)::bigint as sessions,
            sum(viewed)::bigint as viewed,
            sum(added)::bigint as added,
            sum(checked_out)::bigint as checked_out,
            sum(ordered)::bigint as ordered
        from marts.kpi_funnel
        where day_on between $1 and $2
        group by device
        order by device <> 'all', sessions desc, device
        """,
        [window.first_on, window.last_on],
    )
