"""The demo's CRM: simulated records in a SQLite file, read as any company's database.

Table of the file     Table
accounts              ``raw_crm.accounts``
representatives       ``raw_crm.representatives``
contacts              ``raw_crm.contacts``
activities            ``raw_crm.activities``
tickets               ``raw_feedback.tickets``
surveys               ``raw_feedback.surveys``
ad_spend              ``raw_marketing.ad_spend``

The file is ``home/sample/<source>/crm.sqlite``. It is written when it is first looked
at; from then on nothing here writes it, so that a change in it is loaded like one that
a company makes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingestion.databases.feed import TableFeed
from ingestion.entities import ENTITIES
from ingestion.feeds import Arrival, Visit
from ingestion.sources import complete_journey
from warehouse.settings import Entity, Source, settings

UPDATED_AT = {"contacts": "updated_at"}
NOT_FILLED = {
    "contacts": {"website", "social_handle"},
    "activities": {"deal_id"},
    "tickets": {"transcript_url"},
}


@dataclass(frozen=True, kw_only=True)
class SampleTableFeed(TableFeed):
    """A table that is written before it is first read."""

    def arrivals(self, visit: Visit) -> list[Arrival]:
        """Return what is not loaded yet of the table.

        Raises:
            LoadError: If the extra `demo` is not installed, or as a table's.
        """
        self._ensure_written(visit.say)
        return super().arrivals(visit)

    def sample(self, folder: Path) -> Arrival:
        """Return some of its rows.

        Raises:
            LoadError: As `arrivals`.
        """
        self._ensure_written(lambda _: None)
        return super().sample(folder)

    def _ensure_written(self, say: Callable[[str], None]) -> None:
        # Most looks find it written; and the simulation needs this module's package.
        from ingestion.sample.crm.database import ensure_written

        data = complete_journey.data_folder(self.source)
        ensure_written(folder(self.source), data, say)


def folder(source: Source) -> Path:
    """Return where a sample's file and its truth are."""
    return settings().home / "sample" / source.name


def entities(_source: Source) -> list[str]:
    """Return the entities that the CRM fills."""
    return [
        "accounts", "contacts", "representatives", "activities", "surveys", "tickets",
        "ad_spend",
    ]  # fmt: skip


def feed(source: Source, entity: str) -> SampleTableFeed:
    """Return the table that fills an entity; nothing is written yet."""
    filled = [
        column
        for column in ENTITIES[entity].columns
        if column not in NOT_FILLED.get(entity, ())
    ]
    return SampleTableFeed(
        source=source.model_copy(
            update={"url": f"sqlite:///{folder(source) / 'crm.sqlite'}"}
        ),
        entity=entity,
        mapping=Entity(
            table=entity,
            columns={column: column for column in filled},
            updated_at=UPDATED_AT.get(entity),
        ),
        timezone="UTC",
    )
