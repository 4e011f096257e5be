"""KPIs: what the shop watches, how it stands, and how to make another one."""

import streamlit as st

from dashboards.components.entries import faulty_files, opened
from dashboards.components.header import banner_header
from dashboards.kpis.builder import builder
from dashboards.kpis.catalogue import left_out, metric_table
from dashboards.kpis.saving import FORM
from dashboards.kpis.standing import kpi_filters
from dashboards.kpis.tiles import kpi_tiles
from dashboards.kpis.top import no_catalogue, no_kpis
from dashboards.kpis.view import cannot, one_kpi
from dashboards.quality.data_docs import LINEAGE, MODELS, docs_buttons
from dashboards.queries import kpis
from warehouse.settings.kpis import KPIS

TITLE = "KPIs"
ICON = ":material/speed:"
PLACE = 11

if not banner_header(TITLE, "only whole periods are compared"):
    st.stop()
saved, faults = kpis.saved_kpis()
faulty_files(KPIS, faults)
FORM.removed()
shown = kpi_filters(saved) if saved else []
if shown:
    kpi_tiles(shown)
else:
    no_kpis(saved)

one = opened(KPIS, shown)
if one is not None:
    one_kpi(one)
for other in shown:
    if other.computed.problem is not None and other is not one:
        cannot(other)

catalogue, problem = kpis.catalogue()
if problem is not None:
    no_catalogue(problem)
    st.stop()
builder(catalogue.metrics)
metric_table(catalogue.metrics)
left_out(catalogue.left_out)
docs_buttons(MODELS, LINEAGE)
