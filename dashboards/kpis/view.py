"""One KPI, open: its course against its target, what it is, and a way to change it."""

from dashboards.components.entries import (
    cannot_be_computed,
    close_button,
    entry_line,
    for_audience,
)
from dashboards.components.faults import part
from dashboards.formats import plain
from dashboards.kpis.course import course_card
from dashboards.kpis.saving import FORM, change
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
    with entry_line(shown.saved, change, *for_audience(kpi.audience)):
        FORM.remove_button(shown.saved)
        close_button(KPIS)


def cannot(shown: Shown) -> None:
    """Say why a KPI cannot be computed, and what to do."""
    cannot_be_computed(shown.saved, shown.computed.problem, "its formula")
