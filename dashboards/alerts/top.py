"""What the page Alerts says first: how many fire, and what is missing or wrong."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st

from dashboards.alerts.standing import Shown
from dashboards.components.tiles import Tile, tiles
from dashboards.formats import number
from warehouse.alerts.log import deliveries
from warehouse.settings import settings

_INFO = ":material/info:"
_LATELY = timedelta(days=30)


def no_channel() -> None:
    """Say that nobody is told, and what to write, where no way of telling is set up."""
    ways = settings().notifications
    if ways.webhook_url is None and ways.email is None:
        st.info(
            "Alerts are shown here alone. Write into `karvan.toml`, under "
            '`[notifications]`, `webhook_url = "env:TEAM_WEBHOOK"`, or set up '
            "`[notifications.email]` with `host`, `sender` and `recipients`; "
            "`karvan doctor --notify` sends a test message.",
            title="Nobody is told of alerts yet",
            icon=_INFO,
        )


def no_alerts() -> None:
    """Say that no alert is saved."""
    st.info(
        "Make the first one below: choose what is watched, see when it would have "
        "fired, and save it.",
        title="No alert is saved yet",
        icon=_INFO,
    )


def alert_tiles(shown: Sequence[Shown]) -> None:
    """Show how many alerts fire, are quiet, cannot be said, and what was told."""
    verdicts = [one.now.verdict for one in shown]
    unsaid = verdicts.count("unknown") + verdicts.count("broken")
    since = datetime.now(UTC) - _LATELY
    arrived = {
        one.message_id for one in deliveries() if one.error is None and one.at > since
    }
    tiles(
        [
            Tile(
                "Firing now",
                number(verdicts.count("firing")),
                "Alerts whose last whole period, or whose goal, is bad by their rule.",
            ),
            Tile(
                "Quiet", number(verdicts.count("quiet")), "Alerts whose rule is kept."
            ),
            Tile(
                "Cannot be said",
                number(unsaid),
                "Alerts that lack data, or that cannot be computed; nobody is told.",
            ),
            Tile(
                "Told in 30 days",
                number(len(arrived)),
                "Messages that arrived: that an alert fires, still does, or is over.",
            ),
        ]
    )
