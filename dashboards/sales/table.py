"""The numbers behind the trend, one row for each day, week or month."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.formats import DAY_FORMAT, days, money_column
from dashboards.periods import Grain


def sales_rows(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Return the buckets, newest first, each beside the one at its place before.

    Columns: first_on, last_on, revenue, change_pct, orders, customers,
    average_order_value, units, and where compared: revenue_before, days_before.
    """
    rows = now
    if before is not None:
        then = before.reset_index(drop=True).reindex(range(len(now)))
        base = then["revenue"].where(then["revenue"] != 0)
        rows = rows.assign(
            revenue_before=then["revenue"],
            change_pct=100 * (rows["revenue"] - base) / base.abs(),
            days_before=[
                None if pd.isna(first) else days(first.date(), last.date())
                for first, last in zip(then["first_on"], then["last_on"], strict=True)
            ],
        )
    return rows.iloc[::-1].reset_index(drop=True)


def sales_columns(grain: Grain, currency: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column."""
    config = st.column_config
    amount = money_column(currency)
    first = {"day": "Day", "week": "Week from", "month": "Month from"}[grain]
    columns = {"first_on": config.DateColumn(first, format=DAY_FORMAT, pinned=True)}
    if grain != "day":
        columns["last_on"] = config.DateColumn("To", format=DAY_FORMAT)
    return columns | {
        "revenue": config.NumberColumn("Revenue", format=amount),
        "revenue_before": config.NumberColumn("Revenue then", format=amount),
        "change_pct": config.NumberColumn("Change", format="%+.1f%%"),
        "days_before": config.TextColumn("Compared with"),
        "orders": config.NumberColumn("Orders", format="%,d"),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "average_order_value": config.NumberColumn("Average order", format=amount),
        "units": config.NumberColumn("Units", format="%,d"),
    }
