"""The steps of an erasure. Each may be done again, so what cut it off is of no matter.

First the person is suppressed, so that nothing of them comes anew. Then they are taken
out of each database and file under home. What is published is never changed in its
place: readers may hold it open.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from ingestion.loading import prepare
from orchestration.erasing import journal
from orchestration.erasing.journal import Journal
from orchestration.erasing.parsed import is_parsed
from orchestration.news import forget_built
from warehouse import lock
from warehouse.engine import CANDIDATE, config, connect
from warehouse.erasure.databases import count_rows, rewrite, scrub
from warehouse.erasure.files import scrub_decisions, scrub_landing, scrub_others
from warehouse.erasure.finding import find
from warehouse.erasure.person import Person
from warehouse.erasure.tables import Removed
from warehouse.landing import OPEN, close_abandoned
from warehouse.publishing import versions
from warehouse.settings import settings
from warehouse.suppressions import suppress

WAREHOUSE, DEV = "warehouse", "dev"
PATIENCE_S = 20
"""The collector closes its files after 10 s."""

Say = Callable[[str], None]


def begun(named: str, *, keeps_counts: bool) -> Journal:
    """Return the erasure of whom an identifier names, noted so that it can go on.

    The caller holds the run lock, and has finished what was cut off.

    Raises:
        UnknownPersonError: If it names two customers.
    """
    person = whom(named)
    found = Journal(person.anonymised() if keeps_counts else person)
    found.write()
    return found


def whom(named: str) -> Person:
    """Return whom an identifier names, by what the last run found.

    Raises:
        UnknownPersonError: If it names two customers.
    """
    prepare()
    with connect() as connection:
        return find(connection, named)


def would_go(person: Person) -> dict[str, list[Removed]]:
    """Return the rows that an erasure would remove, by file and table."""
    found = {}
    with connect() as connection:
        for catalog in (WAREHOUSE, CANDIDATE):
            found[f"{catalog}.duckdb"] = count_rows(connection, catalog, person)
    for path in copies():
        with duckdb.connect(config=config()) as connection:
            connection.execute(f"attach '{path}' as {CANDIDATE} (read_only)")
            found[name_of(path)] = count_rows(connection, CANDIDATE, person)
    return {file: tables for file, tables in found.items() if tables}


def finish(found: Journal, say: Say, by: str) -> None:
    """Take the person out of everything under home.

    Args:
        found: The erasure.
        say: Called with a few words on each step.
        by: Who decided it.
    """
    person = found.person
    say("refusing what comes of them from now on")
    suppress([*person.identifiers, *person.spelled, *person.records], by=by)
    forget_built()
    say("landing")
    _await_collector(say)
    found.note_files({f"landing/{one}": n for one, n in scrub_landing(person).items()})
    _scrub_warehouse(found, say)
    for path in copies():
        say(name_of(path))
        _scrub_copy(found, path)
    say("decisions and other files")
    found.note_files(scrub_decisions(person))
    for name in ("dlt", "spill"):
        shutil.rmtree(settings().home / name, ignore_errors=True)
    found.note_files(scrub_others(person, settings().home, is_done_elsewhere))
    _remove_leftovers()


def copies() -> list[Path]:
    """Return the databases that others may be reading now."""
    own = [settings().snapshot_path, settings().dev_path]
    return [
        *(path for path in own if path.exists()),
        *(version.path for version in versions()),
    ]


def databases() -> list[Path]:
    """Return all databases under home."""
    own = [settings().warehouse_path, settings().candidate_path]
    return [*(path for path in own if path.exists()), *copies()]


def name_of(path: Path) -> str:
    """Return what a file under home is called."""
    return str(path.relative_to(settings().home))


def is_done_elsewhere(path: Path) -> bool:
    """Return whether a file under home is none of the others, which one step mends."""
    home = settings().home
    return (
        path.is_relative_to(settings().landing_path)
        or path.is_relative_to(settings().decisions_path)
        or ".duckdb" in path.name
        or is_parsed(path)
        or path in (journal.path(), home / lock.RUN, home / lock.DEV)
    )


def _scrub_warehouse(found: Journal, say: Say) -> None:
    paths = {
        WAREHOUSE: settings().warehouse_path, CANDIDATE: settings().candidate_path
    }  # fmt: skip
    for catalog, path in paths.items():
        say(name_of(path))
        with connect() as connection:
            removed = scrub(connection, catalog, found.person)
        found.note_database(name_of(path), removed)
        others = {name: one for name, one in paths.items() if name != catalog}
        rewrite(path, catalog, path, others)


def _scrub_copy(found: Journal, path: Path) -> None:
    catalog = _catalog(path)
    copy = path.with_name(f"{path.name}.tmp")
    _forget(copy)
    shutil.copyfile(path, copy)
    with duckdb.connect(config=config()) as connection:
        connection.execute("set enable_progress_bar = false")
        quoted = str(copy).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {catalog}")
        removed = scrub(connection, catalog, found.person)
    rewrite(copy, catalog, path, _referred(path))
    _forget(copy)
    found.note_database(name_of(path), removed)


def _catalog(path: Path) -> str:
    if path == settings().snapshot_path:
        return WAREHOUSE
    return CANDIDATE if path.parent == settings().published_path else path.stem


def _referred(path: Path) -> dict[str, Path]:
    """Return the files that the views of a copy refer to."""
    if path.parent == settings().published_path:
        return {}
    found = {CANDIDATE: settings().candidate_path}
    if path.stem == DEV:
        found[WAREHOUSE] = settings().snapshot_path
    return found


def _await_collector(say: Say) -> None:
    """Wait until what a collector is writing now is closed."""
    close_abandoned()
    being_written = list(settings().landing_path.glob(f"*/*{OPEN}"))
    until = time.monotonic() + PATIENCE_S
    while any(path.exists() for path in being_written):
        if time.monotonic() > until:
            say("a collector holds a file of the landing open; erase again later")
            return
        time.sleep(0.5)
        close_abandoned()


def _remove_leftovers() -> None:
    """Remove what crashes of this or of publishing left."""
    for folder in (settings().home, settings().published_path):
        for path in folder.glob("*.duckdb*.tmp*"):
            path.unlink()


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
