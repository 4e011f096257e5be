"""The part of retention on who is gone, by thresholds that were learned."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.bars import bars
from dashboards.components.charts import Spec, card, draw
from dashboards.components.header import about
from dashboards.components.tables import SHOWN, Listed, tabbed
from dashboards.customers.lists import list_columns
from dashboards.formats import counted, percent, plain
from dashboards.queries import churn
from warehouse.settings import settings

_ALL = "all"


def churn_part() -> None:
    """Show the thresholds, how many are beyond them, and who they are."""
    segments = churn.thresholds()
    if segments.empty or not segments["customers"].iloc[0]:
        return
    st.header("Gone", anchor=False)
    rules = settings().churn
    said = (
        f"By orders so far · gone: away for longer than {rules.gap_percentile:g}% of "
        "those took who came back then · at the end of a bar: share gone"
    )
    with card(churn_sentence(segments), said, is_main=True):
        for line in too_little(segments, rules.min_buyers):
            st.caption(plain(line))
        known = segments.dropna(subset=["threshold_days"])
        if not known.empty:
            draw(threshold_bars(known), said)
    gone = segments["churned"].iloc[0]
    count = 0 if pd.isna(gone) else int(gone)
    currency = settings().shop.currency
    tabbed(
        {
            "Gone": Listed(
                f"Gone: {counted(count, 'customer')}",
                "gone",
                churn.churned(SHOWN),
                _gone_columns(currency),
                "Nobody is away for longer than their threshold, or there is not "
                "enough data for one.",
                export=lambda: churn.churned(None),
            ),
            "Thresholds": Listed(
                "When a customer counts as gone",
                "churn_thresholds",
                segments.assign(
                    churn_segment=[_name(name) for name in segments["churn_segment"]]
                ),
                _threshold_columns(),
            ),
        },
        about() | {"Gone": said},
    )


def churn_sentence(segments: pd.DataFrame) -> str:
    """Return how many are gone.

    Columns read: churn_segment, customers, churned, churn_pct; all customers first.
    """
    every = segments.iloc[0]
    customers = counted(int(every["customers"]), "customer")
    if pd.isna(every["churned"]):
        return f"Not enough data to say which of {customers} are gone"
    verb = "is" if every["churned"] == 1 else "are"
    part = percent(every["churn_pct"])
    return f"{int(every['churned']):,} of {customers} {verb} gone: {part}"


def too_little(segments: pd.DataFrame, least: int) -> list[str]:
    """Return for each segment without a threshold how few came back."""
    return [
        f"{_name(name)}: not enough data, {int(count):,} of {least:,} came back"
        for name, count, days in zip(
            segments["churn_segment"],
            segments["gap_customers"],
            segments["threshold_days"],
            strict=True,
        )
        if pd.isna(days)
    ]


def threshold_bars(known: pd.DataFrame) -> Spec:
    """Return the threshold of each segment in days, with how many are beyond it."""
    gone = [
        "nobody there" if pd.isna(part) else percent(part)
        for part in known["churn_pct"]
    ]
    rows = known.assign(
        name=[_name(name) for name in known["churn_segment"]],
        value=known["threshold_days"],
        text=[
            f"{days:,.0f} days · {part}"
            for days, part in zip(known["threshold_days"], gone, strict=True)
        ],
        learned=[f"{count:,} customers" for count in known["gap_customers"]],
        there=[f"{count:,}" for count in known["customers"]],
        role=["muted" if name == _ALL else "accent" for name in known["churn_segment"]],
    )
    facts = {
        "name": "Orders so far",
        "text": "Gone after",
        "learned": "Learned of",
        "there": "Customers now",
    }
    return bars(rows, facts)


def _name(segment: str) -> str:
    if segment == _ALL:
        return "All customers"
    return f"{segment.replace('-', '–')} {'order' if segment == '1' else 'orders'}"


def _gone_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    every = list_columns(currency)
    own = {
        "customer_id": every["customer_id"],
        "revenue": every["revenue"],
        "recency_days": every["recency_days"],
        "threshold_days": config.NumberColumn("Gone after", format="%.0f days"),
        "last_ordered_on": every["last_ordered_on"],
        "frequency": every["frequency"],
        "segment": every["segment"],
    }
    person = list(every)[list(every).index("first_name") :]
    return own | {name: every[name] for name in person}


def _threshold_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "churn_segment": config.TextColumn("Orders so far", pinned=True),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "churned": config.NumberColumn("Gone", format="%,d"),
        "churn_pct": config.NumberColumn("Share gone", format="%.1f%%"),
        "gap_customers": config.NumberColumn("Came back", format="%,d"),
        "gaps": config.NumberColumn("Times", format="%,d"),
        "median_days": config.NumberColumn("Half within", format="%.0f days"),
        "p75_days": config.NumberColumn("75% within", format="%.0f days"),
        "p90_days": config.NumberColumn("90% within", format="%.0f days"),
        "threshold_days": config.NumberColumn("Gone after", format="%.0f days"),
    }
