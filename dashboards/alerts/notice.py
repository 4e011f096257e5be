"""One line on other pages: which alerts fire, and the way to them."""

import streamlit as st

from dashboards.formats import counted, plain
from warehouse.alerts.keeping import read_watched

_NAMED = 3


def firing_link() -> None:
    """Show which alerts fired at the last look; nothing where none did."""
    states = read_watched().states.values()
    titles = [state.title for state in states if state.since is not None]
    if not titles:
        return
    named = ", ".join(titles[:_NAMED]) + (", …" if len(titles) > _NAMED else "")
    st.page_link(
        "app_pages/alerts.py",
        label=plain(f"{counted(len(titles), 'alert')} firing: {named}"),
        icon=":material/notifications_active:",
    )
