"""One alert, open: its numbers, when it would have fired, and a way to change it."""

import streamlit as st

from dashboards.alerts.chart import alert_card
from dashboards.alerts.firing import mute_button
from dashboards.alerts.saving import FORM
from dashboards.alerts.sentences import replay_sentence
from dashboards.alerts.standing import Shown
from dashboards.alerts.words import judged_words, rule_words
from dashboards.components.entries import close_button, entry_line
from dashboards.formats import capital, plain
from dashboards.queries.alerts import simulated_note
from warehouse.settings import settings
from warehouse.settings.alerts import ALERTS


def one_alert(shown: Shown) -> None:
    """Show the course of an alert that is open, and what its file says of it."""
    alert, currency = shown.alert, settings().shop.currency
    rule = f"Fires when {rule_words(alert, shown.now.unit, currency)}"
    found = judged_words(shown.now, currency)
    if alert.kind == "goal" or shown.now.verdict == "broken":
        with st.container(border=True, gap="xsmall"):
            st.subheader(plain(capital(found)), anchor=False)
            st.caption(plain(rule))
    else:
        alert_card(
            *(
                replay_sentence(shown.judgements, alert.title),
                plain(f"{rule} · now: {found}") + simulated_note(alert),
            ),
            *(shown.judgements, alert.period, alert.formula or ""),
        )
    said = [f"tells {plain(_told(shown))}"]
    if alert.remind_after is not None:
        said.append(f"reminds after {alert.remind_after} days")
    with entry_line(shown.saved, FORM.change, *said):
        if shown.now.verdict != "firing":
            mute_button(shown)
        FORM.remove_button(shown.saved)
        close_button(ALERTS)


def _told(shown: Shown) -> str:
    return ", ".join(shown.alert.to) or "all that the settings name"
