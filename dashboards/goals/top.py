"""What the page Goals says where files are wrong, or something is missing."""

from collections.abc import Sequence

import streamlit as st

from warehouse.settings.goals import SavedGoal

_INFO = ":material/info:"


def no_goals(saved: Sequence[SavedGoal]) -> None:
    """Say that no goal is set, or none for the chosen audience."""
    if saved:
        st.info("Choose everybody to see all.", title="No goal for these", icon=_INFO)
    else:
        st.info(
            "Set the first one below: a number, its target, and the period it is for.",
            title="No goal is set yet",
            icon=_INFO,
        )
