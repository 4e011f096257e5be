"""The dashboard's server: the pages, and the docs of checks and models at ``/docs``.

``streamlit run dashboards/streamlit_app.py`` finds ``app`` by itself.
"""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from dashboards.quality.data_docs import ROUTE
from warehouse.settings import settings

app = st.App(
    Path(__file__).with_name("frame.py"),
    # Docs appear with the first run of the checks, often after the server has started.
    routes=[
        Mount(
            ROUTE,
            app=StaticFiles(directory=settings().docs_path, html=True, check_dir=False),
        )
    ],
)
