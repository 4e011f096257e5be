"""Which customer is shown: it stands in the address, so that a link shows the same."""

import pandas as pd
import streamlit as st

_KEY = "customer"
_PICKED = "customer_to_open"
PAGE = "app_pages/customer.py"


def linked_customer() -> str | None:
    """Return the id in the address; None where nobody is chosen."""
    return st.query_params.get(_KEY) or None


def address(customer_id: str) -> dict[str, str]:
    """Return what stands in the address of a customer's page."""
    return {_KEY: customer_id}


def show(customer_id: str) -> None:
    """Show a customer on their page."""
    st.query_params[_KEY] = customer_id


def close() -> None:
    """Go back to the search."""
    st.query_params.pop(_KEY, None)


def pick(row: pd.Series) -> None:
    """Note the customer of a row that a reader ticks; `open_picked` goes there."""
    st.session_state[_PICKED] = row["customer_id"]


def open_picked() -> None:
    """Go to the page of the customer that was ticked in a list, if one was.

    Streamlit changes pages while it draws one, not while it takes a click.
    """
    picked = st.session_state.pop(_PICKED, None)
    if picked is not None:
        st.switch_page(PAGE, query_params=address(picked))
