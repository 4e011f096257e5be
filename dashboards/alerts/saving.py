"""Keep a rule as an alert of the shop: a file that an analyst can review."""

import streamlit as st

from dashboards.components.entry_form import EntryForm
from warehouse.settings.alerts import ALERTS, Alert


def _begin() -> None:
    st.session_state[FORM.key("kind")] = "threshold"


FORM = EntryForm(ALERTS, _begin)


def save_form(rule: Alert | None) -> None:
    """Show what an alert has beside its rule, and the button that keeps it.

    Args:
        rule: None while it is none.
    """
    with st.form("alert_form"):
        _fields()
        FORM.save_row(lambda: _filled(rule), is_ready=rule is not None)


def _fields() -> None:
    key = FORM.key
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


def _filled(rule: Alert | None) -> Alert:
    """Return the rule with what the form says of it."""
    FORM.check_written(("title", "owner"), "a title and an owner")
    known = rule.model_dump(exclude_none=True) if rule is not None else {}
    return Alert.model_validate(
        {
            **known,
            "to": FORM.texts("to"),
            "remind_after": FORM.value("remind_after"),
            **{name: FORM.text(name) for name in ("title", "owner", "note")},
        }
    )
