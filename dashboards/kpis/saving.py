"""Keep a formula as a KPI of the shop: a file that an analyst can review."""

from collections.abc import Mapping
from typing import get_args

import streamlit as st

from dashboards.components.entry_form import EntryForm
from warehouse.metrics.formula import Formula
from warehouse.metrics.model import Direction, Metric
from warehouse.metrics.question import Grain
from warehouse.settings.kpis import KPIS, Kpi, SavedKpi

FORMULA = "formula"
GRAIN = "by"
_METRIC = "first_metric"
_DIRECTIONS: dict[Direction, str] = {
    "up": "More is better",
    "down": "Less is better",
    "none": "Neither",
}


def _begin() -> None:
    if FORMULA in st.session_state:
        st.session_state[FORMULA] = ""


FORM = EntryForm(KPIS, _begin)


def change(saved: SavedKpi) -> None:
    """Fill the builder with a KPI, to be changed."""
    FORM.change(saved)
    st.session_state[FORMULA] = saved.content.formula
    st.session_state[GRAIN] = saved.content.grain


def save_form(
    formula: Formula | None, grain: Grain, metrics: Mapping[str, Metric]
) -> None:
    """Show what a KPI has beside its formula, and the button that keeps it.

    Args:
        formula: What would be kept; None while it is not one.
        grain: The period that it is looked at by.
        metrics: All there are.
    """
    if formula is not None:
        _propose_direction(metrics[formula.metrics[0]])
    text = formula.text if formula is not None else ""
    with st.form("kpi_form"):
        _fields(grain)
        FORM.save_row(lambda: _filled(text, grain), is_ready=formula is not None)


def _fields(grain: Grain) -> None:
    key = FORM.key
    with st.grid(3, min_column_width=150, gap="small"):
        st.text_input("Title", placeholder="Net revenue per order", key=key("title"))
        st.number_input(
            f"Target for a {grain}",
            value=None,
            placeholder="none",
            help="What it should come to in one period: at least, or at most where "
            "less is better. A share is written as 0.25 for 25%.",
            key=key("target"),
        )
        st.selectbox(
            "Direction",
            get_args(Direction),
            format_func=_DIRECTIONS.__getitem__,
            key=key("direction"),
        )
        st.text_input("For", placeholder="CEO, Marketing", key=key("audience"))
        st.text_input("Owner", placeholder="Sales", key=key("owner"))
        st.text_input("Note", placeholder="What it tells", key=key("note"))


def _propose_direction(metric: Metric) -> None:
    """Begin with the direction of a formula's first metric, whenever that is another.

    A KPI that is changed keeps its own.
    """
    if FORM.seen is None and FORM.value(_METRIC) != metric.name:
        st.session_state[FORM.key(_METRIC)] = metric.name
        st.session_state[FORM.key("direction")] = metric.direction


def _filled(text: str, grain: Grain) -> Kpi:
    """Return the KPI that the form says."""
    FORM.check_written(("title", "owner"), "a title and an owner")
    return Kpi.model_validate(
        {
            "formula": text,
            "grain": grain,
            "audience": FORM.texts("audience"),
            **{name: FORM.text(name) for name in ("title", "owner", "note")},
            **{name: FORM.value(name) for name in ("target", "direction")},
        }
    )
