"""Charts of attribution: models beside each other, returns, and spend over time."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboards.attribution.judged import MODELS, Judged
from dashboards.components.buckets import labels
from dashboards.components.charts import (
    AMOUNT_AXIS,
    PERIOD_AXIS,
    SHORT_NUMBERS,
    Layers,
    drawn,
)
from dashboards.formats import money, number, ratio
from dashboards.palette import by_role, painted
from dashboards.periods import Grain


def model_points(channels: Sequence[Judged], model: str, currency: str) -> pd.DataFrame:
    """Return what `models_beside` draws: one row for each channel and model."""
    return pd.DataFrame(
        [
            {
                "name": one.channel.capitalize(),
                "model": title,
                "value": one.revenue[key],
                "text": money(one.revenue[key], currency),
                "orders": number(one.orders[key]),
                "role": "accent" if key == model else "muted",
                "is_chosen": key == model,
            }
            for one in channels
            for key, title in MODELS.items()
        ]
    )


@drawn
def models_beside(points: pd.DataFrame, chosen: str) -> Layers:
    """Return a dot for each channel and model, the chosen model's in front.

    Args:
        points: As `model_points` gives them.
        chosen: The chosen model, in words.
    """
    y = alt.Y(
        "name:N",
        sort=None,
        title=None,
        scale=alt.Scale(domain=points["name"].unique().tolist(), padding=0.5),
        axis=alt.Axis(grid=True, labelLimit=120),
    )
    low = min(0.0, float(points["value"].to_numpy().min()))
    top = float(points["value"].to_numpy().max())
    x = alt.X(
        "value:Q",
        title=None,
        axis=AMOUNT_AXIS,
        scale=alt.Scale(domain=[low, top * 1.15 or 1]),
    )
    tooltip = [
        alt.Tooltip("name:N", title="Channel"),
        alt.Tooltip("model:N", title="Model"),
        alt.Tooltip("text:N", title="Attributed revenue"),
        alt.Tooltip("orders:N", title="Attributed orders"),
    ]
    legend = {"accent": chosen, "muted": "other models"}
    spans = points.groupby("name", sort=False, as_index=False).agg(
        low=("value", "min"), high=("value", "max")
    )
    others = points.loc[~points["is_chosen"]]
    front = points.loc[points["is_chosen"]]
    dots = alt.Chart(others).mark_circle(size=110, opacity=0.8)
    best = alt.Chart(front).mark_circle(size=220, opacity=1)
    text = alt.Chart(front).mark_text(dy=-15, fontWeight=600)
    return Layers(
        [
            painted(
                alt.Chart(spans)
                .mark_rule(strokeWidth=2)
                .encode(x=alt.X("low:Q"), x2="high:Q", y=y),
                "muted",
                legend,
            ),
            dots.encode(x=x, y=y, color=by_role("role", legend), tooltip=tooltip),
            best.encode(x=x, y=y, color=by_role("role", legend), tooltip=tooltip),
            painted(text.encode(x=x, y=y, text="text:N"), "ink", legend),
        ],
        height=60 + 46 * len(spans),
    )


def return_points(paid: Sequence[Judged], model: str, currency: str) -> pd.DataFrame:
    """Return what `returned` draws: one row for each channel with enough weeks."""
    rows = [
        {
            "name": one.campaign or one.channel.capitalize(),
            "value": mean.value,
            "low": max(mean.low, 0.0),
            "high": mean.high,
            "text": ratio(mean.value),
            "span": f"{ratio(max(mean.low, 0))} to {ratio(mean.high)}",
            "spend": money(one.spend, currency),
        }
        for one in paid
        if (mean := one.mean(model)) is not None
    ]
    columns = ["name", "value", "low", "high", "text", "span", "spend"]
    return pd.DataFrame(rows, columns=columns)


@drawn
def returned(points: pd.DataFrame, break_even: float) -> Layers:
    """Return the return on spend of each channel with its interval, on a log axis.

    Args:
        points: As `return_points` gives them, at least one.
        break_even: Return at which spend pays: an upright line.
    """
    shown = points.assign(low=[max(low, 0.1) for low in points["low"].tolist()])
    ends = [break_even, *shown["low"].tolist(), *shown["high"].tolist()]
    x = alt.X(
        "value:Q",
        title=None,
        axis=alt.Axis(tickCount=4, labelExpr=SHORT_NUMBERS, grid=False),
        scale=alt.Scale(
            type="log", domain=[max(0.1, 0.7 * min(ends)), 1.5 * max(ends)]
        ),
    )
    y = alt.Y(
        "name:N",
        sort=None,
        title=None,
        scale=alt.Scale(domain=shown["name"].tolist(), padding=0.5),
        axis=alt.Axis(labelLimit=110),
    )
    base = alt.Chart(shown).encode(
        y=y,
        tooltip=[
            alt.Tooltip("name:N", title="Spent on"),
            alt.Tooltip("text:N", title="Revenue for each 1 spent"),
            alt.Tooltip("span:N", title="Between, by 95 %"),
            alt.Tooltip("spend:N", title="Spend"),
        ],
    )
    line = alt.Chart(pd.DataFrame({"value": [break_even]})).mark_rule(
        strokeDash=[4, 4], strokeWidth=1.5
    )
    span = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q"), x2="high:Q")
    dots = base.mark_circle(size=140, opacity=1).encode(x=x)
    text = base.mark_text(dy=-14, fontWeight=600).encode(x=x, text="text:N")
    return Layers(
        [
            painted(line.encode(x=x), "muted"),
            painted(span, "accent"),
            painted(dots, "accent"),
            painted(text, "ink"),
        ],
        height=max(120, 50 + 46 * len(shown)),
    )


@drawn
def spend_and_revenue(series: pd.DataFrame, grain: Grain, currency: str) -> Layers:
    """Return spend as bars, and as a line the revenue of what it was spent on."""
    points = series.assign(
        label=labels(series, grain),
        spent=[money(value, currency) for value in series["spend"]],
        brought=[money(value, currency) for value in series["revenue"]],
    )
    x = alt.X("label:O", sort=list(points["label"]), title=None, axis=PERIOD_AXIS)
    tooltip = [
        alt.Tooltip("label:N", title=grain.capitalize()),
        alt.Tooltip("spent:N", title="Spend"),
        alt.Tooltip("brought:N", title="Attributed revenue"),
    ]
    base = alt.Chart(points).encode(x=x, tooltip=tooltip)
    legend = {"accent": "attributed revenue", "amber": "spend"}
    return Layers(
        [
            painted(
                base.mark_bar(cornerRadiusEnd=2).encode(
                    y=alt.Y("spend:Q", title=None, axis=AMOUNT_AXIS)
                ),
                "amber",
                legend,
            ),
            painted(
                base.mark_line(strokeWidth=3, point=True).encode(
                    y=alt.Y("revenue:Q", title=None)
                ),
                "accent",
                legend,
            ),
        ],
        height=280,
    )


@drawn
def touch_bars(counts: pd.DataFrame) -> alt.Chart:
    """Return how many orders had how many visits before them, ten and more as one."""
    most = 10
    orders = dict.fromkeys(range(1, most + 1), 0)
    for touches, count in zip(
        counts["touches"].tolist(), counts["orders"].tolist(), strict=True
    ):
        orders[min(touches, most)] += count
    points = pd.DataFrame(
        [
            {"label": f"{touches}+" if touches == most else str(touches), "orders": n}
            for touches, n in orders.items()
        ]
    )
    return painted(
        alt.Chart(points)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X(
                "label:O",
                sort=list(points["label"]),
                title="Visits before the order",
                axis=alt.Axis(labelAngle=0, titleFontWeight="normal"),
            ),
            y=alt.Y(
                "orders:Q",
                title=None,
                axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5, tickMinStep=1),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Visits"),
                alt.Tooltip("orders:Q", title="Orders", format=",d"),
            ],
        )
        .properties(height=280),
        "accent",
    )
