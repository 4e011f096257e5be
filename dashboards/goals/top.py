"""What the page Goals says where files are wrong, or something is missing."""

from collections.abc import Sequence

import streamlit as st

from dashboards.formats import counted, plain
from warehouse.settings.entries import Fault
from warehouse.settings.goals import SavedGoal

_INFO = ":material/info:"


def faulty_files(faults: Sequence[Fault]) -> None:
    """Say what is wrong in which file; the goals of the others are shown."""
    if faults:
        st.warning(
            "\n".join(f"- {plain(str(fault))}" for fault in faults),
            title=f"{counted(len(faults), 'file')} of the workspace "
            f"{'is' if len(faults) == 1 else 'are'} no goal",
            icon=":material/warning:",
        )


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
