"""What a customer spent, month by month."""

import altair as alt
import pandas as pd

from dashboards.components.charts import PERIOD_AXIS, SHORT_NUMBERS, Layers, drawn
from dashboards.formats import MONTHS, counted, money
from dashboards.palette import painted

_QUIET_MONTHS = 3
"""Months without an order, the running one among them, from which it is the answer."""


@drawn
def spending_chart(months: pd.DataFrame, currency: str) -> Layers:
    """Return revenue by month as bars from zero; returns may take one below.

    Args:
        months: Rows of `queries.customer.spending`.
        currency: Of the shop.
    """
    rows = months.assign(
        label=[
            f"{MONTHS[month.month - 1]} {month.year}" for month in months["month_on"]
        ],
        amount=[money(value, currency) for value in months["revenue"]],
        bought=[counted(int(count), "order") for count in months["orders"]],
    )
    bar = (
        alt.Chart(rows)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X("label:O", sort=None, title=None, axis=PERIOD_AXIS),
            y=alt.Y(
                "revenue:Q",
                title=None,
                axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=4),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Month"),
                alt.Tooltip("amount:N", title="Revenue"),
                alt.Tooltip("bought:N", title="Bought"),
            ],
        )
    )
    return Layers([painted(bar, "accent")], height=200)


def spending_sentence(months: pd.DataFrame, currency: str) -> str:
    """Return how regularly a customer buys, or for how long no more.

    Columns read: orders, revenue; one row for each month from the first order on.
    """
    orders = [int(count) for count in months["orders"]]
    active = sum(count > 0 for count in orders)
    quiet = next((n for n, count in enumerate(reversed(orders)) if count), len(orders))
    span = counted(len(orders), "month")
    if quiet >= _QUIET_MONTHS:
        return f"No order for {counted(quiet, 'month')}, after {active} with orders"
    recent = [float(amount) for amount in months["revenue"].tail(12)]
    mean = money(sum(recent) / len(recent), currency)
    if len(orders) <= 1:
        return f"The first month: {counted(sum(orders), 'order')} of {mean}"
    last = f"the last {len(recent)} months" if len(orders) > 12 else span
    return f"Bought in {active} of {span}; {mean} a month over {last}"
