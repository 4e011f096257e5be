"""Keep a rule as an alert of the shop: a file that an analyst can review."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboards.components.entries import close_entry, open_entry
from dashboards.formats import plain
from dashboards.kpis.saving import file_name
from warehouse.settings import settings
from warehouse.settings.alerts import ALERTS, Alert, SavedAlert
from warehouse.settings.entry_writing import remove, save
from warehouse.settings.writing import WritingError

_SEEN = "alert_seen"
_PROBLEM = "alert_problem_of_saving"
_SAVED = "alert_saved"
_RULE = (
    *("kind", "formula", "where", "grain", "above", "below", "side", "sensitivity"),
    *("goal", "chance_below"),
)
_FIELDS = ("title", "owner", "to", "remind_after", "note")


def changing() -> SavedAlert | None:
    """Return the alert that is being changed; None where a new one is made."""
    return st.session_state.get(_SEEN)


def change(saved: SavedAlert) -> None:
    """Fill the form with an alert, to be changed."""
    make_new()
    st.session_state[_SEEN] = saved
    filled = saved.content.model_dump() | {"to": ", ".join(saved.content.to)}
    for name in (*_RULE, *_FIELDS):
        st.session_state[key(name)] = filled[name]


def make_new() -> None:
    """Empty the form, for a new alert."""
    for name in (_SEEN, _PROBLEM, _SAVED, *map(key, (*_RULE, *_FIELDS))):
        st.session_state.pop(name, None)
    st.session_state[key("kind")] = "threshold"


def save_form(alert: Alert | None) -> None:
    """Show what an alert has beside its rule, and the buttons that keep or remove it.

    Args:
        alert: Its rule; None while that is none.
    """
    with st.form("alert_form"):
        _fields()
        seen = changing()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(
                "Save",
                icon=":material/save:",
                type="primary",
                disabled=alert is None,
                on_click=_save,
                args=(alert,),
            )
            if seen is not None:
                st.form_submit_button(
                    "Remove",
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(seen,),
                )
            where = "alerts/" if seen is None else f"alerts/{seen.path.name}"
            st.caption(f"In the workspace as a file, `{where}`, that analysts review.")
        if said := st.session_state.pop(_SAVED, None):
            st.success(said, icon=":material/check_circle:")
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(problem, icon=":material/error:")


def key(name: str) -> str:
    """Return the key of an input's state."""
    return f"alert_form_{name}"


def _fields() -> None:
    with st.grid(3, min_column_width=150, gap="small"):
        st.text_input("Title", placeholder="Revenue of a day", key=key("title"))
        st.text_input("Owner", placeholder="Sales", key=key("owner"))
        st.text_input(
            "Tell",
            placeholder="all that is set up",
            help="webhook, e-mail (whom the settings name), or addresses, with commas.",
            key=key("to"),
        )
        st.number_input(
            "Remind after days",
            value=None,
            min_value=1,
            max_value=366,
            placeholder="never",
            key=key("remind_after"),
        )
        st.text_input("Note", placeholder="What to do first", key=key("note"))


def _save(rule: Alert | None) -> None:
    """Write the file; what is wrong is shown under the form."""
    if rule is None:
        return
    values: dict[str, Any] = {name: st.session_state.get(key(name)) for name in _FIELDS}
    values["to"] = [
        one.strip() for one in (values["to"] or "").split(",") if one.strip()
    ]
    for name in ("title", "owner"):
        if not (values[name] or "").strip():
            st.session_state[_PROBLEM] = (
                f"Write {name}: an alert has a title and an owner."
            )
            return
    values["note"] = (values["note"] or "").strip() or None
    written = rule.model_dump(exclude_none=True) | values
    try:
        alert = Alert.model_validate(written)
    except ValidationError as error:
        found: Any = error.errors()[0]
        said = found.get("ctx", {}).get("error") or f"{found['loc'][0]}: {found['msg']}"
        st.session_state[_PROBLEM] = plain(str(said))
        return
    seen = changing()
    name = file_name(alert.title, "alert") if seen is None else seen.name
    try:
        saved = save(ALERTS, settings().workspace / "alerts", name, alert, seen)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(str(error))
        return
    st.session_state[_SEEN] = saved
    st.session_state[_SAVED] = f"Saved as `alerts/{saved.path.name}`."
    open_entry(ALERTS, saved.name)


def _remove(seen: SavedAlert) -> None:
    try:
        remove(ALERTS, seen)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(str(error))
        return
    make_new()
    close_entry(ALERTS)
    st.session_state[_SAVED] = f"Removed `alerts/{seen.path.name}`."
