"""Alerts of the workspace, their numbers, and who was told, for the page Alerts."""

from collections.abc import Sequence

import streamlit as st

from dashboards.kpis.simulated import simulated_note as note_of
from dashboards.queries.kpis import computed
from warehouse.alerts.judging import Judgement
from warehouse.alerts.reading import read_alert
from warehouse.outlook import read_outlook
from warehouse.published import published_version
from warehouse.publishing import current_path
from warehouse.settings import settings
from warehouse.settings.alerts import ALERTS, Alert, SavedAlert
from warehouse.settings.entries import Fault

_RULE = {"title", "owner", "to", "remind_after", "note"}


def saved_alerts() -> tuple[list[SavedAlert], list[Fault]]:
    """Return the alerts of the workspace by name, as their files are now."""
    return ALERTS.read_all(settings().workspace / "alerts")


def goal_names() -> list[str]:
    """Return the names of the goals that alerts may watch."""
    files = {path.stem for path in (settings().workspace / "goals").glob("*.yml")}
    outlook = read_outlook()
    return sorted(files | {one.name for one in (outlook.goals if outlook else ())})


def judged(alert: Alert) -> Sequence[Judgement]:
    """Return what the rule says of each whole period, once for each version.

    Oldest first, one at least: `warehouse.alerts.reading.read_alert`.
    """
    if alert.kind == "goal":  # its outlook changes between versions
        return read_alert(alert)
    plain = alert.model_copy(
        update={name: Alert.model_fields[name].default for name in _RULE}
        | {"title": "A", "owner": "A"}
    )
    return _judged(str(current_path()), published_version(), plain.model_dump_json())


def simulated_note(alert: Alert) -> str:
    """Return what to say after what is shown of it; nothing where all is real."""
    if alert.formula is None:
        return ""
    formula = computed(alert.formula, alert.period).formula
    return "" if formula is None else note_of(formula)


@st.cache_data(show_spinner=False, max_entries=500)
def _judged(path: str, version: int, rule: str) -> list[Judgement]:
    return read_alert(Alert.model_validate_json(rule))
