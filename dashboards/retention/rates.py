"""The main chart of retention: both rates over time."""

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn, period_x
from dashboards.components.trend import telling_points
from dashboards.formats import percent
from dashboards.palette import painted
from dashboards.queries.retention import Kind
from dashboards.retention.names import names, spans

RATES = {"accent": "returning", "amber": "classic"}
"""Both rates by the role of their colour."""


@drawn
def rate_lines(rows: pd.DataFrame, kind: Kind, at: int, compared: int | None) -> Layers:
    """Return both rates over time, with points on the periods that are compared.

    Args:
        rows: Periods, as `queries.retention.retention` returns them.
        kind: Of them.
        at: Place of the chosen period.
        compared: Place of the compared one, or None.
    """
    rows = rows.dropna(subset=["returning_pct"])
    points = rows.assign(
        label=names(rows, kind),
        when=spans(rows),
        returning_text=[percent(value) for value in rows["returning_pct"]],
        classic_text=[percent(value) for value in rows["classic_pct"]],
        whole=["yes" if is_complete else "no" for is_complete in rows["is_complete"]],
    )
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("returning_text:N", title="Returning"),
        alt.Tooltip("classic_text:N", title="Classic"),
        alt.Tooltip("at_start:Q", title="Customers at start", format=",d"),
        alt.Tooltip("retained:Q", title="Came back", format=",d"),
        alt.Tooltip("won:Q", title="Won", format=",d"),
        alt.Tooltip("whole:N", title=f"Whole {kind}s"),
    ]
    x = period_x(points)
    layers: list[alt.Chart] = []
    for role, name in reversed(RATES.items()):
        y = alt.Y(
            f"{name}_pct:Q",
            title=None,
            axis=alt.Axis(labelExpr="datum.label + '%'", tickCount=5),
            scale=alt.Scale(zero=False, nice=True, padding=16),
        )
        width = 2.5 if name == "returning" else 1.75
        for part, dash in _whole_and_not(points):
            line = alt.Chart(part).mark_line(strokeWidth=width, strokeDash=dash)
            layers.append(painted(line.encode(x=x, y=y), role, RATES))
    y = alt.Y("returning_pct:Q")
    then = alt.Chart(points.loc[points.index == compared]).encode(x=x, y=y)
    now = alt.Chart(points.loc[points.index == at]).encode(x=x, y=y)
    said = now.mark_text(dy=18, fontSize=13, fontWeight=600).encode(
        text=alt.Text("returning_text:N")
    )
    layers += [
        painted(then.mark_point(filled=True, size=80, opacity=1), "muted", RATES),
        painted(now.mark_point(filled=True, size=80, opacity=1), "accent", RATES),
        painted(said, "accent", RATES),
    ]
    layers.append(telling_points(points, y, tooltip, RATES))
    return Layers(layers, height=300)


def _whole_and_not(points: pd.DataFrame) -> list[tuple[pd.DataFrame, list[int]]]:
    """Return the whole periods, and the pieces that join others to them, dashed."""
    whole = points.loc[points["is_complete"]]
    pieces: list[tuple[pd.DataFrame, list[int]]] = [(whole, [1, 0])]
    if whole.empty:
        return [(points, [4, 4])]
    before = points.loc[: whole.index[0]]
    after = points.loc[whole.index[-1] :]
    return pieces + [(part, [4, 4]) for part in (before, after) if len(part) > 1]
