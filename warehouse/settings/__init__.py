"""Settings of one shop: ``karvan.toml``, ``KARVAN_*`` variables and ``.env``.

The folder of ``karvan.toml`` is the workspace; ``KARVAN_CONFIG`` names another file
and with it another shop. Everything that Karvan writes is under ``home``.
"""

from functools import cache, cached_property
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from warehouse.settings.errors import SettingsError, explained
from warehouse.settings.funnels import Funnel, read_funnels
from warehouse.settings.identity import Identity, read_identity
from warehouse.settings.loyalty import Churn, Demographics, Retention, Rfm
from warehouse.settings.marketing import Attribution, Baskets
from warehouse.settings.notifications import Notifications
from warehouse.settings.paths import REPOSITORY, config_path, dotenv_paths
from warehouse.settings.sections import (
    Behaviour,
    Engine,
    Events,
    Lifecycle,
    Quality,
    Services,
    Shop,
)
from warehouse.settings.sources import Entity, Source
from warehouse.settings.tracking_plan import TrackingPlan, read_plan

__all__ = [
    "REPOSITORY",
    "Entity",
    "Settings",
    "SettingsError",
    "Source",
    "config_path",
    "settings",
]


class Settings(BaseSettings):
    """All settings of one shop."""

    model_config = SettingsConfigDict(
        env_prefix="KARVAN_", env_nested_delimiter="__", extra="ignore", frozen=True
    )

    shop: Shop = Shop()
    sources: tuple[Source, ...] = ()
    events: Events = Events()
    quality: Quality = Quality()
    lifecycle: Lifecycle = Lifecycle()
    rfm: Rfm = Rfm()
    retention: Retention = Retention()
    churn: Churn = Churn()
    demographics: Demographics = Demographics()
    attribution: Attribution = Attribution()
    baskets: Baskets = Baskets()
    behaviour: Behaviour = Behaviour()
    notifications: Notifications = Notifications()
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

    @cached_property
    def tracking_plan(self) -> TrackingPlan:
        """What events are expected, from the ``tracking_plan/`` of the workspace.

        Raises:
            SettingsError: If a file of it is wrong.
        """
        names = [source.name for source in self.sources]
        return read_plan(self.workspace / "tracking_plan", names)

    @cached_property
    def identity(self) -> Identity:
        """Who is whom, from ``identity.yml`` of the workspace.

        Raises:
            SettingsError: If an entry of it is wrong.
        """
        return read_identity(self.workspace / "identity.yml")

    @cached_property
    def funnels(self) -> dict[str, Funnel]:
        """Ways on which visitors are followed, from ``funnels/`` of the workspace.

        Raises:
            SettingsError: If a file of it is wrong.
        """
        return read_funnels(self.workspace / "funnels")

    @property
    def landing_path(self) -> Path:
        """The folder of received events: a folder a day, files of lines in it."""
        return self.home / "landing"

    @property
    def decisions_path(self) -> Path:
        """The folder of what people decided, appended and never rewritten."""
        return self.home / "decisions"

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
    def dev_path(self) -> Path:
        """The file that analysts' own builds write."""
        return self.home / "dev.duckdb"

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
        """Great Expectations' Data Docs, and the docs of the models."""
        return self.home / "docs"

    @property
    def dagster_path(self) -> Path:
        """Dagster's runs and event logs."""
        return self.home / "dagster"


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
    try:
        found = Settings(_env_file=dotenv_paths(), home=path.parent / ".karvan")  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        raise SettingsError(explained(path, error)) from error
    except ValueError as error:  # TOML syntax
        message = f"{path}: {error}"
        raise SettingsError(message) from error
    home = path.parent / found.home.expanduser()
    return found.model_copy(update={"home": home})
