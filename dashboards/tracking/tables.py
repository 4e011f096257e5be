"""The tables of the tracking plan, each searchable and exported."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import Listed
from dashboards.formats import DAY_FORMAT
from dashboards.queries.tracking import DAYS

_MOMENT = f"{DAY_FORMAT}, HH:mm"


def plan_tables(
    events: pd.DataFrame,
    properties: pd.DataFrame,
    surprises: pd.DataFrame,
    refused: pd.DataFrame,
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs."""
    return {
        "Events": Listed(
            "Events, planned and not",
            "tracking_plan_events",
            events,
            _event_columns(),
            "No event is planned, and none came.",
        ),
        "Properties": Listed(
            "Properties of planned events",
            "tracking_plan_properties",
            properties,
            _property_columns(),
            "No property is planned.",
        ),
        "Not as planned": Listed(
            "Properties that the plan lacks, or that came with another type",
            "tracking_plan_surprises",
            surprises,
            _surprise_columns(),
            "Every property that came is planned, with its type.",
            "Held ones wait in quarantine: `karvan plan accept` takes them",
        ),
        "Quarantine": Listed(
            "Events in quarantine by what they break",
            "tracking_plan_quarantine",
            refused,
            _refusal_columns(),
            "No event stands in quarantine.",
        ),
    }


def _event_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "event": config.TextColumn("Event", pinned=True),
        "state": config.MultiselectColumn(
            "Plan",
            options=["Seen", "Not seen", "Unplanned"],
            color=["green", "gray", "orange"],
            width="small",
        ),
        "seen": config.NumberColumn(f"In {DAYS} days", format="%,d"),
        "last_at": config.DatetimeColumn("Last, UTC", format=_MOMENT),
        "quarantined": config.NumberColumn("In quarantine", format="%,d"),
        "quarantined_share": config.NumberColumn("Of all that came", format="percent"),
        "reasons": config.TextColumn("What they break", width="medium"),
        "owner": config.TextColumn("Owner"),
        "properties": config.NumberColumn("Properties", format="%d"),
        "description": config.TextColumn("What it means", width="large"),
        "ever": config.NumberColumn("Ever", format="%,d"),
        "file": config.TextColumn("File"),
    }


def _property_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "event": config.TextColumn("Event", pinned=True),
        "property": config.TextColumn("Property", pinned=True),
        "type": config.TextColumn("Type"),
        "required": config.CheckboxColumn("Required"),
        "allowed": config.TextColumn("Allowed values"),
        "pii": config.MultiselectColumn(
            "Personal",
            options=["direct", "indirect", "none"],
            color=["red", "orange", "gray"],
            width="small",
        ),
        "types_seen": config.TextColumn("Came as"),
        "last_seen_at": config.DatetimeColumn("Last, UTC", format=_MOMENT),
        "quarantined": config.NumberColumn("In quarantine", format="%,d"),
        "owner": config.TextColumn("Owner"),
        "description": config.TextColumn("What it means", width="large"),
    }


def _surprise_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "event": config.TextColumn("Event", pinned=True),
        "property": config.TextColumn("Property", pinned=True),
        "type": config.TextColumn("Came as"),
        "status": config.MultiselectColumn(
            "Became",
            options=["accepted", "held", "rejected"],
            color=["green", "orange", "red"],
            width="small",
        ),
        "source_name": config.TextColumn("Source"),
        "first_seen_at": config.DatetimeColumn("First, UTC", format=_MOMENT),
        "last_seen_at": config.DatetimeColumn("Last, UTC", format=_MOMENT),
    }


def _refusal_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "rule": config.TextColumn("Rule", width="large"),
        "field": config.TextColumn("Where"),
        "quarantined": config.NumberColumn("Events", format="%,d"),
        "code": config.TextColumn("Code"),
        "source_name": config.TextColumn("Source"),
        "first_seen_at": config.DatetimeColumn("First, UTC", format=_MOMENT),
        "last_seen_at": config.DatetimeColumn("Last, UTC", format=_MOMENT),
    }
