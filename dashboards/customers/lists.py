"""The list of customers to act on: which one, who is on it, and its columns."""

from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.filters import choice, filter_row
from dashboards.customers.charts import CLICKED
from dashboards.customers.months import Month, month_filter
from dashboards.formats import DAY_FORMAT, NOTHING, money_column, share
from dashboards.palette import SEGMENTS
from dashboards.queries.customers import TOP_1_PCT, Buyers, Wanted
from warehouse.settings import settings

TREE_KEY = "segment_tree"
_ALL = "all"
_KEY = "segment"
_QUICK_KEY = "quick_list"
STOPPED = "Can't Lose Them"
_QUICK = {
    "Champions": "Champions",
    "Loyal": "Loyal",
    STOPPED: "Big spenders who stopped",
}
"""Segments one click away, by what people call them."""
_RANKS = {
    "revenue": "Revenue",
    "recency": "Last order, newest first",
    "frequency": "Orders",
    "score": "RFM score",
}
_STAGES = {
    "all": "Any stage",
    "onboarding": "Onboarding",
    "active": "Active",
    "cooling": "Cooling",
    "lost": "Lost",
}


def list_filters() -> tuple[Wanted, Month | None]:
    """Show the choice of a list, a stage, a search and a month of movement.

    Returns:
        Which customers to list, and the month; None where no movement is known.
    """
    lists = {_ALL: "All buyers", "top": TOP_1_PCT}
    lists |= {_key(name): name for name in SEGMENTS}
    with filter_row():
        chosen = choice(
            "List",
            lists,
            _KEY,
            help="A segment, or the top 1% of buyers by revenue. "
            "A click on the treemap chooses too.",
        )
        stage = choice("Stage of life", _STAGES, "stage", help=_stage_help())
        search = st.text_input(
            "Find",
            placeholder="Id, name, e-mail",
            icon=":material/search:",
            key="search",
            live=True,
        )
        month = month_filter()
    wanted = Wanted(
        None if chosen == _ALL else lists[chosen],
        None if stage == _ALL else stage,
        (search or "").strip(),
    )
    return wanted, month


def quick_lists(wanted: Wanted, buyers: Buyers, segments: pd.DataFrame) -> None:
    """Show the lists asked for most, one click away, with who is on them."""
    revenue, by_name = buyers.revenue, segments.set_index("segment")
    top = share(buyers.top_revenue / revenue) if revenue else NOTHING
    labels = {_ALL: f"All buyers · {buyers.count:,}"}
    labels["top"] = f"{TOP_1_PCT} · {buyers.top_count:,}, {top} of revenue"
    for name, label in _QUICK.items():
        if name in by_name.index:
            labels[_key(name)] = f"{label} · {int(by_name.loc[name, 'customers']):,}"
    now = _key(wanted.list_name) if wanted.list_name else _ALL
    now = "top" if wanted.list_name == TOP_1_PCT else now
    # Another list may be chosen above, so this choice follows that one.
    st.session_state[_QUICK_KEY] = now if now in labels else None
    st.pills(
        "Lists to act on",
        list(labels),
        format_func=labels.__getitem__,
        key=_QUICK_KEY,
        on_change=_choose_quick,
        label_visibility="collapsed",
    )


def ranked(wanted: Wanted) -> Wanted:
    """Show the choice of what the list is ranked by; return the list so ranked."""
    weights = settings().rfm.weights
    with filter_row():
        rank = choice(
            "Ranked by",
            _RANKS,
            "rank",
            help="Recency, frequency and money, each alone, or the mean of the scores "
            f"by the weights of the settings: {weights.recency:g} : "
            f"{weights.frequency:g} : {weights.monetary:g}.",
        )
    return replace(wanted, rank=rank)


def _choose_quick() -> None:
    st.session_state[_KEY] = st.session_state[_QUICK_KEY] or _ALL


def _stage_help() -> str:
    after = settings().lifecycle
    return (
        f"Lost: no order for more than {after.lost_days} days. Cooling: for more than "
        f"{after.active_days}. Onboarding: the first order was up to "
        f"{after.onboarding_days} days ago. Active: all others. "
        "Source: `marts.customer_lifecycle`."
    )


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
        "stage": config.TextColumn("Stage of life"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "frequency": config.NumberColumn("Orders", format="%,d"),
        "last_ordered_on": config.DateColumn("Last order", format=DAY_FORMAT),
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
        "rfm_score": config.NumberColumn(
            "RFM",
            format="%.2f",
            help="Mean of the three by the settings' weights",
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
