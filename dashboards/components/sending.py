"""What stands where a page of events has none: how to send the first one."""

import streamlit as st

from warehouse.settings import settings
from warehouse.settings.secrets import PREFIX

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
    key = _write_key()
    if key is None:
        st.caption("Name the sender in `karvan.toml`:")
        st.code(_SOURCE, language="toml", wrap_lines=True)
    st.caption("Send a first event:")
    st.code(_curl(key or "$WEB_WRITE_KEY"), language="bash", wrap_lines=True)


def _write_key() -> str | None:
    """Return how a command line writes the key of the first sender; None without."""
    keys = (source.write_key for source in settings().sources)
    key = next((key for key in keys if key is not None), None)
    if key is None or not key.startswith(PREFIX):
        return key
    return f"${key.removeprefix(PREFIX)}"


def _curl(key: str) -> str:
    port = settings().services.collector_port
    event = (
        '{"type": "track", "event": "Product Viewed", "anonymousId": "me", '
        '"properties": {"product_id": "1"}}'
    )
    return (
        f'curl -u "{key}:" -H "Content-Type: application/json" '
        f"-d '{event}' http://127.0.0.1:{port}/v1/track"
    )
