"""Which customer is shown: it stands in the address, so that a link shows the same."""

import streamlit as st

from dashboards.components.customer_link import KEY


def linked_customer() -> str | None:
    """Return the id in the address; None where nobody is chosen."""
    return st.query_params.get(KEY) or None


def show(customer_id: str) -> None:
    """Show a customer on their page."""
    st.query_params[KEY] = customer_id


def close() -> None:
    """Go back to the search."""
    st.query_params.pop(KEY, None)
