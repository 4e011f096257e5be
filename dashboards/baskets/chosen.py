"""Which rules of baskets are shown."""

from collections.abc import Container
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboards.components.filters import choice, filter_row

LEVELS = {"category": "Categories", "department": "Departments", "product": "Products"}
SIZES = {"2": "Two groups", "3": "Three groups", "all": "Two or three"}
SUPPORTS = {"0": "All that are kept", "0.5": "0.5%", "1": "1%", "2": "2%", "5": "5%"}


@dataclass(frozen=True)
class Chosen:
    """The filters of the page."""

    level: str
    size: str
    support: float
    """Share of all baskets, a fraction."""
    words: str

    def of(self, rules: pd.DataFrame) -> pd.DataFrame:
        """Return the rules that meet the filters, in their order.

        Every word must stand in one of the names.
        """
        found = rules.loc[rules["support"] >= self.support]
        if self.size != "all":
            found = found.loc[found["other"].notna() == (self.size == "3")]
        words = self.words.casefold().split()
        texts = [
            " ".join(str(part) for part in parts if not pd.isna(part)).casefold()
            for parts in zip(
                found["one"], found["other"], found["goes_with"], strict=True
            )
        ]
        return found.loc[[all(word in text for word in words) for text in texts]]


def basket_filters(having_rules: Container[str]) -> Chosen:
    """Show the filters: what groups, how many of them, how common, and a search.

    Args:
        having_rules: Levels with a rule; the first of `LEVELS` among them is shown. A
            catalogue may have departments and no categories.
    """
    first = next((level for level in LEVELS if level in having_rules), None)
    with filter_row():
        level = choice("Groups", LEVELS, "level", default=first)
        size = choice("Together", SIZES, "size")
        support = choice(
            "In at least",
            SUPPORTS,
            "support",
            help="Share of all baskets that hold all groups of a rule (support).",
        )
        words = st.text_input(
            "Find a group",
            value=st.query_params.get("find", ""),
            placeholder="Name of a group",
            icon=":material/search:",
            help="Every word must stand in the name of one of the groups.",
            key="find_group",
            live=True,
        )
    found = (words or "").strip()
    if found:
        st.query_params["find"] = found
    else:
        st.query_params.pop("find", None)
    return Chosen(level, size, float(support) / 100, found)
