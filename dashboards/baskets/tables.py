"""The table of rules: every measure of each, with its counts."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import table
from dashboards.formats import counted


def rule_table(rules: pd.DataFrame, about: dict[str, str]) -> None:
    """Show the rules, most beyond chance first."""
    table(
        counted(len(rules), "rule"),
        rules,
        columns(),
        "basket_rules",
        about,
        caption="Sorted by lift · shares are of all baskets, confidence of those with "
        "the first groups",
        empty="No rule meets these filters: lower the share of baskets, or look for "
        "another group.",
    )


def columns() -> dict[str, ColumnConfig]:
    """Return heading and format of each column."""
    config = st.column_config

    def count(title: str) -> ColumnConfig:
        return config.NumberColumn(title, format="%,d")

    return {
        "one": config.TextColumn("Basket holds", pinned=True),
        "other": config.TextColumn("and"),
        "goes_with": config.TextColumn("Goes with"),
        "lift": config.NumberColumn(
            "Lift", format="%.2f", help="Confidence / share of baskets with the last"
        ),
        "confidence": config.NumberColumn("Confidence", format="percent"),
        "support": config.NumberColumn("Support", format="percent"),
        "leverage": config.NumberColumn(
            "Leverage", format="%.4f", help="Support less what chance would bring"
        ),
        "conviction": config.NumberColumn(
            "Conviction",
            format="%.2f",
            help="How much rarer the rule breaks than by chance; empty where it always "
            "holds",
        ),
        "baskets": count("Baskets"),
        "antecedent_baskets": count("With the first"),
        "consequent_baskets": count("With the last"),
        "all_baskets": count("All baskets"),
    }
