"""Live: who is here now, and what they do; seconds after it was received."""

import streamlit as st

from dashboards.components.banners import show_banners
from dashboards.live.view import last_hour

TITLE = "Live"
ICON = ":material/sensors:"
PLACE = 17

show_banners()
with st.container(horizontal=True, horizontal_alignment="distribute"):
    st.title(TITLE, anchor=False, width="content")
    follows = st.toggle(
        "Follow", value=True, help="Off: the page stands still, to search or export it."
    )
st.fragment(last_hour, run_every=1 if follows else None)()
