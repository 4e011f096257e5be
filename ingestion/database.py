"""Databases by their SQLAlchemy URL: how they are opened, and what errors may say.

Drivers repeat what they were given, so nothing that a driver says leaves here without
its password being struck out.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from ingestion.feeds import LoadError
from warehouse.settings import settings

CONNECT_SECONDS = 10
"""How long a server may take to answer; SQLAlchemy's drivers wait for ever."""

DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
"""Names that SQLAlchemy does not know, or gives to a driver that is not here."""

TIMEOUTS = {
    "psycopg": {
        "connect_timeout": CONNECT_SECONDS,
        # A network that is cut says nothing: ask, and give up after a minute.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    },
    "psycopg2": {"connect_timeout": CONNECT_SECONDS},
    "pymysql": {"connect_timeout": CONNECT_SECONDS},
    "mysqldb": {"connect_timeout": CONNECT_SECONDS},
    "pyodbc": {"timeout": CONNECT_SECONDS},
    "pysqlite": {"timeout": CONNECT_SECONDS},
}
"""Driver to what it calls the time to connect, and how it notices a dead network."""

_PART = re.compile(r'"((?:[^"]|"")*)"|([^."]+)')


class DatabaseError(LoadError):
    """A database cannot be read; the message names it, without its password."""


def url_of(text: str) -> URL:
    """Return a URL with a driver that is installed; SQLite's path is the workspace's.

    Raises:
        DatabaseError: If it is no URL, or names a file that is not there.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        message = (
            "the URL of the database cannot be read; write it such as "
            "postgresql://user:password@host:5432/database, and in the password "
            "%40 for @, %2F for /, %3A for :"
        )
        raise DatabaseError(message) from None
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() == "sqlite" and _is_file(url):
        path = settings().workspace / (url.database or "")
        # SQLite would make an empty database of it.
        if not path.is_file():
            message = f"there is no database {path}; mend the path in the URL"
            raise DatabaseError(message)
        url = url.set(database=str(path))
    return url


def engine_of(text: str) -> Engine:
    """Return an engine for a URL that holds its secrets; nothing is connected yet.

    Raises:
        DatabaseError: If the URL cannot be read, or its driver is not installed.
    """
    url = url_of(text)
    try:
        return create_engine(
            url,
            connect_args=TIMEOUTS.get(url.get_driver_name(), {}),
            hide_parameters=True,
            pool_pre_ping=True,
        )
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        name = getattr(error, "name", None) or url.drivername
        message = (
            f"the driver of {url.drivername} ({name}) is not installed; "
            "install it beside Karvan, or name another in the URL"
        )
        raise DatabaseError(message) from None


@contextmanager
def redacted(text: str) -> Generator[None]:
    """Raise what a database says of itself as one line without its password.

    Raises:
        DatabaseError: For any error of SQLAlchemy or the driver.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        lines = str(cause).strip().splitlines() or [type(cause).__name__]
        url = url_of(text)
        message = f"{shown(text)}: {without_password(lines[0], url)}"
        # The cause is not chained: a traceback would print it as it was.
        raise DatabaseError(message) from None


def shown(text: str) -> str:
    """Return a URL as it may be shown: without its password and its query."""
    return url_of(text).set(query={}).render_as_string(hide_password=True)


def without_password(said: str, url: URL) -> str:
    """Return what was said with the password, however it is written, struck out."""
    secrets = [value for value in (url.password, *_query_values(url)) if value]
    written = {
        form
        for value in secrets
        for form in (
            value,
            quote(value),
            quote(value, safe=""),
            quote(value, safe=" +"),  # as SQLAlchemy does
            quote_plus(value),
        )
    }
    for form in sorted(written, key=len, reverse=True):
        said = said.replace(form, "***")
    return said


def table_text(name: str, schema: str | None) -> str:
    """Return how the settings name a table: ``schema.name``, quoted only where needed.

    Quotes are double, whatever the database's own are.
    """
    parts = [schema, name] if schema else [name]
    return ".".join(_quoted(part) if set(part) & set('."') else part for part in parts)


def table_parts(text: str) -> tuple[str, str | None]:
    """Return the name and the schema of a table as the settings name it.

    Raises:
        DatabaseError: If it is neither ``name`` nor ``schema.name``.
    """
    parts, place = [], 0
    while match := _PART.match(text, place):
        quoted, plain = match.groups()
        parts.append(plain if quoted is None else quoted.replace('""', '"'))
        place = match.end() + 1
        if text[match.end() : place] != ".":
            break
    if place <= len(text) or not 1 <= len(parts) <= 2:
        message = (
            f"{text!r} names no table; write name or schema.name, "
            'with double quotes around a part that holds a dot, such as "a.b"'
        )
        raise DatabaseError(message)
    return parts[-1], parts[0] if len(parts) == 2 else None


def _is_file(url: URL) -> bool:
    return url.database not in (None, "", ":memory:") and "uri" not in url.query


def _query_values(url: URL) -> list[str]:
    return [
        value
        for name, values in url.normalized_query.items()
        if "pass" in name.lower() or "secret" in name.lower() or "token" in name.lower()
        for value in values
    ]


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'
