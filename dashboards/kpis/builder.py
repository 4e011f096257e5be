"""The builder: a formula, and at once what it comes to, or what is wrong with it."""

from collections.abc import Mapping
from typing import cast

import streamlit as st

from dashboards.components.filters import choice
from dashboards.formats import capital, plain
from dashboards.kpis.chips import suggested, with_metric
from dashboards.kpis.course import course_card
from dashboards.kpis.saving import FORM, FORMULA, GRAIN, save_form
from dashboards.kpis.sentences import course_sentence
from dashboards.kpis.simulated import simulated_note
from dashboards.kpis.units import Written
from dashboards.queries import kpis
from warehouse.metrics.formula import Formula
from warehouse.metrics.model import Metric
from warehouse.metrics.question import Grain
from warehouse.settings import settings

_CHIPS = "formula_chips"
_GRAINS = {
    "month": "Months",
    "week": "Weeks",
    "day": "Days",
    "quarter": "Quarters",
    "year": "Years",
}


def builder(metrics: Mapping[str, Metric]) -> None:
    """Show the formula, its chart by period, and the way to keep it."""
    if FORMULA not in st.session_state:  # the page is new, or was left meanwhile
        FORM.make_new()
    FORM.heading("Make a KPI", "Make another")
    text, grain = _inputs()
    _chips(text, metrics)
    # One part between formula and form: the form stays, whatever is typed.
    formula = _outcome(text, grain)
    if text or FORM.seen is not None:
        save_form(formula, grain, metrics)


def _inputs() -> tuple[str, Grain]:
    wide, narrow = st.columns([3, 1], gap="small")
    with wide:
        text = st.text_input(
            "Formula",
            placeholder="(revenue - discount) / orders",
            help="Numbers, metrics, + - * / and parentheses. Metrics of unlike units "
            "are added only with a weight each, as in `0.5 * orders + 0.3 * "
            "recency_score`: that makes a score.",
            key=FORMULA,
            live=True,
            bind="query-params",
        )
    with narrow:
        grain = cast("Grain", choice("Show by", _GRAINS, GRAIN))
    return (text or "").strip(), grain


def _outcome(text: str, grain: Grain) -> Formula | None:
    """Show what a formula comes to, or what is wrong; return it if it is one."""
    if not text:
        st.caption(
            "Write a formula, or click metrics into it: its chart shows at once."
        )
        return None
    found = kpis.computed(text, grain)
    if found.formula is None or found.problem is not None:
        st.warning(plain(capital(found.problem or "")), icon=":material/edit:")
        return None
    values = [period.value for period in found.periods]
    written = Written(found.formula.unit, settings().shop.currency, values)
    line = f"{plain(found.formula.text)} by {grain}, {written.unit_words}"
    line += simulated_note(found.formula)
    sentence = course_sentence(found.periods, written)
    course_card(sentence, line, found.periods, grain, written)
    return found.formula


def insert(name: str, metrics: Mapping[str, Metric]) -> None:
    """Put a metric at the end of the formula."""
    text = st.session_state.get(FORMULA) or ""
    st.session_state[FORMULA] = with_metric(text, name, metrics)


def _chips(text: str, metrics: Mapping[str, Metric]) -> None:
    def clicked() -> None:
        if name := st.session_state[_CHIPS]:
            insert(name, metrics)
        st.session_state[_CHIPS] = None

    st.pills(
        "Metrics",
        suggested(text, metrics),
        format_func=lambda name: plain(metrics[name].label),
        key=_CHIPS,
        on_change=clicked,
        label_visibility="collapsed",
    )
