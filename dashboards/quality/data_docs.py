"""Where a reader finds the docs: of the quality checks, the models and the columns."""

import streamlit as st

from warehouse.settings import settings

ROUTE = "/docs"
CHECKS = "Data Docs of every expectation"
MODELS = "Models and columns"
LINEAGE = "Column lineage"

_OF_MODELS = {MODELS: "dbt/models/index.html", LINEAGE: "dbt/lineage/index.html"}
"""Written by the run that first built the project as it is."""


def docs_buttons(*names: str) -> None:
    """Show links to these docs, side by side; those that are not there are left out."""
    found = [(name, url) for name in names if (url := _url(name)) is not None]
    if not found:
        return
    with st.container(horizontal=True):
        for name, url in found:
            st.link_button(name, url, icon=":material/open_in_new:")


def _url(name: str) -> str | None:
    """Return the address of docs on this server; None where there are none."""
    docs = settings().docs_path
    if name in _OF_MODELS:
        pages = [docs / _OF_MODELS[name]]
        pages = [page for page in pages if page.exists()]
    else:
        others = {docs / page for page in _OF_MODELS.values()}
        pages = sorted(set(docs.rglob("index.html")) - others)
    if not pages:
        return None
    shallowest = min(pages, key=lambda page: len(page.parts))
    return f"{ROUTE}/{shallowest.relative_to(docs).as_posix()}"
