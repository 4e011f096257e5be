"""The cohort heat map: who first bought when, and what they do in later periods."""

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.formats import counted, money, share
from dashboards.palette import PALE_PART, painted
from dashboards.queries.retention import Kind
from dashboards.retention.filters import Measure
from dashboards.retention.names import COHORT, names, spans

MOST_COHORTS = 24
FEW = 10
"""Cohorts of fewer customers would be shaky numbers; the table holds them."""
_ROW, _HEAD = 26, 76
"""Pixels of a cohort, and of the axis and its title above all of them."""


def newest(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of the newest cohorts that are not small, as many as fit."""
    large = cells.loc[cells["size"] >= FEW]
    kept = sorted(set(large["cohort_on"]))[-MOST_COHORTS:]
    return large.loc[large["cohort_on"].isin(kept)]


@drawn
def cohort_map(
    cells: pd.DataFrame, measure: Measure, kind: Kind, currency: str
) -> Layers:
    """Return cohorts as rows, periods since the first as columns.

    Cells that are not whole are hollow. The share in a cohort's own period is always
    100 %, so it is left out.

    Args:
        cells: As `queries.retention.cohorts` returns them, of `MOST_COHORTS` at most.
        measure: Share who buy again, or revenue for each customer of the cohort.
        kind: Of period.
        currency: Of the shop.
    """
    is_share = measure == "customers"
    shown = cells.loc[cells["later"] > 0] if is_share else cells
    rows = _described(shown, measure, kind, currency)
    value = "retention_pct" if is_share else "revenue_each"
    columns = len(set(rows["later"]))
    cohorts = len(set(rows["cohort"]))
    solid = rows.loc[rows["is_complete"]]
    hollow = rows.drop(solid.index)
    top = max(solid[value], default=1.0)
    later = sorted({int(n) for n in rows["later"]})
    x = alt.X(
        "later:O",
        title=f"{kind.capitalize()}s after the first order",
        scale=alt.Scale(domain=later, paddingInner=0.06),
        axis=alt.Axis(labelAngle=0, orient="top", labelOverlap="greedy"),
    )
    order = list(dict.fromkeys(rows["cohort"]))
    y = alt.Y(
        "cohort:O",
        title=None,
        scale=alt.Scale(domain=order, paddingInner=0.08),
        axis=alt.Axis(labelLimit=150, labelFlush=False),
    )
    tooltip = [
        alt.Tooltip("who:N", title="First order in"),
        alt.Tooltip("when:N", title="Bought in"),
        alt.Tooltip("people:N", title="Customers"),
        alt.Tooltip("part:N", title="Of the cohort"),
        alt.Tooltip("each:N", title="Revenue per customer of the cohort"),
        alt.Tooltip("amount:N", title="Revenue"),
        alt.Tooltip("whole:N", title="Whole"),
    ]
    scale = alt.Scale(domain=[0, max(top, 1e-9) / PALE_PART], clamp=True)
    cell = alt.Chart(solid).mark_rect(cornerRadius=2)
    empty = alt.Chart(hollow).mark_rect(
        cornerRadius=2, filled=False, strokeWidth=1, strokeDash=[2, 2]
    )
    text = alt.Chart(rows).mark_text(fontSize=11)
    room = f"width / {columns} > 8 * length(datum.label)"
    return Layers(
        [
            cell.encode(
                x=x,
                y=y,
                color=alt.Color(f"{value}:Q", scale=scale, legend=None),
                tooltip=tooltip,
            ),
            painted(empty.encode(x=x, y=y, tooltip=tooltip), "muted"),
            painted(
                text.encode(
                    x=x, y=y, text=alt.Text("label:N"), tooltip=tooltip
                ).transform_filter(room),
                "ink",
            ),
        ],
        height=_HEAD + _ROW * cohorts,
        share_colours=False,
    )


def _described(
    cells: pd.DataFrame, measure: Measure, kind: Kind, currency: str
) -> pd.DataFrame:
    cohorts = names(cells, kind, COHORT)
    return cells.assign(
        cohort=[f"{a} · {n:,}" for a, n in zip(cohorts, cells["size"], strict=True)],
        who=spans(cells, COHORT),
        when=spans(cells),
        people=[counted(int(n), "customer") for n in cells["customers"]],
        part=[share(value / 100) for value in cells["retention_pct"]],
        each=[money(value, currency) for value in cells["revenue_each"]],
        amount=[money(value, currency) for value in cells["revenue"]],
        whole=["yes" if whole else "not yet" for whole in cells["is_complete"]],
        label=[f"{value:.0f}%" for value in cells["retention_pct"]]
        if measure == "customers"
        else [money(v, currency, has_cents=False) for v in cells["revenue_each"]],
    )
