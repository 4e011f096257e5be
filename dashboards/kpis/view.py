"""One KPI, open: its course against its target, what it is, and a way to change it."""

import streamlit as st

from dashboards.components.entries import close_entry
from dashboards.components.faults import part
from dashboards.formats import plain
from dashboards.kpis.course import course_card
from dashboards.kpis.removing import remove_button
from dashboards.kpis.saving import change
from dashboards.kpis.sentences import kpi_sentence
from dashboards.kpis.simulated import simulated_note
from dashboards.kpis.standing import Shown
from warehouse.settings.kpis import KPIS


def one_kpi(shown: Shown) -> None:
    """Show the course of a KPI that is open, and what its file says of it."""
    kpi, found = shown.kpi, shown.computed
    with part(kpi.title):
        if found.formula is not None and found.problem is None:
            text, unit = plain(found.formula.text), shown.written.unit_words
            line = f"{text} by {kpi.grain}, {unit}{simulated_note(found.formula)}"
            course_card(
                *(kpi_sentence(shown), line, found.periods, kpi.grain),
                *(shown.written, kpi.target),
            )
        else:
            cannot(shown)
    said = [f"Owner: {plain(kpi.owner)}"]
    if kpi.audience:
        said.append(f"for {plain(', '.join(kpi.audience))}")
    if kpi.note:
        said.append(plain(kpi.note))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(said))
        st.button(
            "Change", icon=":material/edit:", on_click=change, args=(shown.saved,)
        )
        remove_button(shown.saved)
        st.button(
            "Close",
            icon=":material/close:",
            type="tertiary",
            on_click=close_entry,
            args=(KPIS,),
        )


def cannot(shown: Shown) -> None:
    """Say why a KPI cannot be computed, and what to do."""
    st.warning(
        f"{plain(shown.computed.problem or '')}. Change its formula here, or in "
        f"`kpis/{shown.saved.path.name}`.",
        title=f"{plain(shown.kpi.title)} cannot be computed",
        icon=":material/warning:",
    )


def nothing_named(name: str) -> None:
    """Say that an address leads to no KPI."""
    st.info(
        "Its file may have been renamed or removed. Open another above.",
        title=f"There is no KPI {plain(name)}",
        icon=":material/info:",
    )
