"""Customers: who brings the revenue, who stopped, and the lists to act on."""

import streamlit as st

from dashboards.components.empty import no_customers
from dashboards.components.faults import part
from dashboards.components.header import about, header
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.customers import cards, levels, lists
from dashboards.customers.conversions import conversion_part
from dashboards.customers.tables import customer_tables
from dashboards.customers.tiles import customer_tiles
from dashboards.queries import customers, movement
from warehouse.settings import settings

TITLE = "Customers"
ICON = ":material/group:"
PLACE = 20

header(TITLE)
currency = settings().shop.currency
buyers = customers.buyers()
if buyers is None:
    no_customers()

wanted, month = lists.list_filters()
segments = customers.segments()
with part("Numbers of customers"):
    tiles(customer_tiles(buyers, segments, movement.history(), currency))

cards.tree_card(segments)
with st.grid(2, min_column_width=300):
    if month is not None:
        with part("Movement between segments"):
            cards.movement_card(month)
    with st.container():
        with part("Segments over time"):
            cards.history_card()
        with part("Scores"):
            cards.score_card()

with part("Each score alone"), st.grid(3, min_column_width=300):
    levels.level_cards()

lists.quick_lists(wanted, buyers, segments)
wanted = lists.ranked(wanted)
with part("Lists of customers"):
    tabbed(
        customer_tables(wanted, month, buyers, currency),
        about() | {"List": wanted.title, "Found by": wanted.search},
    )

with part("What else customers do"):
    conversion_part()
