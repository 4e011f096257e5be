"""The pairs that wait, as a list to search, take along, or jump into."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.formats import counted
from dashboards.review.deciding import show_pair
from dashboards.review.queue import Queue

_REASONS = {"review": "Not sure enough", "held": "Too many hang together"}


def waiting_table(left: Queue) -> None:
    """Show the pairs that wait in their order; a tick shows one above."""
    rows = left.waiting.assign(
        reason=[_REASONS.get(name, name) for name in left.waiting["decision"]],
        orders=left.waiting["left_orders"] + left.waiting["right_orders"],
        revenue=left.waiting["left_revenue"] + left.waiting["right_revenue"],
    )
    table(
        f"{counted(len(rows), 'pair')} to decide",
        rows,
        _columns(),
        "duplicates",
        about(),
        caption="Worth most first: many orders, and a weight near that from which "
        "records are merged without asking · a tick before a row shows it above",
        on_pick=_pick,
    )


def _pick(row: pd.Series) -> None:
    show_pair(str(row["left_identifier"]), str(row["right_identifier"]))


def _columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "left_name": config.TextColumn("One"),
        "right_name": config.TextColumn("Other"),
        "probability": config.NumberColumn("One person", format="percent"),
        "weight": config.NumberColumn("Bits", format="%.1f"),
        "orders": config.NumberColumn("Orders of both", format="%,d"),
        "revenue": config.NumberColumn("Revenue of both", format="%,.2f"),
        "reason": config.TextColumn("Why it waits"),
        "is_set_aside": config.CheckboxColumn("Set aside"),
        "left_identifier": config.TextColumn("Record"),
        "right_identifier": config.TextColumn("Other record"),
    }
