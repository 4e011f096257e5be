"""KPIs: what the shop watches, how it stands, and how to make another one."""

import streamlit as st

from dashboards.components.entries import faulty_files, opened_name
from dashboards.components.header import banner_header
from dashboards.kpis.builder import builder
from dashboards.kpis.catalogue import left_out, metric_table
from dashboards.kpis.removing import removed
from dashboards.kpis.standing import kpi_filters
from dashboards.kpis.tiles import kpi_tiles
from dashboards.kpis.top import no_catalogue, no_kpis
from dashboards.kpis.view import cannot, nothing_named, one_kpi
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
removed()
shown = kpi_filters(saved) if saved else []
if shown:
    kpi_tiles(shown)
else:
    no_kpis(saved)

name = opened_name(KPIS)
opened = next((one for one in shown if one.saved.name == name), None)
if opened is not None:
    one_kpi(opened)
elif name:
    nothing_named(name)
for one in shown:
    if one.computed.problem is not None and one is not opened:
        cannot(one)

catalogue, problem = kpis.catalogue()
if problem is not None:
    no_catalogue(problem)
    st.stop()
builder(catalogue.metrics)
metric_table(catalogue.metrics)
left_out(catalogue.left_out)
docs_buttons(MODELS, LINEAGE)
