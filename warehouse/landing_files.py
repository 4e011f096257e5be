"""The files of the landing by when they were written, without those of a simulation.

A source of kind `sample` sends what happened on other days, by a collector of its own
to files of its own: beside what happens now these would only take the room.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from warehouse.landing import CLOSED, OPEN, day_folders
from warehouse.settings import settings

_SENDER = re.compile(rb'"source": ?"(\w+)"')
"""What a line names before anything of its sender's."""
_LOOKED_AT = 1024
"""Bytes of a file's beginning, where its first line names its source."""


@dataclass(frozen=True)
class LandedFile:
    """A file of the landing."""

    path: Path
    size: int
    written_at: datetime

    @property
    def name(self) -> str:
        """Return what stays when the file is closed."""
        return f"{self.path.parent.name}/{self.path.stem}"


def written_since(landing: Path, moment: datetime) -> list[LandedFile]:
    """Return the files that were written to since then, the latest first.

    A file stands in the folder of the day when it was opened, so two are looked into.
    """
    found = []
    for folder in day_folders(landing)[-2:]:
        for entry in os.scandir(folder):
            if not entry.name.endswith((OPEN, CLOSED)):
                continue
            try:
                stat = entry.stat()
            except FileNotFoundError:  # it has just been closed: the next call finds it
                continue
            file = LandedFile(
                Path(entry.path),
                stat.st_size,
                datetime.fromtimestamp(stat.st_mtime, UTC),
            )
            if file.written_at >= moment and not _is_simulated(file.path):
                found.append(file)
    return sorted(found, key=lambda file: (file.written_at, file.name), reverse=True)


def has_files(landing: Path) -> bool:
    """Return whether anything was received that is not simulated."""
    return any(
        not _is_simulated(path)
        for ending in (OPEN, CLOSED)
        for path in landing.glob(f"*/*{ending}")
    )


def _is_simulated(path: Path) -> bool:
    simulated = {
        source.name for source in settings().sources if source.kind == "sample"
    }
    return bool(simulated) and _sender(path) in simulated


def _sender(path: Path) -> str | None:
    """Return the source that a file's first line names; None while there is no line."""
    try:
        return _first_sender(path)
    except (FileNotFoundError, LookupError):  # just closed, or not yet written
        return None


@lru_cache(maxsize=10_000)
def _first_sender(path: Path) -> str:
    with path.open("rb") as file:
        found = _SENDER.search(file.read(_LOOKED_AT))
    if found is None:
        raise LookupError
    return found[1].decode()
