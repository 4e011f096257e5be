"""What decides which rows a file or table gives, as a short hash."""

import hashlib

from ingestion.entities import ENTITIES
from ingestion.feeds import Feed
from warehouse.settings import settings

RULES_VERSION = 3
"""Raise it when the same file would give other rows than before."""

WHERE_AND_WHEN = {"path", "table", "query", "key", "updated_at"}
"""Parts of a mapping that say where rows are and when they are read."""


def reading_of(feed: Feed) -> str:
    """Return a short hash of all that decides what a row becomes."""
    entity = ENTITIES[feed.entity]
    shop, events = settings().shop, settings().events
    decisive = (
        RULES_VERSION,
        feed.mapping.model_dump_json(exclude=WHERE_AND_WHEN),
        feed.timezone,
        feed.view,
        feed.source.model_dump_json(
            include={"encoding", "delimiter", "decimal_separator"}
        ),
        shop.timezone,
        shop.currency == "USD",
        shop.calendar,
        entity.columns,
        entity.required,
        (events.oldest_on, events.future_hours) if entity.unique else (),
    )
    return hashlib.sha256(repr(decisive).encode()).hexdigest()[:12]
