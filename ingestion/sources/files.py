"""Files of any system: CSV, Parquet, NDJSON, JSON and Excel, mapped by the settings.

File                                          Table
``[sources.entities.<entity>] path`` (or the  ``raw_<domain>.<entity>``
source's own ``path``), one file or a pattern
"""

from pathlib import Path

from ingestion.feeds import LoadError
from ingestion.file_feeds import FileFeed
from warehouse.settings import Source, settings


def entities(source: Source) -> list[str]:
    """Return the entities that the entry maps, whether or not they exist."""
    return list(source.entities)


def feed(source: Source, entity: str) -> FileFeed:
    """Return the files that fill an entity.

    Raises:
        LoadError: If neither the source nor the entity has a path.
    """
    mapping = source.entities[entity]
    path = mapping.path or source.path
    if path is None:
        message = (
            f"source {source.name}: {entity} has no path; set `path` of the source "
            f"or of [sources.entities.{entity}]"
        )
        raise LoadError(message)
    return FileFeed(
        source=source,
        entity=entity,
        pattern=settings().workspace / Path(path).expanduser(),
        mapping=mapping,
        timezone=source.timezone or settings().shop.timezone,
    )
