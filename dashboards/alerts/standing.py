"""Saved alerts as the page shows them: what holds, since when, and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards.queries import alerts
from warehouse.alerts.deciding import decided
from warehouse.alerts.judging import Judgement
from warehouse.alerts.keeping import read_watched
from warehouse.alerts.state import NOTHING_DECIDED, AlertState, Decided
from warehouse.settings import settings
from warehouse.settings.alerts import Alert, SavedAlert


@dataclass(frozen=True)
class Shown:
    """A saved alert, and how it stands."""

    saved: SavedAlert
    judgements: Sequence[Judgement]
    """By period, oldest first; the last one holds now."""
    state: AlertState | None
    """Of the last look; None before one."""
    decided: Decided

    @property
    def alert(self) -> Alert:
        """Return what its file says."""
        return self.saved.content

    @property
    def now(self) -> Judgement:
        """Return what holds now."""
        return self.judgements[-1]

    @property
    def since(self) -> datetime | None:
        """Return when it was first seen to fire; None where it was not."""
        return self.state.since if self.state is not None else None

    @property
    def is_acknowledged(self) -> bool:
        """Return whether somebody takes care of it, this time."""
        return self.since is not None and self.since in self.decided.acknowledged

    @property
    def is_muted(self) -> bool:
        """Return whether nobody is told today."""
        today = datetime.now(ZoneInfo(settings().shop.timezone)).date()
        return self.decided.is_muted(today)


def standing(saved: Sequence[SavedAlert]) -> list[Shown]:
    """Return the alerts with how they stand, as they were given."""
    states: Mapping[str, AlertState] = read_watched().states
    known = decided()
    return [
        Shown(
            one,
            alerts.judged(one.content),
            states.get(one.name),
            known.get(one.name, NOTHING_DECIDED),
        )
        for one in saved
    ]
