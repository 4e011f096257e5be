"""Alerts as rows: how each stood at the last look."""

from collections.abc import Sequence

from dashboards.alerts.words import judged_words
from warehouse.alerts.deciding import decided
from warehouse.alerts.keeping import read_watched
from warehouse.alerts.state import NOTHING_DECIDED
from warehouse.settings import settings
from warehouse.settings.alerts import SavedAlert

STANDING = (
    *("name", "title", "kind", "verdict", "first_on", "last_on", "value", "low"),
    *("high", "usual", "chance", "unit", "found", "since", "told_at", "reminded_at"),
    *("acknowledged", "muted_until", "owner"),
)
"""Of `alert_rows`."""


def alert_rows(saved: Sequence[SavedAlert]) -> list[tuple]:
    """Return how each alert stood: `STANDING`; the verdict ``new`` before a look."""
    states, known = read_watched().states, decided()
    rows: list[tuple] = []
    for one in saved:
        alert, state = one.content, states.get(one.name)
        said = known.get(one.name, NOTHING_DECIDED)
        head = (one.name, alert.title, alert.kind)
        if state is None:
            empty = (None,) * 8
            found = "not looked at yet; `karvan alert check` looks"
            rows.append(
                (*head, "new", *empty, found, None, None, None, False,
                 said.muted_until, alert.owner)
            )  # fmt: skip
            continue
        now = state.now
        rows.append(
            (
                *(*head, now.verdict, now.first_on, now.last_on, now.value),
                *(now.low, now.high, now.usual, now.chance, now.unit),
                judged_words(now, settings().shop.currency),
                *(state.since, state.told_at, state.reminded_at),
                *(state.since in said.acknowledged, said.muted_until, alert.owner),
            )
        )
    return rows
