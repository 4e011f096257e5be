"""What visitors did, by period: the ways they went, and how far."""

from datetime import date
from typing import Literal

import pandas as pd

from dashboards.queries.published import read

Kind = Literal["week", "month", "quarter", "year", "all"]


def kinds() -> list[str]:
    """Return the kinds of periods that there are: `all` alone far from any order."""
    rows = read("select distinct period from marts.dim_event_periods order by period")
    return rows["period"].tolist()


def periods(kind: Kind) -> pd.DataFrame:
    """Return the periods of a kind, ascending.

    Columns: first_on, last_on, is_complete.
    """
    return read(
        """
        select distinct
            period_start_on as first_on,
            period_end_on as last_on,
            is_complete
        from marts.dim_event_periods
        where period = $1
        order by first_on
        """,
        [kind],
    )


def funnel_names() -> list[str]:
    """Return the funnels that somebody entered, by name."""
    rows = read("select distinct funnel from marts.kpi_funnels order by funnel")
    return rows["funnel"].tolist()


def steps_of(name: str | None, kind: Kind, first_on: date | None) -> pd.DataFrame:
    """Return the steps of a funnel in one period, by what visitors are told apart by.

    There are none without a funnel or a period.

    Columns: breakdown, breakdown_value, step, step_name, visitors, of_first_pct,
    of_before_pct, median_to_step_s, is_complete; the most visitors first, steps in
    their order.
    """
    return read(
        """
        select
            breakdown,
            breakdown_value,
            step,
            step_name,
            visitors,
            of_first_pct,
            of_before_pct,
            median_to_step_s,
            is_complete
        from marts.kpi_funnels
        where funnel = $1 and period = $2 and period_start_on = $3
        order by
            breakdown,
            max(visitors) over (partition by breakdown, breakdown_value) desc,
            breakdown_value,
            step
        """,
        [name, kind, first_on],
    )


def funnel_history(name: str, kind: Kind) -> pd.DataFrame:
    """Return how a funnel went in each period of a kind, ascending.

    Columns: first_on, is_complete, entered, arrived (at the last step), conversion_pct,
    median_s (to the last step). Periods that nobody entered are left out.
    """
    return read(
        """
        select
            period_start_on as first_on,
            any_value(is_complete) as is_complete,
            max(visitors)::double as entered,
            arg_max(visitors, step)::double as arrived,
            arg_max(of_first_pct, step) as conversion_pct,
            max(median_to_step_s) filter (step = steps) as median_s
        from (
            select *, max(step) over (partition by period_start_on) as steps
            from marts.kpi_funnels
            where funnel = $1 and period = $2 and breakdown = 'all'
        )
        group by period_start_on
        order by first_on
        """,
        [name, kind],
    )
