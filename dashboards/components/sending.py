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
        "A site, an app or a till shows here once it sends what happens: by any SDK "
        "that speaks Segment's calls, to the collector that `karvan up` runs.",
        title=title,
        icon=":material/info:",
    )
    key = write_key()
    if key is None:
        st.caption("Name the sender in `karvan.toml`:")
        st.code(_SOURCE, language="toml", wrap_lines=True)
    st.caption("Send a first event:")
    st.code(curl(key or "$WEB_WRITE_KEY"), language="bash", wrap_lines=True)
