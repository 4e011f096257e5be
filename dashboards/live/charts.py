"""Charts of the last hour. They are drawn anew each second: only their data change."""

import altair as alt
import pandas as pd

from dashboards.components.charts import PERIOD_AXIS, SHORT_NUMBERS, Layers, drawn
from dashboards.formats import counted, money
from dashboards.palette import by_role

_LEGEND = {"accent": "visitors", "vermilion": "minutes with orders"}


@drawn
def minute_bars(minutes: pd.DataFrame, timezone: str, currency: str) -> Layers:
    """Return visitors by minute as bars, and a mark over minutes with orders.

    Args:
        minutes: As `queries.live.by_minute` has them.
        timezone: Of the shop.
        currency: Of the shop.
    """
    starts = minutes["minute"].dt.tz_localize("UTC").dt.tz_convert(timezone)
    rows = minutes.assign(
        clock=starts.dt.strftime("%H:%M"),
        when=[
            f"{start:%H:%M}, so far" if ago == 0 else f"{start:%H:%M}"
            for start, ago in zip(starts, minutes["ago"], strict=True)
        ],
        solid=[1.0 if is_whole else 0.4 for is_whole in minutes["is_whole"]],
        role="accent",
        order_role="vermilion",
        marked=minutes["visitors"].where(minutes["orders"] > 0),
        ordered=[
            f"{counted(int(orders), 'order')} of {money(amount, currency)}"
            for orders, amount in zip(minutes["orders"], minutes["amount"], strict=True)
        ],
    ).drop(columns="minute")
    base = alt.Chart(rows).encode(
        x=alt.X("clock:O", sort=None, title=None, axis=PERIOD_AXIS),
        tooltip=[
            alt.Tooltip("when:N", title="Minute from"),
            alt.Tooltip("visitors:Q", title="Visitors", format=",d"),
            alt.Tooltip("page_views:Q", title="Page views", format=",d"),
            alt.Tooltip("product_views:Q", title="Product views", format=",d"),
            alt.Tooltip("adds:Q", title="Added to carts", format=",d"),
            alt.Tooltip("ordered:N", title="Ordered"),
        ],
    )
    y = alt.Y(
        "visitors:Q",
        title=None,
        axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=4, tickMinStep=1),
        scale=alt.Scale(zero=True, nice=True, domainMin=0),
    )
    bar = base.mark_bar(cornerRadiusEnd=2).encode(
        y=y,
        color=by_role("role", _LEGEND),
        opacity=alt.Opacity("solid:Q", scale=None, legend=None),
    )
    mark = base.mark_point(filled=True, size=40, yOffset=-8, opacity=1).encode(
        y=alt.Y("marked:Q"), color=by_role("order_role", _LEGEND)
    )
    return Layers([bar, mark], height=260)
