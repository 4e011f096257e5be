"""Who is there again so many days after their first: N-day, rolling and bracket."""

from typing import Literal

import pandas as pd

from dashboards.queries.published import read

Population = Literal["customers", "visitors"]
Cohort = Literal["month", "week", "day"]


def populations() -> list[Population]:
    """Return of whom anything is known, customers first."""
    found = read("select distinct population from marts.kpi_nday_retention order by 1")
    return found["population"].tolist()


def curves(population: Population, cohort: Cohort) -> pd.DataFrame:
    """Return the totals of all complete cohorts, by kind and day, ascending.

    Columns: kind (return_on, on_or_after, bracket), from_day, to_day (missing for
    on_or_after), size (of the cohorts that are complete), retained, part (a fraction;
    missing where no cohort is complete), cohorts, is_simulated.
    """
    return read(
        """
        select
            kind,
            from_day,
            to_day,
            coalesce(sum(cohort_size) filter (is_complete), 0)::bigint as size,
            coalesce(sum(retained) filter (is_complete), 0)::bigint as retained,
            sum(retained) filter (is_complete)::double
                / sum(cohort_size) filter (is_complete) as part,
            count(*) filter (is_complete) as cohorts,
            bool_or(is_simulated) as is_simulated
        from marts.kpi_nday_retention
        where population = $1 and period = $2
        group by kind, from_day, to_day
        order by kind, from_day, to_day
        """,
        [population, cohort],
    )


def cohort_cells(population: Population, cohort: Cohort) -> pd.DataFrame:
    """Return every cell of every cohort, the newest cohort first.

    Columns: first_on, last_on (of the cohort), kind, from_day, to_day, size, retained,
    retention_pct (0–100), is_complete.
    """
    return read(
        """
        select
            cohort_start_on as first_on,
            cohort_end_on as last_on,
            kind,
            from_day,
            to_day,
            cohort_size as size,
            retained,
            retention_pct,
            is_complete
        from marts.kpi_nday_retention
        where population = $1 and period = $2
        order by first_on desc, kind, from_day, to_day
        """,
        [population, cohort],
    )
