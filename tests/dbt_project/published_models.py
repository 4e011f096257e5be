"""Marts that models have built in memory, published as after a run."""

import streamlit as st

from tests.dashboards.tiny_catalogue import keep_catalogue
from tests.dbt_project.compiled import Models
from warehouse import status
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import create_tables
from warehouse.publishing import publish
from warehouse.settings import settings


def publish_built(models: Models) -> None:
    """Publish the marts that models have built in memory."""
    keep_catalogue()
    st.cache_data.clear()
    with run_lock("test"):
        settings().candidate_path.unlink(missing_ok=True)
        copied = settings().candidate_path
        copied.parent.mkdir(parents=True, exist_ok=True)
        models.connection.execute(f"attach '{copied}' as copied")
        models.connection.execute("copy from database candidate to copied")
        models.connection.execute("detach copied")
        status.start_run("run")
        with connect() as connection:
            create_tables(connection)
        publish("run")
        with connect() as connection:
            status.finish_run(connection, "published")
