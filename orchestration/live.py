"""Live: what was landed and is not loaded, seen without the warehouse.

The warehouse is closed to others while a run writes it, so this compares the landing
with the ledger that is published.
"""

import hashlib
import time
from pathlib import Path

from warehouse.landing import label
from warehouse.landing_days import days_to_look_at
from warehouse.published import NothingPublishedError, open_published, published_version
from warehouse.settings import settings

LIVE = "ingest_events"
"""Name of the job that takes in events and builds what is made of them."""

REFRESH = "refresh"
"""Name of the job that builds everything from what is new."""

TESTED_WHOLE = "tag:whole"
"""Tests of dbt that a live run leaves to the next whole run, such as `karvan run`.

They hold all rows of a table against each other, 9.5 s for 20 million events and as
many again in the suites, while a load brings few. What a live run checks is that the
newest load is in `fct_events`, each event once; what one scan can tell of each table;
and the ledger. That no two loads bring the same event is seen to when they are loaded.
"""

AGAIN_S = 300
"""After which files that a run did not load are tried again without new ones."""


_loaded_days: dict[Path, tuple[int, dict[str, str]]] = {}
"""By landing: the version that was asked, and stamps of the days that it knows whole.
Dagster asks from one process, which goes on while a backup of yesterday is restored."""


def waiting_files() -> list[Path]:
    """Return the closed landing files that no published ledger knows, oldest first.

    What a killed worker of the collector left open is closed before. Before the first
    version all files wait.
    """
    known = _known_days()
    days = list(days_to_look_at(known))
    there = {label(path): path for day in days for path in day.files}
    loaded = _loaded(list(there))
    for day in days:
        if day.stamp and all(label(path) in loaded for path in day.files):
            known[day.name] = day.stamp
    return [path for name, path in there.items() if name not in loaded]


def _known_days() -> dict[str, str]:
    """Return the stamps of loaded days; none where less is published than before."""
    try:
        version = published_version()
    except NothingPublishedError:
        version = 0
    asked, known = _loaded_days.get(settings().landing_path, (0, {}))
    if version < asked:
        known = {}
    _loaded_days[settings().landing_path] = version, known
    return known


def _loaded(names: list[str]) -> set[str]:
    """Return which of some files the published ledger knows."""
    try:
        published = open_published()
    except NothingPublishedError:
        return set()
    known = published.execute(
        "select file from ops.ledger "
        "where entity = 'events' and list_contains(?::varchar[], file)",
        [names],
    )
    return {file for (file,) in known.fetchall()}


class Attempt:
    """Which files a live run was last asked to load, and when: a sensor's cursor."""

    def __init__(self, files: list[Path], cursor: str | None) -> None:
        """Compare what waits with a cursor of before."""
        names = "\n".join(map(label, files))
        self._digest = hashlib.sha256(names.encode()).hexdigest()[:16]
        self._last, _, at = (cursor or "").partition(" ")
        self._at = float(at or 0)

    @property
    def is_due(self) -> bool:
        """Return whether to ask: something new waits, or it is time to try again."""
        return self._digest != self._last or time.time() - self._at > AGAIN_S

    @property
    def cursor(self) -> str:
        """Return what to remember once a run is asked for."""
        return f"{self._digest} {time.time():.0f}"
