"""The tables behind the charts of retention, each with its exports."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import SHOWN, Listed
from dashboards.customers.lists import list_columns
from dashboards.formats import DAY_FORMAT, counted, money_column
from dashboards.queries import retention
from dashboards.retention.filters import Chosen
from dashboards.retention.names import COHORT, spans


def retention_tables(
    chosen: Chosen, at: int, cells: pd.DataFrame, stages: pd.DataFrame, currency: str
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs."""
    kind = chosen.kind
    name = chosen.name(at)
    before, now = chosen.window(at - 1), chosen.window(at)
    away = int(chosen.numbers(at)["dormant"] or 0)
    periods = chosen.rows.iloc[::-1].assign(period=spans(chosen.rows)[::-1])
    cohorts = cells.assign(cohort=spans(cells, COHORT))
    said = f"Customers of {chosen.name(at - 1)} without an order in {name}"
    if away > SHOWN:
        said += f" · the {SHOWN:,} who had spent most; exports hold all"
    return {
        f"By {kind}": Listed(
            f"Retention by {kind}", "retention", periods, _period_columns(currency)
        ),
        "Stayed away": Listed(
            f"Stayed away in {name}: {counted(away, 'customer')}",
            "stayed_away",
            retention.lapsed(before, now, SHOWN),
            _lapsed_columns(chosen.name(at - 1), currency),
            "Everyone came back.",
            said,
            partial(retention.lapsed, before, now, None),
        ),
        "Cohorts": Listed(
            f"Cohorts by {kind}", "cohorts", cohorts, _cohort_columns(kind, currency)
        ),
        "Stages of life": Listed(
            "Customers by stage of life",
            "stages",
            stages,
            _stage_columns(currency),
            caption="Who they are stands on the page Customers, under Stage of life",
        ),
    }


def _period_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    people = {
        "at_start": "At start",
        "retained": "Came back",
        "dormant": "Stayed away",
        "won": "Won",
        "resurrected": "After a pause",
        "at_end": "At end",
    }
    return {
        "period": config.TextColumn("Period", pinned=True),
        "first_on": config.DateColumn("From", format=DAY_FORMAT),
        "last_on": config.DateColumn("To", format=DAY_FORMAT),
        "is_complete": config.CheckboxColumn(
            "Whole", help="It and the one before are whole; only then it has a rate"
        ),
        "returning_pct": config.NumberColumn("Returning", format="%.1f%%"),
        "classic_pct": config.NumberColumn("Classic", format="%.1f%%"),
        **{
            column: config.NumberColumn(label, format="%,d")
            for column, label in people.items()
        },
        "retained_revenue": config.NumberColumn(
            "Revenue of who came back", format=money_column(currency)
        ),
    }


def _cohort_columns(kind: str, currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    amount = money_column(currency)
    return {
        "cohort": config.TextColumn("First order in", pinned=True),
        "size": config.NumberColumn("Cohort", format="%,d"),
        "later": config.NumberColumn(f"{kind.capitalize()}s later", format="%d"),
        "first_on": config.DateColumn("From", format=DAY_FORMAT),
        "customers": config.NumberColumn("Active", format="%,d"),
        "retention_pct": config.NumberColumn("Share", format="%.1f%%"),
        "revenue": config.NumberColumn("Revenue", format=amount),
        "revenue_each": config.NumberColumn("Per customer", format=amount),
        "is_complete": config.CheckboxColumn("Whole"),
    }


def _lapsed_columns(before: str, currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    every = list_columns(currency)
    spent = config.NumberColumn(f"Spent in {before}", format=money_column(currency))
    return {
        "customer_id": every["customer_id"],
        "revenue_before": spent,
        "orders_before": config.NumberColumn(f"Orders in {before}", format="%,d"),
        "segment": config.TextColumn("Segment now"),
        "stage": config.TextColumn("Stage now"),
        "last_ordered_on": every["last_ordered_on"],
        "frequency": config.NumberColumn("Orders ever", format="%,d"),
        "revenue": config.NumberColumn("Revenue ever", format=money_column(currency)),
        **{
            column: shown
            for column, shown in every.items()
            if column not in ("customer_id", "segment", "stage", "recency_days")
            and not column.endswith("_score")
            and column not in ("last_ordered_on", "frequency", "revenue")
        },
    }


def _stage_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "stage": config.TextColumn("Stage", pinned=True),
        "customers": config.NumberColumn("Customers", format="%,d"),
        "revenue": config.NumberColumn("Revenue ever", format=money_column(currency)),
        "recency_days": config.NumberColumn("Days since, median", format="%,d"),
    }
