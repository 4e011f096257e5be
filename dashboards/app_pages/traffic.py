"""Traffic: who visits, how far they come, from where, and what attracts them."""

import streamlit as st

from dashboards.components.compared import compared
from dashboards.components.faults import part
from dashboards.components.header import about
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.formats import days
from dashboards.queries import metrics, traffic, traffic_parts
from dashboards.traffic import cards
from dashboards.traffic.tables import traffic_tables
from dashboards.traffic.top import traffic_filters, traffic_header
from warehouse.settings import settings

TITLE = "Traffic"
ICON = ":material/travel_explore:"
PLACE = 15

METRICS = (
    *("visitors", "sessions", "conversion_rate"),
    *("online_orders", "online_order_value", "stickiness"),
)

data = traffic_header(TITLE)
chosen, device = traffic_filters(data)
window = chosen.window

found = compared(METRICS, chosen)
tiles([found.metric(name) for name in METRICS])

with part("Sessions over time"):
    metrics.require("sessions", "conversion_rate")
    cards.trend_card(chosen, found.now, found.before)
funnel, activity = traffic.funnel(window), traffic.activity(window)
channels, pages = traffic_parts.channels(window), traffic_parts.pages(window)
with st.grid(3, min_column_width=300):
    for reached in funnel.loc[funnel["device"] == device].to_dict("records"):
        cards.funnel_card(reached)
    cards.device_card(funnel.loc[funnel["device"] != "all"])
    cards.channel_card(channels)
with st.grid(3, min_column_width=300):
    cards.active_card(activity)
    cards.life_card(activity)
    cards.page_card(pages)

with part("Tables of traffic"):
    tabbed(
        traffic_tables(chosen, funnel, channels, pages, settings().shop.currency),
        about() | {"Period": days(window.first_on, window.last_on)},
    )
