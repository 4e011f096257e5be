"""``home/alerts.json``: how each alert stands since it was last looked at.

Who looks (`orchestration.alerts`) keeps the messages that wait in the same file, so
that nothing is told twice or never; readers need only what is here.
"""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from warehouse.alerts.state import AlertState
from warehouse.settings import settings
from warehouse.status import read_whole


class Watched(BaseModel):
    """How the alerts stand."""

    states: dict[str, AlertState] = {}
    """By name."""
    looked_at: datetime | None = None
    """None before the first look."""
    seen: str = ""
    """What they were judged by then: the version, the files, the decisions."""


def read_watched() -> Watched:
    """Return how the alerts stood at the last look; nothing before it."""
    return read_whole(watched_path(), Watched) or Watched()


def watched_path() -> Path:
    """Return the file."""
    return settings().home / "alerts.json"
