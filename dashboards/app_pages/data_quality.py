"""Data quality: what was received, checked and published, and whether to trust it."""

from datetime import UTC, datetime

import streamlit as st

from dashboards.components.header import about, banner_header
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.quality import cards
from dashboards.quality.data_docs import CHECKS, LINEAGE, MODELS, docs_buttons
from dashboards.quality.tables import quality_tables
from dashboards.quality.tiles import quality_tiles
from warehouse.publishing import versions
from warehouse.settings import settings
from warehouse.status import read_status

TITLE = "Data quality"
ICON = ":material/verified:"
PLACE = 60

banner_header(TITLE)
status = read_status()
if status is None:
    st.stop()
zone, now, published = settings().shop.timezone, datetime.now(UTC), versions()
tiles(quality_tiles(status, published, now, zone))

cards.ledger_card(status)
if status.checks and status.ledger:
    with st.grid(2, min_column_width=300):
        cards.check_card(status)
        cards.freshness_card(status, now)

tabbed(quality_tables(status, published, zone), about())
docs_buttons(CHECKS, MODELS, LINEAGE)
