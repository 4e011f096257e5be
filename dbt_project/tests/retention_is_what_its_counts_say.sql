{{ config(meta={
    "description": "Of a period with customers at its start, the classic rate of them plus the won are those at its end, and none but they are retained.",
    "dagster": {"ref": {"name": "kpi_retention"}},
}) }}

select
    period,
    period_start_on
from {{ ref('kpi_retention') }}
where
    customers_at_start > 0
    and not (
        abs(
            customers_at_start * classic_retention_pct / 100
            + customers_won
            - customers_at_end
        ) < 0.001
        and abs(
            customers_at_start * returning_retention_pct / 100 - customers_retained
        ) < 0.001
        and customers_retained between 0 and customers_at_start
    )
    or coalesce(customers_at_start, 0) = 0
    and (classic_retention_pct is not null or returning_retention_pct is not null)
