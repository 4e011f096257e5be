"""The main chart of a product: what it sold, and in which weeks it was promoted."""

import altair as alt
import pandas as pd

from dashboards.components.buckets import labels
from dashboards.components.charts import (
    AMOUNT_AXIS,
    Layers,
    amount_y,
    drawn,
    period_x,
)
from dashboards.formats import counted, days, money, number
from dashboards.palette import PROMOTIONS, by_role, painted
from dashboards.periods import Grain

_STRIPS = {"display": 0, "mailer": 9}
"""Pixels from the top of each kind of promotion."""
_STRIP = 6


@drawn
def history(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    promoted: pd.DataFrame,
    measure: str,
    grain: Grain,
    currency: str,
    legend: dict[str, str],
) -> Layers:
    """Return a product's sales as bars, those compared with in grey behind.

    Bars of buckets that the window cuts are pale. Over the bars stand the weeks with
    promotions, the stronger the more of its stores.

    Args:
        now: The window's buckets, as `queries.product.series` gives them.
        before: Those of the compared window, or None.
        promoted: bucket_on, promotion (display or mailer), stores, store_share
            (a fraction); without rows where none are to be shown.
        measure: ``revenue`` or ``units``.
        grain: Of the buckets.
        currency: Of the shop.
        legend: Meaning of the colours that are used, by their role.
    """

    def words(value: float) -> str:
        return money(value, currency) if measure == "revenue" else number(value)

    points = now.assign(
        label=labels(now, grain),
        value=now[measure],
        when=[
            days(first.date(), last.date())
            for first, last in zip(now["first_on"], now["last_on"], strict=True)
        ],
        amount=[words(value) for value in now[measure]],
        ordered=[counted(round(value), "order") for value in now["orders"]],
        strength=[1.0 if is_whole else 0.45 for is_whole in now["is_whole"]],
    )
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("amount:N", title=measure.capitalize()),
        alt.Tooltip("ordered:N", title="Orders"),
    ]
    if before is not None:
        then = before.reset_index(drop=True).reindex(range(len(points)))[measure]
        points = points.assign(
            value_before=then.to_numpy(),
            amount_before=["" if pd.isna(value) else words(value) for value in then],
        )
        tooltip.append(alt.Tooltip("amount_before:N", title="Then"))
    highest = max(
        *points["value"],
        *(points["value_before"].fillna(0) if before is not None else []),
        0.0,
    )
    lowest = min(*points["value"], 0.0)
    room = 1.0 if promoted.empty else 1.16
    x = period_x(points)
    scale = alt.Scale(domain=[lowest, highest * room or 1])
    y = alt.Y("value:Q", title=None, axis=AMOUNT_AXIS, scale=scale)
    base = alt.Chart(points).encode(x=x, tooltip=tooltip)
    layers: list[alt.Chart] = []
    if before is not None:
        wide = base.mark_bar(width={"band": 0.9}, opacity=0.45)
        layers.append(painted(wide.encode(y=alt.Y("value_before:Q")), "muted", legend))
    narrow = base.mark_bar(
        width={"band": 0.55 if before is not None else 0.75}, cornerRadiusEnd=2
    )
    strength = alt.Opacity("strength:Q", scale=None)
    layers.append(painted(narrow.encode(y=y, opacity=strength), "accent", legend))
    if not promoted.empty:
        layers += _strips(points, promoted, x, legend)
    return Layers(layers, height=300)


def _strips(
    points: pd.DataFrame, promoted: pd.DataFrame, x: alt.X, legend: dict[str, str]
) -> list[alt.Chart]:
    """Return a row of marks for each kind of promotion."""
    rows = promoted.merge(points[["bucket_on", "label", "when"]], on="bucket_on")
    rows = rows.assign(
        said=[counted(int(stores), "store") for stores in rows["stores"]],
        strength=0.3 + 0.7 * rows["store_share"],
    )
    strips = []
    for promotion, top in _STRIPS.items():
        part = rows.loc[rows["promotion"] == promotion].assign(
            role=PROMOTIONS[promotion]
        )
        if part.empty:
            continue
        strips.append(
            alt.Chart(part)
            .mark_bar(width={"band": 0.9}, cornerRadius=2)
            .encode(
                x=x,
                y=alt.YValue(top),
                y2=alt.Y2Value(top + _STRIP),
                opacity=alt.Opacity("strength:Q", scale=None),
                color=by_role("role", legend),
                tooltip=[
                    alt.Tooltip("when:N", title="When"),
                    alt.Tooltip("promotion:N", title="Promotion"),
                    alt.Tooltip("said:N", title="In"),
                ],
            )
        )
    return strips


@drawn
def price_line(now: pd.DataFrame, grain: Grain, currency: str) -> Layers:
    """Return revenue for each unit by day, week or month; gaps where none was sold."""
    points = now.assign(
        label=labels(now, grain),
        amount=[
            "" if pd.isna(value) else money(value, currency) for value in now["price"]
        ],
        sold=[number(value) for value in now["units"]],
    )
    base = alt.Chart(points).encode(
        x=period_x(points),
        y=amount_y("price"),
        tooltip=[
            alt.Tooltip("label:N", title="From"),
            alt.Tooltip("amount:N", title="Price per unit"),
            alt.Tooltip("sold:N", title="Units"),
        ],
    )
    return Layers(
        [
            painted(base.mark_line(strokeWidth=2.5), "accent"),
            painted(base.mark_point(filled=True, size=35, opacity=1), "accent"),
        ],
        height=250,
    )
