"""Databases of any system, by SQLAlchemy URL, mapped by the settings.

Table or query                                   Table
``[sources.entities.<entity>] table`` (or        ``raw_<domain>.<entity>``
``query``) of the database at the source's
``url``
"""

from ingestion.databases.feed import TableFeed
from ingestion.feeds import LoadError
from warehouse.settings import Source, settings


def entities(source: Source) -> list[str]:
    """Return the entities that the entry maps, whether or not they exist."""
    return list(source.entities)


def feed(source: Source, entity: str) -> TableFeed:
    """Return the table or query that fills an entity; nothing is connected.

    Raises:
        LoadError: If the source has no URL, or the entity no table or query, or both.
    """
    mapping = source.entities[entity]
    if source.url is None:
        message = (
            f"source {source.name} has no url; set `url` to env: and the variable "
            "that holds the SQLAlchemy URL of its database"
        )
        raise LoadError(message)
    if (mapping.table is None) == (mapping.query is None):
        message = (
            f"source {source.name}: {entity} needs a `table` or a `query`, and not "
            f"both; mend [sources.entities.{entity}]"
        )
        raise LoadError(message)
    return TableFeed(
        source=source,
        entity=entity,
        mapping=mapping,
        timezone=source.timezone or settings().shop.timezone,
    )
