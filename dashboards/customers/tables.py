"""The tables of the page Customers: the list to act on, and what moved."""

from functools import partial

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import SHOWN, Listed
from dashboards.customers.lists import STOPPED, list_columns
from dashboards.customers.months import Month
from dashboards.formats import DAY_FORMAT, counted, day, money_column
from dashboards.queries import customers, movement
from dashboards.queries.customers import Buyers, Wanted


def customer_tables(
    wanted: Wanted, month: Month | None, buyers: Buyers, currency: str
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs; no movement without a month."""
    count = customers.count_customers(wanted)
    said = f"Recency counts back from the end of {day(buyers.as_of_on)}"
    if wanted.list_name == STOPPED:
        said += (
            " · away longer than three in five buyers, although among the fifth that "
            "spent most or bought most often"
        )
    if count > SHOWN:
        said += f" · the first {SHOWN:,}; exports hold all"
    listed = {
        "Customers": Listed(
            f"{wanted.title}: {counted(count, 'customer')}",
            "customers",
            customers.customers(wanted, SHOWN),
            list_columns(currency),
            "No customer of this list matches. Choose another list or stage, or clear "
            "the search.",
            said,
            partial(customers.customers, wanted, None),
        )
    }
    if month is None:
        return listed
    moves = movement.movement(month.first_on)
    return listed | {
        "Movement": Listed(
            f"Movement between segments in {month.name}",
            "segment_movement",
            moves,
            _movement_columns(currency),
            caption="Without a segment before: bought for the first time in the month",
        ),
        "Segments over time": Listed(
            "Segments at each month's end",
            "segment_history",
            movement.history().sort_values(["month_on", "customers"], ascending=False),
            _history_columns(currency),
        ),
    }


def _movement_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "before": config.TextColumn("Before"),
        "after": config.TextColumn("After"),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "base": config.NumberColumn("Of", format="%,d", help="All with that before"),
        "row_share": config.NumberColumn("Share", format="percent"),
        "revenue": config.NumberColumn(
            "Their revenue ever", format=money_column(currency)
        ),
    }


def _history_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "as_of_on": config.DateColumn("At the end of", format=DAY_FORMAT),
        "is_complete": config.CheckboxColumn("Month is over"),
        "segment": config.TextColumn("Segment"),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "share": config.NumberColumn("Share", format="percent"),
        "revenue": config.NumberColumn(
            "Their revenue until then", format=money_column(currency)
        ),
    }
