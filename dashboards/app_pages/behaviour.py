"""Behaviour: how far visitors come, what they look at and do not buy, who hesitates."""

import streamlit as st

from dashboards.behaviour import funnel_cards, product_cards
from dashboards.behaviour.filters import behaviour_filters
from dashboards.behaviour.tables import behaviour_tables
from dashboards.behaviour.tiles import behaviour_tiles
from dashboards.components.faults import part
from dashboards.components.header import about
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.queries import behaviour, behaviour_products
from dashboards.traffic.top import traffic_header

TITLE = "Behaviour"
ICON = ":material/filter_alt:"
PLACE = 16

traffic_header(TITLE)
chosen = behaviour_filters()
tiles(behaviour_tiles(chosen))

steps = behaviour.steps_of(chosen.funnel, chosen.kind, chosen.first_on)
before = behaviour.steps_of(chosen.funnel, chosen.kind, chosen.compared_on)
funnel_cards.funnel_card(chosen, steps, before)

products = behaviour_products.products(chosen.kind, chosen.first_on, chosen.compared_on)
with st.grid(2, min_column_width=340):
    with part("Who goes all the way"):
        funnel_cards.value_card(steps)
    with part("What is viewed and bought most"):
        product_cards.product_card(chosen, products)
    with part("Viewed, not bought"):
        product_cards.not_buying_card(chosen)
    with part("Switching"):
        product_cards.switching_card(chosen)

with part("Tables of behaviour"):
    tabbed(
        behaviour_tables(chosen, steps, products),
        about() | {"Period": chosen.name(chosen.at), "Funnel": chosen.title},
    )
