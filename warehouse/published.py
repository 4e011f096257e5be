"""Read what is published: one kept, locked-down connection for each version.

A connection sees the published file alone, read only, with the file system and the
network out of reach of its SQL.
"""

from functools import lru_cache
from pathlib import Path
from threading import Lock

import duckdb

from warehouse.engine import config
from warehouse.publishing import current_path, versions


class NothingPublishedError(Exception):
    """No version is there to read; the message says what to do."""


def published_version() -> int:
    """Return the number of the current version.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    return int(_current().stem.removeprefix("karvan-"))


def open_published(version: int | None = None) -> duckdb.DuckDBPyConnection:
    """Return a cursor on a published version, the current one by default.

    Each call gives a cursor of its own, so threads do not share results. Opening a
    file costs 20 ms or more, a cursor nothing: the connection is kept.

    Raises:
        NothingPublishedError: If there is no such version.
    """
    if version is None:
        return _connection(_current()).cursor()
    path = next((v.path for v in versions() if v.version == version), None)
    if path is None:
        message = f"version {version} is not published; `karvan status` lists them"
        raise NothingPublishedError(message)
    return _connection(path).cursor()


def _current() -> Path:
    path = current_path()
    if path is None:
        message = "nothing is published yet; `karvan run` loads, checks and publishes"
        raise NothingPublishedError(message)
    return path


_opening = Lock()


def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    with _opening:
        return _opened(path)


@lru_cache(maxsize=3)
def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(path, read_only=True, config=config())
    # A reader may still hold a version that fell out of the cache: then the file is
    # open in this process, set up and locked.
    locked = connection.execute("select current_setting('lock_configuration')")
    if locked.fetchall() != [(True,)]:
        # Global, for a cursor does not inherit what its connection has set.
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set global enable_external_access = false")
        connection.execute("set global lock_configuration = true")
    return connection
