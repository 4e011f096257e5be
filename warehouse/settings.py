"""Settings of one shop: ``karvan.toml``, ``KARVAN_*`` variables and ``.env``.

The folder of ``karvan.toml`` is the workspace; ``KARVAN_CONFIG`` names another file
and with it another shop. Everything that Karvan writes is under ``home``.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

REPOSITORY = Path(__file__).parents[1]

Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
NAME = re.compile(r"^[a-z][a-z0-9_]*$")


class SettingsError(Exception):
    """The settings are wrong; the message names the entry and the fix."""


class Section(BaseModel):
    """A table of the settings file; unknown keys are errors, so typos are seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _known_zone(value: str) -> str:
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

    _zone = field_validator("timezone")(_known_zone)


class Entity(Section):
    """How one table of a source fills an entity of the raw contract."""

    columns: dict[str, str] = {}
    """Entity column to source column; unmapped source columns go to ``extra``."""
    constants: dict[str, Any] = {}
    """Entity column to a value that every row gets."""
    path: str | None = None
    """File or pattern of this entity, where it is not the source's."""
    sheet: str | None = None
    """Sheet of an Excel file; the first by default."""
    epoch_unit: Literal["s", "ms", "us", "ns"] | None = None
    """Unit of numeric times."""
    datetime_format: str | None = None
    """strptime format of times and dates as text; found by itself by default."""


class Source(Section):
    """One system that data come from."""

    name: str
    kind: Literal["files", "complete_journey"]
    path: str | None = None
    """File or pattern (``sales/*.csv``), relative to the workspace."""
    timezone: str | None = None
    """Zone of times without an offset; the shop's by default."""
    encoding: Literal["utf-8", "utf-16", "latin-1"] = "utf-8"
    delimiter: str | None = None
    """Between the fields of a CSV file; found by itself by default."""
    decimal_separator: Literal[".", ","] = "."
    entities: dict[str, Entity] = {}

    @field_validator("name")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        if not NAME.match(value):
            message = f"{value!r} is no source name; use lower-case letters, digits, _"
            raise ValueError(message)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone_or_none(cls, value: str | None) -> str | None:
        return value if value is None else _known_zone(value)


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


class Engine(Section):
    """What DuckDB may take of the machine."""

    memory_limit: str = Field(default="2GB", pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")
    threads: int | None = Field(default=None, ge=1)


class Settings(BaseSettings):
    """All settings of one shop."""

    model_config = SettingsConfigDict(
        env_prefix="KARVAN_", env_nested_delimiter="__", extra="ignore", frozen=True
    )

    shop: Shop = Shop()
    sources: tuple[Source, ...] = ()
    quality: Quality = Quality()
    services: Services = Services()
    engine: Engine = Engine()
    keep_versions: int = Field(default=5, ge=2)
    """Published versions that stay for ``karvan rollback``."""
    refresh_at: str = Field(default="04:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    """Local time of the daily run."""
    home: Path

    @field_validator("sources")
    @classmethod
    def _names_differ(cls, value: tuple[Source, ...]) -> tuple[Source, ...]:
        names = [source.name for source in value]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            message = f"two sources are named {', '.join(repeated)}; rename one"
            raise ValueError(message)
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over ``.env`` over ``karvan.toml``."""
        toml = TomlConfigSettingsSource(settings_cls, config_path())
        if unknown := sorted(toml().keys() - cls.model_fields.keys()):
            message = f"unknown entry {', '.join(unknown)}; remove it or mend its name"
            raise ValueError(message)
        return env_settings, dotenv_settings, toml, init_settings

    @property
    def workspace(self) -> Path:
        """The shop's own folder: that of ``karvan.toml``."""
        return config_path().parent

    @property
    def warehouse_path(self) -> Path:
        """The file that runs write: raw tables, staging, operations."""
        return self.home / "warehouse.duckdb"

    @property
    def candidate_path(self) -> Path:
        """The file of the marts that may be published next."""
        return self.home / "candidate.duckdb"

    @property
    def snapshot_path(self) -> Path:
        """The copy of the warehouse that analysts' own builds read."""
        return self.home / "snapshot.duckdb"

    @property
    def published_path(self) -> Path:
        """The folder of published versions, ``current`` and ``status.json``."""
        return self.home / "published"

    @property
    def dbt_path(self) -> Path:
        """Dbt's target and logs."""
        return self.home / "dbt"

    @property
    def dlt_path(self) -> Path:
        """Dlt's working folder."""
        return self.home / "dlt"

    @property
    def docs_path(self) -> Path:
        """Great Expectations' Data Docs."""
        return self.home / "docs"

    @property
    def dagster_path(self) -> Path:
        """Dagster's runs and event logs."""
        return self.home / "dagster"


def config_path() -> Path:
    """Return the path of the settings file, absolute, whether or not it exists."""
    named = os.environ.get("KARVAN_CONFIG")
    path = Path(named) if named else REPOSITORY / "workspace" / "karvan.toml"
    return path.expanduser().absolute()


@cache
def settings() -> Settings:
    """Return the settings of this process, read once.

    Raises:
        SettingsError: If the file is missing or an entry is wrong.
    """
    path = config_path()
    if not path.is_file():
        message = (
            f"no settings file at {path}; create it (README.md shows one) "
            "or name another in KARVAN_CONFIG"
        )
        raise SettingsError(message)
    own = path.parent / ".env"
    # The repository's is the demo's: a shop elsewhere shares nothing with it.
    dotenv = (REPOSITORY / ".env", own) if path.is_relative_to(REPOSITORY) else own
    try:
        found = Settings(_env_file=dotenv, home=path.parent / ".karvan")  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        raise SettingsError(_explained(path, error)) from error
    except ValueError as error:  # TOML syntax
        message = f"{path}: {error}"
        raise SettingsError(message) from error
    home = path.parent / found.home.expanduser()
    return found.model_copy(update={"home": home})


def _explained(path: Path, error: ValidationError) -> str:
    lines = [f"{path} has {error.error_count()} wrong entries:"]
    for found in error.errors():
        place = ".".join(str(part) for part in found["loc"])
        lines.append(f"  {place}: {found['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
