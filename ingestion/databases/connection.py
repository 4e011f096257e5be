"""Open a source's database to read, and say what goes wrong in our own words."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from ingestion.databases.urls import (
    DatabaseError,
    engine_of,
    shown,
    url_of,
    without_password,
)
from ingestion.feeds import Feed, LoadError, UnreachableError, suggested
from warehouse.settings.secrets import MissingSecretError, secret

POSTGRESQL = "postgresql"

SESSION = """
set local timezone = 'UTC';
set local datestyle = 'ISO';
set local intervalstyle = 'iso_8601';
set local bytea_output = 'hex';
set local extra_float_digits = 1;
set local synchronize_seqscans = off;
set local statement_timeout = {milliseconds}
"""
"""How PostgreSQL writes values as text, and that it reads a table from its beginning:
the same table gives the same rows in the same order."""

CLOCKS = {
    POSTGRESQL: "select now()",
    "sqlite": "select strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "mysql": "select utc_timestamp(6)",
    "mariadb": "select utc_timestamp(6)",
    "mssql": "select sysutcdatetime()",
    "oracle": "select sys_extract_utc(systimestamp) from dual",
}
"""Dialect to a query of the database's own clock, in UTC where it has no offset."""

REFUSALS = ("authentication failed", "does not exist", "no pg_hba.conf entry")
"""What a server says of a connection that it will refuse the next time, too."""

PASSING = ("08", "40", "53", "55", "57P", "58")
"""Beginnings of PostgreSQL's codes of what may be over later."""

CANCELLED = "57014"


@contextmanager
def connected(feed: Feed) -> Generator[sa.Connection]:
    """Open the database of a feed, in one transaction that only reads.

    Raises:
        LoadError: If the variable of the URL is missing, the URL is wrong, or the
            database refuses what it is asked.
        UnreachableError: If it does not answer, or the connection breaks.
    """
    text = _url(feed)
    told: LoadError | UnreachableError
    try:
        engine = engine_of(text)
        try:
            with engine.connect() as connection:
                yield _prepared(connection, feed)
        finally:
            engine.dispose()
        return
    except DatabaseError as error:
        told = LoadError(f"source {feed.source.name}: {error}")
    except (SQLAlchemyError, psycopg.Error, sqlite3.Error) as error:
        told = _told(feed, text, error)
    # Drivers repeat what they were given; nothing of theirs is chained to this.
    raise told from None


def clock(connection: sa.Connection) -> datetime:
    """Return the time by the database's own clock, in UTC; by ours if it has none."""
    query = CLOCKS.get(connection.dialect.name)
    if query is None:
        return datetime.now(UTC)
    found = connection.exec_driver_sql(query).scalar_one()
    now = datetime.fromisoformat(found) if isinstance(found, str) else found
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)


def is_postgresql(connection: sa.Connection) -> bool:
    """Return whether PostgreSQL's own way of copying rows out can be used."""
    dialect = connection.dialect
    return dialect.name == POSTGRESQL and dialect.driver == "psycopg"


def _prepared(connection: sa.Connection, feed: Feed) -> sa.Connection:
    if not is_postgresql(connection):
        return connection.execution_options(stream_results=True)
    # One snapshot, so that rows and keys are those of one moment.
    connection = connection.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
    milliseconds = round(feed.source.timeout_minutes * 60_000)
    for statement in SESSION.format(milliseconds=milliseconds).split(";"):
        connection.exec_driver_sql(statement)
    return connection


def _url(feed: Feed) -> str:
    try:
        return secret(feed.source.url or "")  # `sources.sql` refuses an entry without
    except MissingSecretError as error:
        message = f"source {feed.source.name}: {error}"
        raise LoadError(message) from None


def _told(feed: Feed, text: str, error: Exception) -> LoadError | UnreachableError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    code = getattr(cause, "sqlstate", None) or ""
    lines = [line.strip() for line in str(cause).splitlines() if line.strip()]
    said = without_password("; ".join(lines[:2]) or type(cause).__name__, url_of(text))
    place = f"source {feed.source.name} ({shown(text)})"
    if code == CANCELLED:
        return LoadError(
            f"{place}: {feed.entity} took longer than {feed.source.timeout_minutes:g} "
            "minutes; raise `timeout_minutes`, or set `updated_at` and an index on it"
        )
    if _is_passing(error, cause, code, said):
        return UnreachableError(
            f"{place} does not answer: {said}; start it or mend its URL, and run again"
        )
    return LoadError(f"{place}: {feed.entity} cannot be read: {said}")


def _is_passing(error: Exception, cause: BaseException, code: str, said: str) -> bool:
    if isinstance(cause, sqlite3.Error):
        return "locked" in said or "busy" in said
    if code:
        return code.startswith(PASSING)
    if any(words in said for words in REFUSALS):
        return False
    return isinstance(
        error, OperationalError | InterfaceError | psycopg.OperationalError
    )


def missing_table(connection: sa.Connection, name: str, schema: str | None) -> str:
    """Return what to say of a table that is not there; empty if it is there."""
    inspector = sa.inspect(connection)
    known = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
    if name in known:
        return ""
    place = f" in schema {schema}" if schema else ""
    listed = ", ".join(sorted(known)) or "none"
    return f"there is no table {name}{place}{suggested(name, known)}; there: {listed}"
