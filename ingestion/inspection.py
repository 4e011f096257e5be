"""Look at the sources without loading: is anything new, would anything fail."""

import tempfile
from pathlib import Path

import duckdb

from ingestion.entities import ENTITIES
from ingestion.feeds import Feed, LoadError, UnreachableError, Visit
from ingestion.mapping import mapped
from ingestion.portions import portions
from ingestion.readers import BrokenFileError
from ingestion.readers.relation import REFUSED
from ingestion.sources import KINDS, check_source, configured_entities
from ingestion.sources.senders import CallFeed
from warehouse.engine import config
from warehouse.settings import Source, settings


def has_news() -> bool:
    """Return whether a load of any entity would do anything, or fail.

    It reads the content of all files, and what may have changed of tables; that all
    keys of a table were compared is remembered. `ingestion.loading.prepare` has run
    before.
    """
    return any(_has_news(entity) for entity in configured_entities())


def source_problems(source: Source) -> list[str]:
    """Return what would keep a source from being loaded, each with its fix.

    It reads the first file or rows of each entity, and loads nothing.
    """
    try:
        check_source(source)
    except LoadError as error:
        return [str(error)]
    kind = KINDS[source.kind]
    feeds = [kind.feed(source, entity) for entity in kind.entities(source)]
    try:
        return [problem for feed in feeds if (problem := _problem(feed)) is not None]
    except UnreachableError as error:
        return [str(error)]


def _has_news(entity: str) -> bool:
    # There the next run clears what a killed one leaves.
    settings().dlt_path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings().dlt_path) as folder:
        try:
            return bool(portions(ENTITIES[entity], Visit(Path(folder))))
        except (LoadError, UnreachableError):
            return True


def _problem(feed: Feed) -> str | None:
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config=config()) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(REFUSED)
        try:
            sample = feed.sample(Path(folder))
        except LoadError as error:
            return str(error)
        try:
            relation = sample.read(connection, Path(folder) / "staged.parquet")
            if relation.columns and not isinstance(feed, CallFeed):
                mapped(connection, feed, sample.file, relation)
        except BrokenFileError as error:
            return f"{feed}: {sample.file} is broken: {error}; mend or replace it"
        except LoadError as error:
            return str(error)
    return None
