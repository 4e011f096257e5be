"""The alerts that fire: what was found, since when, and what a person may decide."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.alerts.standing import Shown
from dashboards.alerts.words import judged_words, rule_words
from dashboards.components.entries import open_entry
from dashboards.formats import capital, day, moment, plain
from dashboards.queries.alerts import simulated_note
from warehouse.alerts import deciding
from warehouse.settings import settings
from warehouse.settings.alerts import ALERTS

_PROBLEM = "alert_problem"


def firing_card(shown: Shown) -> None:
    """Show an alert that fires, with its buttons."""
    shop, alert = settings().shop, shown.alert
    with st.container(border=True, gap="xsmall"):
        found = judged_words(shown.now, shop.currency)
        st.markdown(f":material/notifications_active: **{plain(alert.title)}**")
        st.markdown(plain(capital(found)))
        said = [_since(shown), f"Owner: {plain(alert.owner)}"]
        if alert.note:
            said.append(plain(alert.note))
        rule = rule_words(alert, shown.now.unit, shop.currency)
        said.append(plain(f"Fires when {rule}"))
        st.caption(" · ".join(said) + simulated_note(alert))
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Open",
                icon=":material/show_chart:",
                key=f"open_{shown.saved.name}",
                on_click=open_entry,
                args=(ALERTS, shown.saved.name),
            )
            _acknowledge_button(shown)
            mute_button(shown)


def mute_button(shown: Shown) -> None:
    """Show the way to tell nobody for a while, or to tell again."""
    name, zone = shown.saved.name, ZoneInfo(settings().shop.timezone)
    if shown.is_muted:
        st.button(
            "Tell again",
            icon=":material/notifications:",
            key=f"unmute_{name}",
            on_click=_mute,
            args=(name, None),
        )
        return
    tomorrow = datetime.now(zone).date() + timedelta(days=1)
    with st.popover("Mute", icon=":material/notifications_off:"):
        key = f"until_{name}"
        st.date_input(
            "Tell nobody before",
            value=tomorrow + timedelta(days=6),
            min_value=tomorrow,
            key=key,
        )
        st.button("Mute", key=f"mute_{name}", on_click=_mute, args=(name, key))


def problem() -> None:
    """Say what could not be written down, once."""
    if said := st.session_state.pop(_PROBLEM, None):
        st.error(said, icon=":material/error:")


def _since(shown: Shown) -> str:
    """Return since when it fires, whether it was told, and what was decided."""
    if shown.since is None:
        return "Not told yet: the next run looks at it"
    zone = settings().shop.timezone
    said = [f"Since {moment(shown.since, zone)}"]
    if shown.state is not None and shown.state.told_at is not None:
        said.append(f"told {moment(shown.state.told_at, zone)}")
    else:
        said.append("nobody was told")
    if shown.is_acknowledged:
        said.append("acknowledged: no reminders until it is over")
    if shown.is_muted and shown.decided.muted_until is not None:
        said.append(f"muted until {day(shown.decided.muted_until)}")
    return plain(", ".join(said))


def _acknowledge_button(shown: Shown) -> None:
    if shown.since is None or shown.is_acknowledged:
        return
    st.button(
        "Acknowledge",
        icon=":material/check:",
        help="Somebody takes care: no reminders until it is over.",
        key=f"acknowledge_{shown.saved.name}",
        on_click=_acknowledge,
        args=(shown.saved.name, shown.since),
    )


def _acknowledge(name: str, since: datetime) -> None:
    try:
        deciding.acknowledge(name, since)
    except OSError as error:
        st.session_state[_PROBLEM] = plain(f"It could not be written down: {error}")


def _mute(name: str, key: str | None) -> None:
    until = None if key is None else st.session_state[key]
    try:
        deciding.mute(name, until)
    except OSError as error:
        st.session_state[_PROBLEM] = plain(f"It could not be written down: {error}")
