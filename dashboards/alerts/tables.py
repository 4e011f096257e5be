"""The alerts that do not fire, and the log of what was told, as tables."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboards.alerts.standing import Shown
from dashboards.alerts.words import judged_words, rule_words
from dashboards.components.entries import open_entry
from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.formats import day
from warehouse.alerts.log import deliveries
from warehouse.settings import settings
from warehouse.settings.alerts import ALERTS

_VERDICTS = {
    "quiet": "quiet",
    "unknown": "not enough data",
    "broken": "cannot be computed",
}
_EVENTS = {"fired": "alert", "reminded": "reminder", "resolved": "over"}


def other_alerts(shown: Sequence[Shown]) -> None:
    """Show the alerts that do not fire, what cannot be said first."""
    config = st.column_config
    ranked = sorted(shown, key=lambda one: one.now.verdict)  # broken, quiet, unknown
    ranked.sort(key=lambda one: one.now.verdict == "quiet")
    currency = settings().shop.currency
    table(
        "What does not fire",
        pd.DataFrame(
            {
                "name": one.saved.name,
                "title": one.alert.title,
                "state": _VERDICTS[one.now.verdict],
                "found": judged_words(one.now, currency),
                "rule": rule_words(one.alert, one.now.unit, currency),
                "owner": one.alert.owner,
                "muted": _muted(one),
            }
            for one in ranked
        ),
        {
            "title": config.TextColumn("Alert", pinned=True),
            "state": config.TextColumn("State"),
            "found": config.TextColumn("Last found", width="large"),
            "rule": config.TextColumn("Fires when", width="large"),
            "owner": config.TextColumn("Owner"),
            "muted": config.TextColumn("Muted until"),
        },
        "alerts",
        about(),
        caption="A tick before a row opens the alert",
        on_pick=lambda row: open_entry(ALERTS, str(row["name"])),
    )


def _muted(shown: Shown) -> str:
    until = shown.decided.muted_until
    return day(until) if shown.is_muted and until is not None else ""


def delivery_table() -> None:
    """Show what was told, the newest first."""
    config, zone = st.column_config, ZoneInfo(settings().shop.timezone)
    rows = pd.DataFrame(
        {
            "at": one.at.astimezone(zone).replace(tzinfo=None),
            "alert": one.alert,
            "event": _EVENTS.get(one.event, one.event),
            "channel": one.channel,
            "recipients": one.recipients,
            "attempts": one.attempts,
            "error": one.error or "arrived",
        }
        for one in deliveries()
    )
    table(
        "What was told",
        rows,
        {
            "at": config.DatetimeColumn("When", format="D MMM YYYY, HH:mm"),
            "alert": config.TextColumn("Alert"),
            "event": config.TextColumn("Message"),
            "channel": config.TextColumn("By"),
            "recipients": config.TextColumn("To"),
            "attempts": config.NumberColumn("Attempts"),
            "error": config.TextColumn("Outcome", width="large"),
        },
        "alert_deliveries",
        about(),
        caption="One row for each message and way of telling; what did not arrive is "
        "tried again for 7 days",
        empty="Nothing was told yet.",
    )
