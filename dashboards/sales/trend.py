"""The main chart of sales: revenue over time, against another period."""

import pandas as pd

from dashboards.components import trend as components
from dashboards.components.charts import Spec
from dashboards.formats import counted, money
from dashboards.periods import Grain


def trend(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    grain: Grain,
    currency: str,
    legend: dict[str, str],
) -> Spec:
    """Return revenue by day, week or month; what it is compared with in grey behind.

    Args:
        now: The window's buckets.
        before: Those of the compared window, or None.
        grain: Of the buckets.
        currency: Of the shop.
        legend: Names of both windows by the role of their colour.
    """

    def worded(buckets: pd.DataFrame) -> pd.DataFrame:
        return buckets.assign(
            value=buckets["revenue"],
            amount=[money(value, currency) for value in buckets["revenue"]],
            ordered=[counted(round(count), "order") for count in buckets["orders"]],
        )

    return components.trend(
        worded(now),
        None if before is None else worded(before),
        grain,
        legend,
        {"amount": "Revenue", "ordered": "Orders"},
    )
