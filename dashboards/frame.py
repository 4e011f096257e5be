"""The frame of every page: its name, its logo, the way to the others."""

from pathlib import Path

import streamlit as st

from dashboards.components.customer_link import open_picked
from dashboards.components.faults import part
from dashboards.navigation import pages
from warehouse.settings import settings

HERE = Path(__file__).parent

# An icon of the Material font would be fetched from the internet.
st.set_page_config(
    page_title=f"{settings().shop.name} · Karvan",
    page_icon=str(HERE / "icon.svg"),
    layout="wide",
)
st.logo((HERE / "logo.svg").read_text(), size="medium")
page = st.navigation(
    [st.Page(page.path, title=page.title, icon=page.icon) for page in pages()],
    position="top",
)
open_picked()
with part(page.title):
    page.run()
