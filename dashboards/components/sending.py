"""What stands where a page of events has none: how to send the first one."""

import streamlit as st

from warehouse.first_event import curl, write_key

_SOURCE = """\
[[sources]]
name = "web"
kind = "events"
write_key = "env:WEB_WRITE_KEY"  # set it in the environment or in .env
"""


def how_to_send(title: str) -> None:
    """Say why there is nothing, and give the lines that send an event."""
    st.info(
        "`karvan up` runs the collector, or `karvan collect` alone. It takes every SDK "
        "that speaks Segment's calls, and this line:",
        title=title,
        icon=":material/info:",
    )
    key = write_key()
    if key is None:
        st.caption("First name a sender in `karvan.toml`:")
        st.code(_SOURCE, language="toml")
    st.code(curl(key or "$WEB_WRITE_KEY"), language="bash", wrap_lines=True)
