"""The way from a list to the page of one customer."""

import pandas as pd
import streamlit as st

KEY = "customer"
"""In the address: the customer that the page shows."""
PAGE = "app_pages/customer.py"
HINT = "A tick before a row opens the customer"
_PICKED = "customer_to_open"


def address(customer_id: str) -> dict[str, str]:
    """Return what stands in the address of a customer's page."""
    return {KEY: customer_id}


def pick(row: pd.Series) -> None:
    """Note the customer of a row that a reader ticks; `open_picked` goes there."""
    customer_id = row["customer_id"]
    if isinstance(customer_id, str):  # a guest has none
        st.session_state[_PICKED] = customer_id


def open_picked() -> None:
    """Go to the page of the customer that was ticked in a list, if one was.

    Streamlit changes pages while it draws one, not while it takes a click.
    """
    picked = st.session_state.pop(_PICKED, None)
    if picked is not None:
        st.switch_page(PAGE, query_params=address(picked))
