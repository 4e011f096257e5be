"""Look at the sources without loading: is anything new, would anything fail."""

import tempfile
from pathlib import Path

import duckdb

from ingestion.entities import ENTITIES
from ingestion.feeds import Feed, LoadError
from ingestion.ledger import history
from ingestion.mapping import mapped
from ingestion.planning import arrivals, plan
from ingestion.readers import BrokenFileError, read
from ingestion.readers.relation import REFUSED
from ingestion.sources import KINDS, check_source, configured_entities, feeds_of
from warehouse.engine import config, connect
from warehouse.settings import Source


def has_new_files() -> bool:
    """Return whether a load of any entity would do anything, or fail.

    It reads the content of all files; `ingestion.loading.prepare` has run before.
    """
    for entity in configured_entities():
        try:
            feeds = feeds_of(entity)
            there = arrivals(feeds)
        except LoadError:
            return True
        with connect() as connection:
            past = history(connection, entity)
        if plan(feeds, there, past, has_key=ENTITIES[entity].key is not None):
            return True
    return False


def source_problems(source: Source) -> list[str]:
    """Return what would keep a source from being loaded, each with its fix.

    It reads the first file of each entity, and loads nothing.
    """
    try:
        check_source(source)
    except LoadError as error:
        return [str(error)]
    kind = KINDS[source.kind]
    feeds = [kind.feed(source, entity) for entity in kind.entities(source)]
    return [problem for feed in feeds if (problem := _problem(feed)) is not None]


def _problem(feed: Feed) -> str | None:
    path = feed.paths()[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config=config()) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(REFUSED)
        try:
            relation = read(connection, feed, path, Path(folder) / "staged.parquet")
            if relation.columns:
                mapped(connection, feed, feed.label(path), relation)
        except BrokenFileError as error:
            return f"{feed}: {feed.label(path)} is broken: {error}; mend or replace it"
        except LoadError as error:
            return str(error)
    return None
