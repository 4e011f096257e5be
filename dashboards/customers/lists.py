"""The list of customers to act on: which one, who is on it, and its columns."""

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.filters import choice
from dashboards.customers.charts import CLICKED
from dashboards.formats import money_column
from dashboards.palette import SEGMENTS
from dashboards.queries.customers import TOP_1_PCT

SHOWN = 1_000
"""Rows on the page; the exports hold all."""
TREE_KEY = "segment_tree"
_ALL = "all"
_KEY = "segment"


def list_filters() -> tuple[str | None, str]:
    """Show the choice of a list and a search; return both, None for all buyers."""
    lists = {_ALL: "All buyers", "top": TOP_1_PCT}
    lists |= {_key(name): name for name in SEGMENTS}
    with st.grid(4, min_column_width=150, gap="small"):
        chosen = choice(
            "List",
            lists,
            _KEY,
            help="A segment, or the top 1% of buyers by revenue. "
            "A click on the treemap chooses too.",
        )
        search = st.text_input(
            "Find",
            placeholder="Id, name, e-mail",
            icon=":material/search:",
            key="search",
            live=True,
        )
    return (None if chosen == _ALL else lists[chosen]), (search or "").strip()


def choose_clicked() -> None:
    """Choose the segment clicked in the treemap; all buyers, if beside it."""
    clicked = st.session_state[TREE_KEY].selection.get(CLICKED, [])
    names = [point["segment"] for point in clicked if point.get("segment") in SEGMENTS]
    st.session_state[_KEY] = _key(names[-1]) if names else _ALL


def list_columns(currency: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the list."""
    config = st.column_config
    return {
        "customer_id": config.TextColumn("Customer", pinned=True),
        "segment": config.TextColumn("Segment"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "frequency": config.NumberColumn("Orders", format="%,d"),
        "last_ordered_on": config.DateColumn("Last order", format="D MMM YYYY"),
        "recency_days": config.NumberColumn("Days since", format="%,d"),
        "r_score": config.NumberColumn(
            "R", help="Recency score: 5 is the newest fifth"
        ),
        "f_score": config.NumberColumn(
            "F", help="Frequency score: 5 is the busiest fifth"
        ),
        "m_score": config.NumberColumn(
            "M", help="Money score: 5 is the fifth with most"
        ),
        "is_top_1_pct": config.CheckboxColumn("Top 1%"),
        "first_name": config.TextColumn("First name"),
        "last_name": config.TextColumn("Last name"),
        "email": config.TextColumn("E-mail"),
        "phone": config.TextColumn("Phone"),
        "has_marketing_consent": config.CheckboxColumn("May be written to"),
        "age_band": config.TextColumn("Age"),
        "income_band": config.TextColumn("Income"),
        "household_size": config.TextColumn("Household"),
        "city": config.TextColumn("City"),
        "country": config.TextColumn("Country"),
    }


def _key(segment: str) -> str:
    """Return a segment's name as it stands in an address."""
    return segment.lower().replace(" ", "_").replace("'", "")
