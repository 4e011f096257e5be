"""Keep a formula as a KPI of the shop: a file that an analyst can review."""

import re
from collections.abc import Mapping
from typing import Any, get_args

import streamlit as st
from anyascii import anyascii
from pydantic import ValidationError

from dashboards.components.entries import open_entry
from dashboards.formats import plain
from warehouse.metrics.formula import Formula
from warehouse.metrics.model import Direction, Metric
from warehouse.metrics.question import Grain
from warehouse.settings import settings
from warehouse.settings.entry_writing import save
from warehouse.settings.kpis import KPIS, Kpi, SavedKpi
from warehouse.settings.writing import WritingError

_SEEN = "kpi_seen"
_PROBLEM = "kpi_problem"
_SAVED = "kpi_saved"
_METRIC = "kpi_first_metric"
_FIELDS = ("title", "target", "direction", "audience", "owner", "note")
_DIRECTIONS: dict[Direction, str] = {
    "up": "More is better",
    "down": "Less is better",
    "none": "Neither",
}


def changing() -> SavedKpi | None:
    """Return the KPI that is being changed; None where a new one is made."""
    return st.session_state.get(_SEEN)


def change(saved: SavedKpi) -> None:
    """Fill the builder with a KPI, to be changed."""
    kpi = saved.content
    st.session_state[_SEEN] = saved
    st.session_state["formula"], st.session_state["by"] = kpi.formula, kpi.grain
    filled = kpi.model_dump() | {"audience": ", ".join(kpi.audience)}
    for name in _FIELDS:
        st.session_state[_key(name)] = filled[name]


def make_new() -> None:
    """Empty the builder, for a new KPI."""
    for name in (_SEEN, _PROBLEM, _SAVED, _METRIC, *map(_key, _FIELDS)):
        st.session_state.pop(name, None)
    if "formula" in st.session_state:
        st.session_state["formula"] = ""


def file_name(title: str, prefix: str = "kpi") -> str:
    """Return the name of a file for a title, in letters that all systems know.

    ``prefix`` begins it where the title begins with none.
    """
    words = re.findall(r"[a-z0-9]+", anyascii(title).lower())
    name = "_".join(words)[:60].strip("_")
    return name if name[:1].isalpha() else f"{prefix}_{name}"[:60].strip("_")


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
    with st.form("kpi_form"):
        _fields(grain)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(
                "Save",
                icon=":material/save:",
                type="primary",
                disabled=formula is None,
                on_click=_save,
                args=(formula.text if formula is not None else "", grain),
            )
            seen = changing()
            where = "kpis/" if seen is None else f"kpis/{seen.path.name}"
            st.caption(f"In the workspace as a file, `{where}`, that analysts review.")
        if said := st.session_state.pop(_SAVED, None):
            st.success(said, icon=":material/check_circle:")
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(problem, icon=":material/error:")


def _fields(grain: Grain) -> None:
    with st.grid(3, min_column_width=150, gap="small"):
        st.text_input("Title", placeholder="Net revenue per order", key=_key("title"))
        st.number_input(
            f"Target for a {grain}",
            value=None,
            placeholder="none",
            help="What it should come to in one period: at least, or at most where "
            "less is better. A share is written as 0.25 for 25%.",
            key=_key("target"),
        )
        st.selectbox(
            "Direction",
            get_args(Direction),
            format_func=_DIRECTIONS.__getitem__,
            key=_key("direction"),
        )
        st.text_input("For", placeholder="CEO, Marketing", key=_key("audience"))
        st.text_input("Owner", placeholder="Sales", key=_key("owner"))
        st.text_input("Note", placeholder="What it tells", key=_key("note"))


def _propose_direction(metric: Metric) -> None:
    """Begin with the direction of a formula's first metric, whenever that is another.

    A KPI that is changed keeps its own.
    """
    if changing() is None and st.session_state.get(_METRIC) != metric.name:
        st.session_state[_METRIC] = metric.name
        st.session_state[_key("direction")] = metric.direction


def _save(text: str, grain: Grain) -> None:
    """Write the file; what is wrong is shown above the form."""
    values: dict[str, Any] = {
        name: st.session_state.get(_key(name)) for name in _FIELDS
    }
    values["audience"] = [
        one.strip() for one in (values["audience"] or "").split(",") if one.strip()
    ]
    for name in ("title", "owner"):
        if not (values[name] or "").strip():
            st.session_state[_PROBLEM] = (
                f"Write {name}: a KPI has a title and an owner."
            )
            return
    values["note"] = (values["note"] or "").strip() or None
    try:
        kpi = Kpi(formula=text, grain=grain, **values)
    except ValidationError as error:
        found = error.errors()[0]
        st.session_state[_PROBLEM] = plain(f"{found['loc'][0]}: {found['msg']}")
        return
    seen = changing()
    name = file_name(kpi.title) if seen is None else seen.name
    try:
        saved = save(KPIS, settings().workspace / "kpis", name, kpi, seen)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(str(error))
        return
    st.session_state[_SEEN] = saved
    st.session_state[_SAVED] = f"Saved as `kpis/{saved.path.name}`."
    open_entry(KPIS, saved.name)


def _key(name: str) -> str:
    return f"kpi_form_{name}"
