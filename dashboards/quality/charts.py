"""Charts of the page Data quality."""

from collections.abc import Sequence
from datetime import datetime

import altair as alt
import pandas as pd

from dashboards.components.charts import drawn
from dashboards.formats import duration, number
from dashboards.palette import by_role, painted
from warehouse.operations import Check
from warehouse.status import LedgerRow

FATES = {
    "accepted": "accent",
    "duplicate": "muted",
    "quarantined": "vermilion",
    "suppressed": "amber",
}
"""What became of a row, and its colour."""


@drawn
def ledger_bars(ledger: Sequence[LedgerRow]) -> alt.Chart:
    """Return what became of the rows received, as shares for each source and entity."""
    rows = pd.DataFrame(
        [
            {
                "entity": f"{row.entity.replace('_', ' ')} ({number(row.received)})",
                "source": row.source_name,
                "fate": fate,
                "place": place,
                "role": FATES[fate],
                "rows": getattr(row, fate),
                "part": getattr(row, fate) / row.received,
            }
            for row in sorted(ledger, key=lambda row: -row.received)
            for place, fate in enumerate(FATES)
            if row.received
        ]
    )
    return (
        alt.Chart(rows)
        .mark_bar(height={"band": 0.6})
        .encode(
            x=alt.X(
                "part:Q",
                title=None,
                axis=alt.Axis(format="~%", tickCount=5),
                scale=alt.Scale(domain=[0, 1]),
            ),
            y=alt.Y("entity:N", sort=None, title=None, axis=alt.Axis(labelLimit=190)),
            color=by_role("role", {role: fate for fate, role in FATES.items()}),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("source:N", title="Source"),
                alt.Tooltip("entity:N", title="Entity (rows received)"),
                alt.Tooltip("fate:N", title="Became"),
                alt.Tooltip("rows:Q", title="Rows", format=",d"),
                alt.Tooltip("part:Q", title="Of those received", format=".2%"),
            ],
        )
        .properties(height={"step": 30})
    )


@drawn
def check_bars(checks: Sequence[Check]) -> alt.Chart:
    """Return passed and failed checks of each table, tables with failures first."""
    rows = pd.DataFrame(
        [
            {
                "asset": check.asset,
                "result": "passed" if check.is_passed else "failed",
                "role": "accent" if check.is_passed else "vermilion",
            }
            for check in checks
        ]
    )
    counts = rows.groupby(["asset", "result", "role"]).size().reset_index(name="checks")
    order = (
        rows.assign(failed=rows["result"] == "failed")
        .groupby("asset")["failed"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .index.tolist()
    )
    return (
        alt.Chart(counts)
        .mark_bar(height={"band": 0.6})
        .encode(
            x=alt.X("checks:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y("asset:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
            color=by_role("role", {"vermilion": "failed", "accent": "passed"}),
            order=alt.Order("result:N"),
            tooltip=[
                alt.Tooltip("asset:N", title="Table"),
                alt.Tooltip("result:N", title="Result"),
                alt.Tooltip("checks:Q", title="Checks"),
            ],
        )
        .properties(height={"step": 24})
    )


@drawn
def freshness_bars(ledger: Sequence[LedgerRow], now: datetime) -> alt.LayerChart:
    """Return how long ago each entity last got something new, longest first."""
    rows = pd.DataFrame(
        {
            "entity": row.entity.replace("_", " "),
            "source": row.source_name,
            "hours": (now - row.last_loaded_at).total_seconds() / 3600,
            "ago": f"{duration(now - row.last_loaded_at)} ago",
        }
        for row in sorted(ledger, key=lambda row: row.last_loaded_at)
    )
    top = max(rows["hours"].max() * 1.4, 1)
    base = alt.Chart(rows).encode(
        y=alt.Y("entity:N", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
        x=alt.X("hours:Q", axis=None, scale=alt.Scale(domain=[0, top])),
        tooltip=[
            alt.Tooltip("source:N", title="Source"),
            alt.Tooltip("entity:N", title="Entity"),
            alt.Tooltip("ago:N", title="Last brought something new"),
        ],
    )
    return alt.layer(
        painted(base.mark_bar(height={"band": 0.6}, cornerRadiusEnd=2), "accent"),
        painted(base.mark_text(align="left", dx=6).encode(text="ago:N"), "ink"),
    ).properties(height={"step": 24})
