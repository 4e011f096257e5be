"""Charts of the page Data quality."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.formats import duration, number
from dashboards.palette import by_role, painted
from dashboards.quality.tables import result
from warehouse.operations import Check
from warehouse.status import LedgerRow

FATES = {
    "accepted": "accent",
    "duplicate": "muted",
    "quarantined": "vermilion",
    "suppressed": "amber",
}
"""What became of a row, and its colour."""
RESULTS = {"Failed": "vermilion", "Finding": "amber", "Passed": "accent"}
"""How a check went, and its colour."""


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
            color=by_role("role", _seen(ledger), is_beside_names=True),
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


def _seen(ledger: Sequence[LedgerRow]) -> dict[str, str]:
    """Return colour and name of what became of any row at all."""
    return {
        role: fate
        for fate, role in FATES.items()
        if any(getattr(row, fate) for row in ledger)
    }


@drawn
def check_bars(checks: Sequence[Check]) -> alt.Chart:
    """Return how checks went by layer of the warehouse, in the order of the data."""
    counts = Counter((_layer(check), result(check)) for check in checks)
    rows = pd.DataFrame(
        {
            "layer": layer,
            "result": result,
            "place": place,
            "role": role,
            "checks": counts[layer, result],
        }
        for layer in sorted({layer for layer, _ in counts}, key=_place)
        for place, (result, role) in enumerate(RESULTS.items())
        if counts[layer, result]
    )
    seen = {role: name for name, role in RESULTS.items() if name in set(rows["result"])}
    return (
        alt.Chart(rows)
        .mark_bar(height={"band": 0.6})
        .encode(
            x=alt.X("checks:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y("layer:N", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
            color=by_role("role", seen),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("layer:N", title="Layer"),
                alt.Tooltip("result:N", title="Result"),
                alt.Tooltip("checks:Q", title="Checks"),
            ],
        )
        .properties(height={"step": 30})
    )


def _layer(check: Check) -> str:
    return check.asset.split(".")[0]


def _place(layer: str) -> tuple[int, str]:
    """Return where a layer stands on the way from the sources to the marts."""
    after = ("staging", "intermediate", "marts")
    return (after.index(layer) + 1 if layer in after else 0, layer)


@drawn
def freshness_bars(ledger: Sequence[LedgerRow], now: datetime) -> Layers:
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
    top = max(*rows["hours"] * 1.4, 1.0)
    base = alt.Chart(rows).encode(
        y=alt.Y("entity:N", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
        x=alt.X("hours:Q", axis=None, scale=alt.Scale(domain=[0, top])),
        tooltip=[
            alt.Tooltip("source:N", title="Source"),
            alt.Tooltip("entity:N", title="Entity"),
            alt.Tooltip("ago:N", title="Last brought something new"),
        ],
    )
    return Layers(
        [
            painted(base.mark_bar(height={"band": 0.6}, cornerRadiusEnd=2), "accent"),
            painted(
                base.mark_text(align="left", dx=6).encode(text=alt.Text("ago:N")), "ink"
            ),
        ],
        height={"step": 24},
    )
