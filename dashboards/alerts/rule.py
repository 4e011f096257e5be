"""The rule of an alert: chosen, and at once when it would have fired."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboards.alerts.chart import alert_card
from dashboards.alerts.saving import FORM
from dashboards.alerts.sentences import replay_sentence
from dashboards.alerts.words import judged_words, rule_words
from dashboards.components.entry_form import first_fault
from dashboards.formats import capital, plain
from dashboards.queries import alerts
from warehouse.settings import settings
from warehouse.settings.alerts import Alert

_KINDS = {
    "threshold": "A number passes a bound",
    "anomaly": "A day is unlike others",
    "goal": "A goal is at risk",
}
_GRAINS = {
    "day": "Days", "week": "Weeks", "month": "Months",
    "quarter": "Quarters", "year": "Years",
}  # fmt: skip
_SIDES = {"both": "Less or more", "below": "Less", "above": "More"}
_SENSITIVITIES = {
    "low": "Low: few alerts",
    "medium": "Medium",
    "high": "High: more alerts",
}


def rule_inputs() -> Alert | None:
    """Show what an alert is made of, and what its past would have been.

    Returns:
        It, with a title and an owner that stand for those to come; None while it is
        none.
    """
    if FORM.value("kind") is None:  # the page is new, or was left meanwhile
        FORM.make_new()
    FORM.heading("Make an alert", "Make another")
    found: dict[str, Any] = {}
    with st.grid(4, min_column_width=150, gap="small"):
        found["kind"] = _chosen("Watch", _KINDS, "kind")
        if found["kind"] == "goal":
            _goal(found)
        else:
            _formula(found)
    if found["kind"] != "goal" and not found["formula"]:
        st.caption("Write a formula of metrics, such as revenue or revenue / orders.")
        return None
    return _parsed(found)


def preview(alert: Alert) -> bool:
    """Show when an alert would have fired; return whether it can be computed."""
    judgements, currency = alerts.judged(alert), settings().shop.currency
    now = judgements[-1]
    found = judged_words(now, currency)
    if now.verdict == "broken":
        st.warning(plain(capital(found)), icon=":material/edit:")
        return False
    if alert.kind == "goal":
        st.caption(plain(f"Now: {found}"))
        return True
    line = f"Fires when {rule_words(alert, now.unit, currency)} · now: {found}"
    sentence = replay_sentence(judgements)
    line = plain(line) + alerts.simulated_note(alert)
    alert_card(sentence, line, judgements, alert.period, alert.formula or "")
    return True


def _formula(found: dict[str, Any]) -> None:
    found["formula"] = _text(
        "Formula", "formula", "revenue", "Metrics of the page KPIs, and + - * /."
    )
    if found["kind"] == "threshold":
        found["grain"] = _chosen("By", _GRAINS, "grain")
        found["below"] = _number("Fires below", "below")
        found["above"] = _number("Fires above", "above")
    else:
        found["side"] = _chosen("Fires for", _SIDES, "side")
        found["sensitivity"] = _chosen("Sensitivity", _sensitivities(), "sensitivity")
    found["where"] = _text(
        "Only where", "where", "age_band = '45-54'", "A condition on dimensions."
    )


def _goal(found: dict[str, Any]) -> None:
    names = alerts.goal_names()
    with st.container():
        found["goal"] = st.selectbox(
            "Goal", names, key=FORM.key("goal"), placeholder="no goal is saved yet"
        )
    found["chance_below"] = _number(
        "Chance below",
        "chance_below",
        "Such as 0.3 for 30%; empty: it is more likely missed than met.",
    )


def _parsed(found: dict[str, Any]) -> Alert | None:
    known = {name: value for name, value in found.items() if value not in (None, "")}
    try:
        return Alert.model_validate(known | {"title": "A", "owner": "A"})
    except ValidationError as error:
        st.caption(plain(first_fault(error)))
        return None


def _sensitivities() -> dict[Any, str]:
    """Return the words, and the number where an analyst wrote one."""
    value = FORM.value("sensitivity")
    is_number = isinstance(value, float)
    return _SENSITIVITIES | ({value: f"{value:g} spreads"} if is_number else {})


def _chosen(label: str, options: dict[Any, str], name: str) -> Any:
    if FORM.value(name) not in options:
        default = "medium" if name == "sensitivity" else next(iter(options))
        st.session_state[FORM.key(name)] = default
    return st.selectbox(
        label, list(options), format_func=options.__getitem__, key=FORM.key(name)
    )


def _text(label: str, name: str, example: str, help: str) -> str:
    value = st.text_input(label, placeholder=example, help=help, key=FORM.key(name))
    return (value or "").strip()


def _number(label: str, name: str, help: str | None = None) -> float | None:
    return st.number_input(
        label, value=None, placeholder="none", help=help, key=FORM.key(name)
    )
