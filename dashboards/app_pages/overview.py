"""Overview: how sales go, against another period."""

import streamlit as st

from dashboards.alerts.notice import firing_link
from dashboards.components.compared import compared, courses
from dashboards.components.faults import part
from dashboards.components.filters import filter_row, sales_filters
from dashboards.components.header import about, header
from dashboards.components.tables import table
from dashboards.components.tiles import tiles
from dashboards.formats import days
from dashboards.queries import metrics
from dashboards.sales import cards
from dashboards.sales.table import sales_columns, sales_rows
from warehouse.settings import settings

TITLE = "Overview"
ICON = ":material/monitoring:"
PLACE = 10

METRICS = (
    *("revenue", "orders", "customers", "average_order_value"),
    *("orders_per_customer", "units"),
)

data = header(TITLE)
firing_link()
currency = settings().shop.currency
with filter_row():
    chosen = sales_filters(data, can_aim=True)
window, grain = chosen.window, chosen.grain

found = compared(METRICS, chosen)
tiles([found.metric(name) for name in METRICS])

with part("Revenue over time"):
    cards.trend_card(chosen, found.now, found.before, *courses(METRICS, chosen))
with st.grid(3, min_column_width=300):
    with part("Revenue by department"):
        cards.department_card(chosen)
    with part("Orders by hour"):
        cards.hour_card(chosen)
    with part("New customers"):
        metrics.require("customers")
        cards.new_customer_card(chosen, round(found.now["customers"]))

with part("Sales"):
    table(
        f"Sales by {grain}",
        sales_rows(*courses(METRICS, chosen)),
        sales_columns(grain, currency),
        "sales",
        about()
        | {"Period": days(window.first_on, window.last_on), "Note": chosen.note},
    )
