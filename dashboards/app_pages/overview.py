"""Overview: how sales go, against another period."""

import streamlit as st

from dashboards.alerts.notice import firing_link
from dashboards.components.faults import part
from dashboards.components.filters import filter_row, sales_filters
from dashboards.components.header import about, header
from dashboards.components.tables import table
from dashboards.components.tiles import tiles
from dashboards.formats import days
from dashboards.queries import sales
from dashboards.sales import cards
from dashboards.sales.table import sales_columns, sales_rows
from dashboards.sales.tiles import sales_tiles
from warehouse.settings import settings

TITLE = "Overview"
ICON = ":material/monitoring:"
PLACE = 10

data = header(TITLE)
firing_link()
currency = settings().shop.currency
with filter_row():
    chosen = sales_filters(data)
window, compared, grain = chosen.window, chosen.compared, chosen.grain

windows = [*chosen.period.earlier(12), *([compared] if compared else [])]
history = sales.totals(windows).to_dict("records")
before = history.pop() if compared else None
now = history[-1]
tiles(sales_tiles(now, before, history, chosen.note, currency))

buckets = sales.series(window, grain)
buckets_before = sales.series(compared, grain) if compared else None
cards.trend_card(chosen, now, before, buckets, buckets_before)
with st.grid(3, min_column_width=300):
    with part("Revenue by department"):
        cards.department_card(chosen)
    with part("Orders by hour"):
        cards.hour_card(chosen)
    with part("New customers"):
        cards.new_customer_card(chosen, round(now["customers"]))

table(
    f"Sales by {grain}",
    sales_rows(buckets, buckets_before),
    sales_columns(grain, currency),
    "sales",
    about() | {"Period": days(window.first_on, window.last_on), "Note": chosen.note},
)
