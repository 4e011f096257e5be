"""Charts of retention after the first day: a curve, a map of cohorts, brackets."""

import altair as alt
import pandas as pd

from dashboards.components.bars import bars
from dashboards.components.charts import Layers, Spec, drawn
from dashboards.formats import share
from dashboards.palette import PALE_PART, painted
from dashboards.retention.names import names, spans

FEW = 10
"""Cohorts of fewer would be shaky numbers; the table holds them."""
_MOST_COHORTS = 14
_LINES = {"accent": "on day N or later", "amber": "on day N"}
_KINDS = {"accent": "on_or_after", "amber": "return_on"}


@drawn
def curve(lines: pd.DataFrame) -> Layers:
    """Return the share that is there again by days after the first, both kinds.

    Args:
        lines: As `queries.first_days.curves` returns them, without brackets.
    """
    rows = lines.dropna(subset=["part"]).assign(
        day=[f"{n}" for n in lines.dropna(subset=["part"])["from_day"]],
        text=[share(part) for part in lines.dropna(subset=["part"])["part"]],
    )
    order = alt.Scale(domain=list(dict.fromkeys(rows["day"])))
    x = alt.X(
        "day:O", scale=order, title="Days after the first", axis=alt.Axis(labelAngle=0)
    )
    y = alt.Y(
        "part:Q",
        title=None,
        axis=alt.Axis(format="~%", tickCount=5),
        scale=alt.Scale(zero=True, nice=True),
    )
    tooltip = [
        alt.Tooltip("day:N", title="Day"),
        alt.Tooltip("text:N", title="There again"),
        alt.Tooltip("retained:Q", title="Of them", format=",d"),
        alt.Tooltip("size:Q", title="With that day over", format=",d"),
    ]
    layers: list[alt.Chart] = []
    for role, kind in _KINDS.items():
        base = alt.Chart(rows.loc[rows["kind"] == kind]).encode(
            x=x, y=y, tooltip=tooltip
        )
        layers.append(painted(base.mark_line(strokeWidth=2.5), role, _LINES))
        layers.append(painted(base.mark_point(filled=True, size=70), role, _LINES))
        text = base.mark_text(dy=-12, fontSize=11).encode(text=alt.Text("text:N"))
        layers.append(painted(text, role, _LINES))
    return Layers(layers, height=260)


@drawn
def cell_map(cells: pd.DataFrame, cohort: str) -> Layers:
    """Return cohorts as rows and days after the first as columns; hollow: not over.

    Args:
        cells: Of one kind, as `queries.first_days.cohort_cells` returns them.
        cohort: Kind of period.
    """
    kept = sorted(set(cells["first_on"]))[-_MOST_COHORTS:]
    shown = cells.loc[cells["first_on"].isin(kept)].sort_values(
        ["first_on", "from_day"]
    )
    labels = names(shown, "week") if cohort == "week" else spans(shown)
    rows = shown.assign(
        cohort=[f"{a} · {n:,}" for a, n in zip(labels, shown["size"], strict=True)],
        when=spans(shown),
        label=[f"{value:.0f}%" for value in shown["retention_pct"]],
        part=[share(value / 100) for value in shown["retention_pct"]],
        over=["yes" if over else "not yet" for over in shown["is_complete"]],
    )
    solid = rows.loc[rows["is_complete"]]
    hollow = rows.drop(solid.index)
    top = max(solid["retention_pct"], default=1.0)
    x = alt.X(
        "from_day:O",
        title="Days after the first",
        scale=alt.Scale(domain=sorted(set(rows["from_day"])), paddingInner=0.06),
        axis=alt.Axis(labelAngle=0, orient="top"),
    )
    y = alt.Y(
        "cohort:O",
        title=None,
        scale=alt.Scale(domain=list(dict.fromkeys(rows["cohort"])), paddingInner=0.08),
        axis=alt.Axis(labelLimit=150, labelFlush=False),
    )
    tooltip = [
        alt.Tooltip("when:N", title="First day in"),
        alt.Tooltip("from_day:O", title="Day"),
        alt.Tooltip("retained:Q", title="There again", format=",d"),
        alt.Tooltip("size:Q", title="Cohort", format=",d"),
        alt.Tooltip("part:N", title="Share"),
        alt.Tooltip("over:N", title="Over"),
    ]
    scale = alt.Scale(domain=[0, max(top, 1e-9) / PALE_PART], clamp=True)
    empty = alt.Chart(hollow).mark_rect(
        cornerRadius=2, filled=False, strokeWidth=1, strokeDash=[2, 2]
    )
    text = alt.Chart(rows).mark_text(fontSize=11)
    return Layers(
        [
            alt.Chart(solid)
            .mark_rect(cornerRadius=2)
            .encode(
                x=x,
                y=y,
                color=alt.Color("retention_pct:Q", scale=scale, legend=None),
                tooltip=tooltip,
            ),
            painted(empty.encode(x=x, y=y, tooltip=tooltip), "muted"),
            painted(
                text.encode(x=x, y=y, text=alt.Text("label:N"), tooltip=tooltip), "ink"
            ),
        ],
        height=76 + 26 * len(set(rows["cohort"])),
        share_colours=False,
    )


def bracket_bars(brackets: pd.DataFrame) -> Spec:
    """Return one bar for each bracket of days; ``part`` is there for all of them."""
    rows = brackets.assign(
        name=[
            f"Days {first}–{last:.0f}"
            for first, last in zip(
                brackets["from_day"], brackets["to_day"], strict=True
            )
        ],
        value=brackets["part"],
        text=[
            f"{share(part)} of {size:,}"
            for part, size in zip(brackets["part"], brackets["size"], strict=True)
        ],
        people=[f"{count:,}" for count in brackets["retained"]],
    )
    return bars(rows, {"name": "Within", "text": "There again", "people": "Of them"})
