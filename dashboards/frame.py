"""The frame of every page: its name, its logo, the way to the others."""

from pathlib import Path

import streamlit as st

from dashboards.components.faults import part
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
    [
        st.Page(
            "app_pages/overview.py", title="Overview", icon=":material/monitoring:"
        ),
        st.Page("app_pages/customers.py", title="Customers", icon=":material/group:"),
        st.Page(
            "app_pages/data_quality.py",
            title="Data quality",
            icon=":material/verified:",
        ),
    ],
    position="top",
)
with part(page.title):
    page.run()
