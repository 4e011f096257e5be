"""Remove a saved KPI: asked once more, and never what somebody changed meanwhile."""

import streamlit as st

from dashboards.components.entries import close_entry
from dashboards.formats import plain
from dashboards.kpis.saving import changing, make_new
from warehouse.settings.entry_writing import remove
from warehouse.settings.kpis import KPIS, SavedKpi
from warehouse.settings.writing import WritingError

_PROBLEM = "kpi_remove_problem"
_REMOVED = "kpi_removed"


def remove_button(saved: SavedKpi) -> None:
    """Show the way to remove a KPI that is open, with a question before."""
    with st.popover("Remove", icon=":material/delete:", type="tertiary"):
        st.markdown(
            f"Remove **{plain(saved.content.title)}** for everybody? Its file "
            f"`kpis/{saved.path.name}` goes; a workspace under version control keeps "
            "its history."
        )
        st.button(
            "Remove it",
            icon=":material/delete:",
            type="primary",
            on_click=_remove,
            args=(saved,),
        )
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(problem, icon=":material/error:")


def removed() -> None:
    """Say once what was removed."""
    if title := st.session_state.pop(_REMOVED, None):
        st.success(f"{title} is removed.", icon=":material/check_circle:")


def _remove(saved: SavedKpi) -> None:
    try:
        remove(KPIS, saved)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(str(error))
        return
    seen = changing()
    if seen is not None and seen.name == saved.name:
        make_new()
    close_entry(KPIS)
    st.session_state[_REMOVED] = plain(saved.content.title)
