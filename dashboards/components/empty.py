"""What stands where a page of customers has none to show."""

from typing import NoReturn

import streamlit as st


def no_customers() -> NoReturn:
    """Say that all orders are of guests, and what to do; end the page."""
    st.info(
        "All orders are of guests. Map `customer_id` of `orders` or `order_lines` in "
        "`karvan.toml`, then run `karvan run`.",
        title="No customers with an id yet",
        icon=":material/info:",
    )
    st.stop()
