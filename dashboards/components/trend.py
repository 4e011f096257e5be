"""The main chart of a page: one amount over time, against another period."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboards.components.buckets import labels
from dashboards.components.charts import Layers, amount_y, drawn, nearest, period_x
from dashboards.formats import NOTHING, change, days
from dashboards.palette import painted
from warehouse.metrics.question import Grain


@drawn
def trend(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    grain: Grain,
    legend: dict[str, str],
    facts: dict[str, str],
    target: float | None = None,
) -> Layers:
    """Return an amount by day, week or month; what it is compared with in grey behind.

    Buckets that the window cuts are joined by dashes: they are not whole.

    Args:
        now: The window's buckets: bucket_on, first_on, last_on, is_whole, value, and
            the columns of ``facts``, in words; the first of these is the value.
        before: Those of the compared window, or None.
        grain: Of the buckets.
        legend: Names of both windows by the role of their colour.
        facts: Column to its meaning, for the tooltip.
        target: What the amount should come to, as a line of the role ink.
    """
    points = now.assign(
        label=labels(now, grain),
        when=[days(a.date(), b.date()) for a, b in _spans(now)],
    )
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        *(alt.Tooltip(f"{column}:N", title=facts[column]) for column in facts),
    ]
    if before is not None:
        text, meaning = next(iter(facts.items()))
        points = _beside(points, before, text)
        tooltip += [
            alt.Tooltip("when_before:N", title="Compared with"),
            alt.Tooltip("text_before:N", title=f"{meaning} then"),
            alt.Tooltip("change:N", title="Change"),
        ]
    x, y = period_x(points), amount_y("value")
    layers: list[alt.Chart] = []
    if before is not None:
        then = alt.Chart(points).mark_line(strokeWidth=2)
        layers.append(
            painted(then.encode(x=x, y=alt.Y("value_before:Q")), "muted", legend)
        )
    if target is not None:
        rule = alt.Chart(points.head(1)).mark_rule(strokeDash=[2, 3])
        layers.append(painted(rule.encode(y=alt.datum(target)), "ink", legend))
    whole, cut = _whole_and_cut(points)
    layers += [
        painted(
            alt.Chart(part)
            .mark_line(strokeWidth=2.5, strokeDash=dash)
            .encode(x=x, y=y),
            "accent",
            legend,
        )
        for part, dash in [(whole, [1, 0]), *((part, [4, 4]) for part in cut)]
    ]
    layers.append(telling_points(points, y, tooltip, legend))
    return Layers(layers, height=300)


def telling_points(
    points: pd.DataFrame,
    y: alt.Y,
    tooltip: list[alt.Tooltip],
    legend: Mapping[str, str],
) -> alt.Chart:
    """Return points of a line that show, with their words, where the pointer is."""
    hover = nearest("label")
    # A single bucket has no line, so its point is always there.
    seen = (
        alt.value(1)
        if len(points) == 1
        else alt.condition(hover, alt.value(1), alt.value(0))
    )
    dots = alt.Chart(points).mark_point(filled=True, size=70)
    dots = dots.encode(x=period_x(points), y=y, opacity=seen, tooltip=tooltip)
    return painted(dots, "accent", legend).add_params(hover)


def _beside(points: pd.DataFrame, before: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the points with what stands at the same place of the compared window."""
    then = before.reset_index(drop=True).reindex(range(len(points)))
    spans = [
        "" if pd.isna(first) else days(first.date(), last.date())
        for first, last in zip(then["first_on"], then["last_on"], strict=True)
    ]
    known = [None if pd.isna(value) else value for value in then["value"]]
    return points.assign(
        value_before=then["value"].to_numpy(),
        when_before=spans,
        text_before=then[text].where(then["value"].notna(), NOTHING).to_numpy(),
        change=[
            change(now, value) or ""
            for now, value in zip(points["value"], known, strict=True)
        ],
    )


def _whole_and_cut(points: pd.DataFrame) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return whole buckets, and the pieces that join the first or last to them."""
    inner = points.loc[points["is_whole"]]
    cut = []
    if len(points) > 1:
        if not points["is_whole"].iloc[0]:
            cut.append(points.iloc[:2])
        if not points["is_whole"].iloc[-1]:
            cut.append(points.iloc[-2:])
    return inner, cut


def _spans(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    return list(zip(rows["first_on"], rows["last_on"], strict=True))
