"""The tables of ``karvan.toml`` that a shop has once."""

from datetime import date
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]


class Section(BaseModel):
    """A table of the settings file; unknown keys are errors, so typos are seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def known_zone(value: str) -> str:
    """Return the name of a time zone; an unknown one is an error."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder, too
        message = f"{value!r} is no time zone; use a name such as 'Europe/London'"
        raise ValueError(message) from error
    return value


class Shop(Section):
    """Who the shop is, and how it counts its days."""

    name: str = "My shop"
    timezone: str = "UTC"
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")
    week_start: Weekday = "monday"
    calendar: Literal["gregorian", "jalali"] = "gregorian"
    locale: Literal["en", "fa", "az"] = "en"
    cancelled_statuses: tuple[str, ...] = ("cancelled", "canceled", "void", "voided")
    """Values of ``orders.status``, whatever their case, that mean cancelled."""
    units_exclude_departments: tuple[str, ...] = ()
    """Departments whose quantity counts no units, such as litres of fuel."""
    working_days: tuple[Weekday, ...] = Field(default=get_args(Weekday), min_length=1)
    """Days of the week on which the shop works: how much of a goal's time is over."""
    closed_on: tuple[date, ...] = ()
    """Days on which it does not, such as holidays."""

    _zone = field_validator("timezone")(known_zone)

    def works_on(self, day: date) -> bool:
        """Return whether a day is a working day."""
        name = get_args(Weekday)[day.weekday()]
        return name in self.working_days and day not in self.closed_on


class Lifecycle(Section):
    """After how many days a customer is at which stage of their life as one."""

    onboarding_days: int = Field(default=30, ge=1)
    """Since the first order: a customer is new for so long."""
    active_days: int = Field(default=90, ge=1)
    """Since the last order: beyond it a customer is cooling."""
    lost_days: int = Field(default=365, ge=1)
    """Since the last order: beyond it a customer is lost."""

    @model_validator(mode="after")
    def _ordered(self) -> "Lifecycle":
        if self.active_days >= self.lost_days:
            message = "active_days must be less than lost_days"
            raise ValueError(message)
        return self


class Behaviour(Section):
    """From how much on what visitors do is told."""

    min_viewers: int = Field(default=30, ge=1)
    """Viewers below which no share of those who did not buy is given."""
    switching_products: int = Field(default=20, ge=1)
    """Products of a category between which switching is told, the most viewed first."""
    hesitation_views: int = Field(default=3, ge=2)
    """Views of a product without an order of it that are hesitation."""
    hesitation_days: int = Field(default=30, ge=1)
    """Days, up to the last complete one, that such views lie in."""


class Events(Section):
    """What makes an event believable, and a visit of many events."""

    session_gap_minutes: int = Field(default=30, ge=1)
    """A visitor who does nothing for longer comes anew."""
    oldest_on: date = date(2000, 1, 1)
    """Events of earlier days are quarantined."""
    future_hours: float = Field(default=24, ge=0)
    """Events further ahead of their receipt are quarantined."""


class Quality(Section):
    """When a load is too bad to publish."""

    max_quarantined_pct: float = Field(default=5.0, ge=0, le=100)
    """Publishing is blocked when more of a load than this is quarantined."""
    min_rows_kept_pct: float = Field(default=80.0, ge=0, le=100)
    """A changed file must keep this share of its last rows, or the load fails."""


class Services(Section):
    """Where the services of ``karvan up`` listen, on loopback."""

    dagster_port: int = 3000
    dashboard_port: int = 8501
    collector_port: int = 8642


class Engine(Section):
    """What DuckDB may take of the machine."""

    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")
    threads: int | None = Field(default=None, ge=1)
