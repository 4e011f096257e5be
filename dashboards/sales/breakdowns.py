"""The smaller charts of sales: by department, by hour, by new and known."""

import altair as alt
import pandas as pd

from dashboards.components.buckets import labels
from dashboards.components.charts import AMOUNT_AXIS, PERIOD_AXIS, Layers, drawn
from dashboards.formats import WEEKDAYS, change, money
from dashboards.palette import by_role, painted
from dashboards.periods import Grain


@drawn
def department_bars(
    departments: pd.DataFrame, currency: str, *, is_compared: bool
) -> Layers:
    """Return revenue by department as bars, with a grey tick where it was before."""
    rows = departments.assign(
        amount=[money(value, currency) for value in departments["revenue"]],
        amount_before=[
            money(value, currency) for value in departments["revenue_before"]
        ],
        change=[
            change(now, before) or ""
            for now, before in zip(
                departments["revenue"], departments["revenue_before"], strict=True
            )
        ],
        role=[
            "muted" if name == "Other" else "accent"
            for name in departments["department"]
        ],
    )
    tooltip = [
        alt.Tooltip("department:N", title="Department"),
        alt.Tooltip("amount:N", title="Revenue"),
    ]
    if is_compared:
        tooltip += [
            alt.Tooltip("amount_before:N", title="Revenue then"),
            alt.Tooltip("change:N", title="Change"),
        ]
    base = alt.Chart(rows).encode(
        y=alt.Y("department:N", sort=None, title=None, axis=alt.Axis(labelLimit=130)),
        tooltip=tooltip,
    )
    top = max([*departments["revenue"], *departments["revenue_before"], 1.0])
    x = alt.X(
        "revenue:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top * 1.2])
    )
    end = "max(datum.revenue, datum.revenue_before)" if is_compared else "datum.revenue"
    layers = [
        base.mark_bar(cornerRadiusEnd=2, height={"band": 0.62}).encode(
            x=x, color=by_role("role")
        ),
        painted(
            base.mark_text(align="left", dx=6)
            .encode(x=alt.X("end:Q"), text=alt.Text("amount:N"))
            .transform_calculate(end=end),
            "ink",
        ),
    ]
    if is_compared:
        tick = base.mark_tick(thickness=3, height={"band": 0.8})
        layers.append(painted(tick.encode(x=alt.X("revenue_before:Q")), "ink"))
    return Layers(layers, height=250)


@drawn
def hour_map(hours: pd.DataFrame, week_start: str) -> alt.Chart:
    """Return orders by weekday and hour as a heat map, in the shop's week."""
    first = next(
        i for i, day in enumerate(WEEKDAYS) if week_start.startswith(day.lower())
    )
    order = [*WEEKDAYS[first:], *WEEKDAYS[:first]]
    rows = hours.assign(
        day=[WEEKDAYS[weekday - 1] for weekday in hours["weekday"]],
        clock=[f"{hour:02}:00–{hour:02}:59" for hour in hours["hour"]],
    )
    return (
        alt.Chart(rows)
        .mark_rect(cornerRadius=2)
        .encode(
            x=alt.X(
                "hour:O",
                title="Hour of the day",
                scale=alt.Scale(domain=list(range(24)), paddingInner=0.08),
                axis=alt.Axis(labelAngle=0, values=[0, 6, 12, 18, 23]),
            ),
            y=alt.Y(
                "day:O",
                sort=order,
                title=None,
                scale=alt.Scale(domain=order, paddingInner=0.08),
            ),
            color=alt.Color("orders:Q", legend=None),
            tooltip=[
                alt.Tooltip("day:N", title="Day"),
                alt.Tooltip("clock:N", title="Hour"),
                alt.Tooltip("orders:Q", title="Orders", format=",d"),
            ],
        )
        .properties(height=250)
    )


@drawn
def customer_bars(customers: pd.DataFrame, grain: Grain) -> alt.Chart:
    """Return new and known customers by day, week or month as stacked bars."""
    rows = customers.assign(
        label=labels(customers, grain),
        role=[{"New": "amber", "Known": "accent"}[kind] for kind in customers["kind"]],
    )
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X(
                "label:O",
                sort=None,
                title=None,
                axis=PERIOD_AXIS,
            ),
            y=alt.Y(
                "customers:Q",
                title=None,
                axis=AMOUNT_AXIS,
            ),
            color=by_role("role", {"accent": "known", "amber": "new"}),
            order=alt.Order("kind:N", sort="descending"),
            tooltip=[
                alt.Tooltip("label:N", title="From"),
                alt.Tooltip("kind:N", title="Customers who are"),
                alt.Tooltip("customers:Q", title="Customers", format=",d"),
            ],
        )
        .properties(height=250)
    )
