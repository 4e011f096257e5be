"""The cards of sales: each a question, with its answer as the title of its chart."""

from collections.abc import Mapping

import pandas as pd

from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.formats import days
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
    legend = {"accent": days(chosen.window.first_on, chosen.window.last_on)}
    if chosen.compared is not None:
        compared = chosen.compared
        legend["muted"] = days(compared.first_on, compared.last_on)
    said = [f"Revenue by {chosen.grain}, {currency}"]
    if chosen.compared is None and chosen.note:
        said.append(f"nothing to compare with: {chosen.note}")
    if len(buckets) == 1:
        said.append(f"one {chosen.grain} of data shows no course yet")
    if not buckets["is_whole"].all():
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
    kinds = sales_parts.new_and_returning(chosen.window, chosen.grain)
    said = f"Customers with orders by {chosen.grain}"
    with card(sentences.new_customers_sentence(new, customers), said):
        draw(customer_bars(kinds, chosen.grain), said)
