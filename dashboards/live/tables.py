"""The newest events as a table, without anything of a person."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

_CALLS = {
    "page": "Page viewed",
    "screen": "Screen viewed",
    "identify": "Identified",
    "group": "Joined a group",
    "alias": "Alias",
    "track": "Event without a name",
}


def latest_rows(events: pd.DataFrame) -> pd.DataFrame:
    """Return events as `queries.live.latest` has them, in words.

    Columns: ago, event, page_path, device, source_name.
    """
    return events.assign(
        ago=[_ago(seconds) for seconds in events["seconds_ago"]],
        event=[_CALLS.get(event, event) for event in events["event"]],
    )


def latest_columns() -> dict[str, ColumnConfig]:
    """Return heading and format of each column."""
    config = st.column_config
    return {
        "ago": config.TextColumn("Ago", width="small"),
        "event": config.TextColumn("Event"),
        "page_path": config.TextColumn("Page"),
        "device": config.TextColumn("Device", width="small"),
        "source_name": config.TextColumn("Source"),
    }


def _ago(seconds: float) -> str:
    whole = max(int(seconds), 0)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min"
