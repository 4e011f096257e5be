"""The cards of sales: each a question, with its answer as the title of its chart."""

from collections.abc import Mapping

import pandas as pd

from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.formats import counted, day, days
from dashboards.queries import sales_parts
from dashboards.sales import sentences
from dashboards.sales.breakdowns import customer_bars, department_bars, hour_map
from dashboards.sales.trend import trend
from warehouse.settings import settings

Totals = Mapping[str, float]


def trend_card(
    chosen: Chosen,
    now: Totals,
    before: Totals | None,
    buckets: pd.DataFrame,
    buckets_before: pd.DataFrame | None,
) -> None:
    """Show how revenue went, and why."""
    currency = settings().shop.currency
    legend = {}
    # One line needs no legend: the filters above say which days it shows.
    if chosen.compared is not None:
        windows = {"accent": chosen.window, "muted": chosen.compared}
        legend = {role: days(w.first_on, w.last_on) for role, w in windows.items()}
    said = [f"Revenue by {chosen.grain}, {currency}"]
    if chosen.compared is None and chosen.note:
        said.append(f"nothing to compare with: {chosen.note}")
    if len(buckets) == 1:
        said.append(f"one {chosen.grain} of data shows no course yet")
    if not all(buckets["is_whole"]):
        said.append(f"dashed: a {chosen.grain} of which only some days are counted")
    title = sentences.revenue_sentence(now, before, currency)
    with card(title, " · ".join(said), is_main=True):
        chart = trend(buckets, buckets_before, chosen.grain, currency, legend)
        draw(chart, "Revenue over time")


def department_card(chosen: Chosen) -> None:
    """Show what is sold most."""
    currency = settings().shop.currency
    parts = sales_parts.departments(chosen.window, chosen.compared)
    rows = list(zip(parts["department"], parts["revenue"], strict=True))
    said = f"Revenue by department, {currency}"
    is_compared = chosen.compared is not None
    if is_compared:
        said += " · upright line: compared period"
    with card(sentences.departments_sentence(rows), said):
        draw(department_bars(parts, currency, is_compared=is_compared), said)


def hour_card(chosen: Chosen) -> None:
    """Show when people buy."""
    shop = settings().shop
    hours = sales_parts.hours(chosen.window, shop.timezone)
    rows = list(hours.itertuples(index=False, name=None))
    with card(sentences.hours_sentence(rows), "Orders by weekday and hour"):
        draw(hour_map(hours, shop.week_start), "Orders by weekday and hour")


def new_customer_card(chosen: Chosen, customers: int) -> None:
    """Show how many customers are new."""
    new = sales_parts.new_customers(chosen.window)
    kinds = sales_parts.new_and_known(chosen.window, chosen.grain)
    said = f"Customers with orders by {chosen.grain}"
    title = sentences.new_customers_sentence(new, customers)
    begin_on = chosen.period.data.first_on
    if chosen.window.first_on == begin_on:
        # Who ordered before the data begin looks new, so a count would mislead.
        title = f"{counted(customers, 'customer')} ordered"
        said += f" · new: for the first time since data begin, {day(begin_on)}"
    with card(title, said):
        draw(customer_bars(kinds, chosen.grain), said)
