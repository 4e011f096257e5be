"""Retention: who comes back, what is missing to all of them, and who stayed away."""

import streamlit as st

from dashboards.components.empty import no_customers
from dashboards.components.faults import part
from dashboards.components.header import about, header
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.queries import retention
from dashboards.retention import cards
from dashboards.retention.filters import retention_filters
from dashboards.retention.tables import retention_tables
from dashboards.retention.tiles import retention_tiles
from dashboards.retention.worth import worth
from warehouse.settings import settings

TITLE = "Retention"
ICON = ":material/replay:"
PLACE = 30

data = header(TITLE, "guests are no customers", "only whole periods have a rate")
currency = settings().shop.currency
stages = retention.stages()
if not any(stages["customers"]):
    no_customers()
chosen = retention_filters()
if chosen.at is None:
    cards.too_little(chosen.kind, data)
    st.stop()
at = chosen.at
away_revenue = retention.lapsed_revenue(chosen.window(at - 1), chosen.window(at))
gap = worth(chosen.numbers(at), away_revenue)
tiles(retention_tiles(chosen, at, gap, currency))

cards.rate_card(chosen, at)
with st.grid(3, min_column_width=300):
    with part("What is missing to 100%"):
        cards.gap_card(chosen, at, gap)
    with part("Life cycle"):
        cards.life_card(chosen, at)
    with part("Stages of life"):
        cards.stage_card(stages)
cells = retention.cohorts(chosen.kind)
cards.cohort_card(chosen, cells, data.first_on)

tabbed(
    retention_tables(chosen, at, cells, stages, currency),
    about() | {"Retention by": chosen.kind, "Period": chosen.name(at)},
)
