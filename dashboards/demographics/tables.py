"""The tables behind the charts of demographics, each with its exports."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import Listed
from dashboards.demographics.filters import Chosen
from dashboards.formats import DAY_FORMAT, money_column
from dashboards.queries import demographics


def demographic_tables(
    cells: pd.DataFrame, mix: pd.DataFrame, chosen: Chosen, currency: str
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs."""
    return {
        "Who buys what": Listed(
            f"Departments by {chosen.by} in {chosen.name}",
            "who_buys_what",
            cells,
            _cell_columns(currency),
            caption="Groups of too few customers show their counts alone",
        ),
        "Mix over time": Listed(
            f"Groups by {chosen.by}, by {chosen.kind}",
            "mix",
            mix.iloc[::-1],
            _mix_columns(currency),
        ),
    }


def new_table(currency: str) -> Listed:
    """Return new customers by month and channel, the newest first."""
    rows = pd.concat(
        [
            demographics.new_customers().assign(channel="all"),
            demographics.new_by_channel(),
        ]
    )
    return Listed(
        "New customers by month and channel",
        "new_customers",
        rows.sort_values(["first_on", "customers"], ascending=False),
        _new_columns(currency),
        caption="Channel of the last visit before the first order",
    )


def _cell_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "band": config.TextColumn("Group", pinned=True),
        "department": config.TextColumn("Department"),
        "customers": config.NumberColumn("Buyers", format="%,d"),
        "group_customers": config.NumberColumn("Of", format="%,d"),
        "buyer_share": config.NumberColumn("Share", format="percent"),
        "all_share": config.NumberColumn("Of all known", format="percent"),
        "times": config.NumberColumn("Times as often", format="%.2f"),
        "orders": config.NumberColumn("Orders", format="%,d"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "revenue_share": config.NumberColumn(
            "Of the department's revenue", format="percent"
        ),
    }


def _mix_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "first_on": config.DateColumn("From", format=DAY_FORMAT),
        "last_on": config.DateColumn("To", format=DAY_FORMAT),
        "band": config.TextColumn("Group"),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "orders": config.NumberColumn("Orders", format="%,d"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "revenue_share": config.NumberColumn("Of all revenue", format="percent"),
        "known_share": config.NumberColumn("Of the known", format="percent"),
        "is_complete": config.CheckboxColumn("Whole"),
    }


def _new_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    amount = money_column(currency)
    return {
        "first_on": config.DateColumn("First order from", format=DAY_FORMAT),
        "last_on": config.DateColumn("To", format=DAY_FORMAT),
        "channel": config.TextColumn("Channel"),
        "customers": config.NumberColumn("New customers", format="%,d"),
        "first_order": config.NumberColumn("First order, mean", format=amount),
        "repeat": config.NumberColumn("Again in 90 days", format="%,d"),
        "repeat_share": config.NumberColumn("Share", format="percent"),
        "revenue_each": config.NumberColumn("Spent in 90 days, mean", format=amount),
        "is_complete": config.CheckboxColumn("90 days over"),
    }
