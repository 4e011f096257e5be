"""How the shop's goals stand and where they are going, as it was last computed.

Fitting and backtesting take seconds, so who computes them (`orchestration.outlook`)
leaves them in ``home/outlook.json``; pages, commands and alerts read that.
"""

from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel

from warehouse.published import open_published, published_version
from warehouse.settings import settings
from warehouse.settings.goals import GOALS, goal_files
from warehouse.status import read_whole, write_whole


class ForecastDay(BaseModel, frozen=True):
    """One day ahead: what is expected, and between what it lies."""

    day_on: date
    value: float
    low: float
    high: float
    total: float | None = None
    """What the number comes to by the end of this day, and between what."""
    total_low: float | None = None
    total_high: float | None = None


class Forecast(BaseModel, frozen=True):
    """What a number is expected to come to by the end of its period."""

    value: float
    low: float
    high: float
    level_pct: int
    """Of a hundred such periods, how many are expected between `low` and `high`."""
    chance: float | None = None
    """That the target is met, from 0 to 1; None where there is no target."""
    model: str
    """What was fitted, in a reader's words."""
    error: float | None = None
    """Median of the absolute errors of the backtests, as a share of what came."""
    backtests: int = 0
    """Past periods that were forecast as if only the days before were known."""
    inside: int | None = None
    """Of the backtests, those whose outcome lay within their interval."""
    days: tuple[ForecastDay, ...] = ()
    """The days that are left; none where the number is no sum of days."""


class GoalOutlook(BaseModel, frozen=True):
    """One goal in the period that is under way, or in the last one that ended."""

    name: str
    title: str
    unit: str
    direction: str
    """``up`` or ``down``: which side of the target is good."""
    first_on: date
    last_on: date
    """First and last day of the period, in the shop's calendar."""
    as_of_on: date
    """The last complete day that is counted."""
    is_over: bool
    target: float
    actual: float | None
    """So far; None where there is nothing to divide by."""
    attainment: float | None
    """Actual / target."""
    elapsed: float
    """Share of the period's working days that are over, from 0 to 1."""
    pace: float | None
    """Actual / (target × elapsed); for a number that is no sum, as `attainment`."""
    forecast: Forecast | None = None
    why_no_forecast: str | None = None
    is_at_risk: bool | None = None
    """Whether the target is more likely missed than met; None where nobody can say."""


class Outlook(BaseModel, frozen=True):
    """All goals, and those that could not be computed."""

    version: int
    """The published version that it was computed from."""
    made_at: datetime
    goals: tuple[GoalOutlook, ...] = ()
    problems: dict[str, str] = {}
    """By the name of a goal, why nothing is shown of it: one sentence with its fix."""
    files: dict[str, str] = {}
    """By the name of a goal, a hash of its file as it was read for this."""


def read_outlook() -> Outlook | None:
    """Return what was last computed; None before that, or if it is of older code."""
    return read_whole(_path(), Outlook)


def write_outlook(outlook: Outlook) -> None:
    """Replace what was computed before, at once."""
    write_whole(_path(), outlook.model_dump_json(indent=1))


def why_outdated(outlook: Outlook | None) -> str | None:
    """Return why it is not what would be computed now; None where it is.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    current = published_version()
    if outlook is None:
        return "nothing was computed yet"
    if not is_of_published(outlook):
        return f"version {current} was published since, it is of {outlook.version}"
    if goal_files(settings().workspace / GOALS.folder) != outlook.files:
        return "files of goals were changed since"
    return None


def is_of_published(outlook: Outlook) -> bool:
    """Return whether it was computed from what is published.

    Live runs publish versions that count for nothing here: they take in events of a day
    that is not over.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    newer = open_published().execute(
        "select 1 from ops.versions where not is_live and version > ?",
        [outlook.version],
    )
    return outlook.version <= published_version() and not newer.fetchall()


def _path() -> Path:
    return settings().home / "outlook.json"
