"""The main chart of sales: revenue over time, against another period."""

import altair as alt
import pandas as pd

from dashboards.components.charts import PERIOD_AXIS, SHORT_NUMBERS, Layers, drawn
from dashboards.formats import change, counted, days, money
from dashboards.palette import painted
from dashboards.periods import Grain
from dashboards.sales.buckets import labels


@drawn
def trend(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    grain: Grain,
    currency: str,
    legend: dict[str, str],
) -> Layers:
    """Return revenue by day, week or month; what it is compared with in grey behind.

    Buckets that the window cuts are joined by dashes: they are not whole.

    Args:
        now: The window's buckets.
        before: Those of the compared window, or None.
        grain: Of the buckets.
        currency: Of the shop.
        legend: Names of both windows by the role of their colour.
    """
    points = now.assign(
        label=labels(now, grain),
        when=[days(a.date(), b.date()) for a, b in _spans(now)],
        amount=[money(value, currency) for value in now["revenue"]],
        ordered=[counted(round(value), "order") for value in now["orders"]],
    )
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("amount:N", title="Revenue"),
        alt.Tooltip("ordered:N", title="Orders"),
    ]
    if before is not None:
        points = _beside(points, before, currency)
        tooltip += [
            alt.Tooltip("when_before:N", title="Compared with"),
            alt.Tooltip("amount_before:N", title="Revenue then"),
            alt.Tooltip("change:N", title="Change"),
        ]
    x = alt.X(
        "label:O",
        # Layers begin at different buckets, so the order is that of all of them.
        scale=alt.Scale(domain=points["label"].tolist()),
        title=None,
        axis=PERIOD_AXIS,
    )
    y = alt.Y(
        "revenue:Q",
        title=None,
        axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5),
        scale=alt.Scale(zero=True, nice=True),
    )
    layers: list[alt.Chart] = []
    if before is not None:
        then = alt.Chart(points).mark_line(strokeWidth=2)
        layers.append(
            painted(then.encode(x=x, y=alt.Y("revenue_before:Q")), "muted", legend)
        )
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
    hover = alt.selection_point(
        fields=["label"],
        nearest=True,
        on="pointerover",
        clear="pointerout",
        empty=False,
    )
    # A single bucket has no line, so its point is always there.
    seen = (
        alt.value(1)
        if len(points) == 1
        else alt.condition(hover, alt.value(1), alt.value(0))
    )
    dots = alt.Chart(points).mark_point(filled=True, size=70)
    layers.append(
        painted(
            dots.encode(x=x, y=y, opacity=seen, tooltip=tooltip), "accent", legend
        ).add_params(hover)
    )
    return Layers(layers, height=300)


def _beside(points: pd.DataFrame, before: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return the points with what stands at the same place of the compared window."""
    then = before.reset_index(drop=True).reindex(range(len(points)))
    spans = [
        "" if pd.isna(first) else days(first.date(), last.date())
        for first, last in zip(then["first_on"], then["last_on"], strict=True)
    ]
    known = [None if pd.isna(value) else value for value in then["revenue"]]
    return points.assign(
        revenue_before=then["revenue"].to_numpy(),
        when_before=spans,
        amount_before=[money(value, currency) for value in known],
        change=[
            change(now, value) or ""
            for now, value in zip(points["revenue"], known, strict=True)
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
