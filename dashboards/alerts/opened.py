"""Which alert is open: it stands in the address, so that a link shows the same."""

import streamlit as st

_KEY = "alert"


def opened_alert() -> str | None:
    """Return the name in the address; None where none is open."""
    return st.query_params.get(_KEY) or None


def show(name: str) -> None:
    """Open an alert."""
    st.query_params[_KEY] = name


def close() -> None:
    """Close what is open."""
    st.query_params.pop(_KEY, None)
