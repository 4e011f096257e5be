"""The sources: which files fill which entity, and how their columns map.

One module for each kind of source. Each turns a ``[[sources]]`` entry of the settings
into feeds.
"""

from types import ModuleType

from ingestion.entities import ENTITIES
from ingestion.feeds import Feed, LoadError, suggested
from ingestion.sources import complete_journey, files, sample, sample_crm, senders, sql
from warehouse.settings import Source, settings

KINDS: dict[str, ModuleType] = {
    "files": files,
    "sql": sql,
    "complete_journey": complete_journey,
    "events": senders,
    "sample": sample,
    "sample_crm": sample_crm,
}


def configured_entities() -> list[str]:
    """Return the entities that the settings' sources fill, in contract order.

    Raises:
        LoadError: If a source names an entity that does not exist.
    """
    filled = set()
    for source in settings().sources:
        for entity in KINDS[source.kind].entities(source):
            if entity not in ENTITIES:
                message = (
                    f"source {source.name}: there is no entity {entity!r}"
                    f"{suggested(entity, ENTITIES)}; entities are {', '.join(ENTITIES)}"
                )
                raise LoadError(message)
            filled.add(entity)
    return [entity for entity in ENTITIES if entity in filled]


def feeds_of(entity: str) -> list[Feed]:
    """Return what the configured sources give an entity; empty if none does.

    Raises:
        LoadError: If the entry of one of them is wrong, as `check_source` says.
    """
    found = []
    for source in settings().sources:
        if entity in KINDS[source.kind].entities(source):
            feed = KINDS[source.kind].feed(source, entity)
            _check_mapping(feed)
            found.append(feed)
    return found


def check_named(name: str) -> None:
    """Check that the settings name a source.

    Raises:
        LoadError: If they do not.
    """
    names = [source.name for source in settings().sources]
    if name not in names:
        message = (
            f"there is no source {name!r}{suggested(name, names)}; "
            f"the settings name {', '.join(names) or 'none'}"
        )
        raise LoadError(message)


def check_source(source: Source) -> None:
    """Check a source's entry, without looking at its files or tables.

    Raises:
        LoadError: If it names an unknown entity or column, leaves out a required
            column or a path, or its package is not installed.
    """
    for entity in KINDS[source.kind].entities(source):
        if entity not in ENTITIES:
            configured_entities()
        feed = KINDS[source.kind].feed(source, entity)
        _check_mapping(feed)


def _check_mapping(feed: Feed) -> None:
    contract, mapping = ENTITIES[feed.entity], feed.mapping
    known = [one for one in contract.columns if one not in contract.internal]
    filled = [*mapping.columns, *mapping.constants]
    for column in (*filled, *mapping.values):
        if column not in known:
            message = (
                f"{feed}: there is no column {column!r}{suggested(column, known)}; "
                f"columns are {', '.join(known)}"
            )
            raise LoadError(message)
    if twice := sorted(mapping.columns.keys() & mapping.constants.keys()):
        message = f"{feed}: {twice[0]} is both a column and a constant; keep one"
        raise LoadError(message)
    for column, source in mapping.columns.items():
        if isinstance(source, dict) and contract.columns[column] != "json":
            message = (
                f"{feed}: {column} is made of several columns and holds no JSON; "
                "name one column"
            )
            raise LoadError(message)
    for column in mapping.values:
        if not isinstance(mapping.columns.get(column), str):
            message = (
                f"{feed}: `values` say what {column} means, which no one column "
                "fills; name it under `columns`, or remove them"
            )
            raise LoadError(message)
    if missing := contract.missing(filled):
        message = (
            f"{feed}: {', '.join(missing)} must be filled; name its column "
            "under `columns` or its value under `constants`"
        )
        raise LoadError(message)
