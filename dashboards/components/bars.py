"""Named amounts as bars from zero: the chart of a short list, the largest first."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.palette import by_role, painted


@drawn
def bars(
    rows: pd.DataFrame,
    facts: Mapping[str, str],
    *,
    row_height: int = 30,
    label_width: int = 170,
) -> Layers:
    """Return one bar for each row, in their order, with its amount at its end.

    Args:
        rows: name (unique), value, text (the amount in words); role or colour
            (``#rrggbb``) where bars are not of the accent; tick, where an upright line
            marks what the bar is compared with; and the columns of ``facts``.
        facts: Column to its meaning, for the tooltip.
        row_height: Pixels of one bar and the gap after it.
        label_width: Pixels that names may take before they are cut.
    """
    rows = rows.assign(role=rows.get("role", "accent"))
    has_tick = "tick" in rows
    top = float(rows["value"].to_numpy().max())
    if has_tick:
        rows = rows.assign(end=rows[["value", "tick"]].max(axis=1))
        top = float(rows["end"].to_numpy().max())
    base = alt.Chart(rows).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=label_width, labelPadding=6),
        ),
        tooltip=[alt.Tooltip(f"{column}:N", title=facts[column]) for column in facts],
    )
    x = alt.X(
        "value:Q",
        title=None,
        axis=None,
        scale=alt.Scale(
            domain=[min(0.0, float(rows["value"].to_numpy().min())), top * 1.35 or 1]
        ),
    )
    bar = base.mark_bar(cornerRadiusEnd=2, size=0.6 * row_height)
    layers = [
        bar.encode(x=x, color=alt.Color("colour:N", scale=None))
        if "colour" in rows
        else bar.encode(x=x, color=by_role("role")),
        painted(
            base.mark_text(align="left", dx=6).encode(
                x=alt.X("end:Q" if has_tick else "value:Q"), text=alt.Text("text:N")
            ),
            "ink",
        ),
    ]
    if has_tick:
        tick = base.mark_tick(thickness=3, size=0.8 * row_height)
        layers.append(painted(tick.encode(x=alt.X("tick:Q")), "ink"))
    return Layers(
        layers,
        height=max(90, row_height * len(rows)),
        share_colours="colour" not in rows,
    )
