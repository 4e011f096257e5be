"""Tracking plan: which events shall come, with what, and what really came."""

import streamlit as st

from dashboards.components.faults import part
from dashboards.components.header import about, banner_header
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.tracking import cards
from dashboards.tracking.seen import event_rows, property_rows, seen, surprises
from dashboards.tracking.tables import plan_tables
from dashboards.tracking.tiles import plan_tiles
from dashboards.tracking.top import current_plan, how_to_plan

TITLE = "Tracking plan"
ICON = ":material/rule:"
PLACE = 70

banner_header(TITLE, "bots count here, too")
with part("Events"):
    plan, came = current_plan(), seen()
    events, properties = event_rows(plan, came), property_rows(plan, came)
    if not plan.events:
        how_to_plan()
    if events.empty:
        st.stop()

    tiles(plan_tiles(events, properties, came.refused))
    cards.event_card(events)
    with st.grid(2, min_column_width=300):
        cards.refusal_card(came.refused, int(sum(events["ever"])))
        cards.pii_card(properties)

    tabbed(
        plan_tables(events, properties, surprises(plan, came), came.refused),
        about(),
    )
