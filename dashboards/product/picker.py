"""Which product is shown: it stands in the address, so that a link shows the same."""

import pandas as pd
import streamlit as st

_KEY = "product"


def linked_product() -> str | None:
    """Return the id in the address; None where the page is of all products."""
    return st.query_params.get(_KEY) or None


def pick(row: pd.Series) -> None:
    """Show the product of a row with ``product_id``."""
    st.query_params[_KEY] = row["product_id"]


def show_all() -> None:
    """Go back to all products."""
    st.query_params.pop(_KEY, None)


def find_filter() -> str:
    """Show the search for a product, and return its words."""
    found = st.text_input(
        "Find a product",
        placeholder="Id, name, category, brand",
        icon=":material/search:",
        help="Every word must stand in the id, name, department, category or brand.",
        key="find_product",
        live=True,
    )
    return (found or "").strip()
