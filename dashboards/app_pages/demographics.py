"""Demographics: who buys what, how the mix changes, and how good new customers are."""

import streamlit as st

from dashboards.components.faults import part
from dashboards.components.header import about, header
from dashboards.components.tables import tabbed
from dashboards.customer.simulated import simulated_notes
from dashboards.demographics import cards
from dashboards.demographics.empty import no_demographics
from dashboards.demographics.filters import demographic_filters
from dashboards.demographics.groups import groups_part, surely_new_since
from dashboards.demographics.tables import new_table
from dashboards.queries import demographics
from warehouse.settings import settings

TITLE = "Demographics"
ICON = ":material/groups:"
PLACE = 25

data = header(TITLE, "guests are no customers", *simulated_notes())
known = demographics.dimensions()
new, sure_on = demographics.new_customers(), surely_new_since(data)
if known:
    groups_part(demographic_filters(known), cards.surely_new(new, sure_on))
else:
    no_demographics()
if not new.empty:
    st.header("New customers", anchor=False)
    with part("New customers"):
        with st.grid(3, min_column_width=300):
            cards.new_cards(new, sure_on)
            cards.channel_card(sure_on)
        tabbed({"New customers": new_table(settings().shop.currency)}, about())
