"""Publish the marts: audit, copy the candidate file byte by byte, swap a link.

A version is a file of its own, ``karvan-<version>.duckdb``, for readers that hold an
older one keep it, and because DuckDB serves old content of a path that was replaced
while a connection is open. ``current`` is a symbolic link to what readers see.
"""

import os
import re
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from pydantic import BaseModel

from warehouse.engine import CANDIDATE, connect
from warehouse.operations import latest_checks
from warehouse.settings import settings

NAME = re.compile(r"karvan-(\d+)\.duckdb")
EVERYTHING = frozenset({"*"})
"""What a build of all models is called, beside builds of some."""

LIVE_KEPT = 2
"""The current version, and the one that readers may still hold."""


class Version(BaseModel, frozen=True):
    """One published file."""

    version: int
    path: Path
    published_at: datetime
    size_bytes: int
    is_current: bool


class PublishingError(Exception):
    """What was built may not be published; the message says why."""


def begin_build(models: Iterable[str] = EVERYTHING) -> None:
    """Note what is being rebuilt; until its `end_build` nothing is published."""
    marker = _unfinished_build()
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text("\n".join(sorted(_unfinished() | set(models))))


def end_build(models: Iterable[str] = EVERYTHING) -> None:
    """Note what was rebuilt to the end; what else was begun stays unfinished."""
    built = set(models)
    left = _unfinished() - built
    if built >= EVERYTHING or not left:
        _unfinished_build().unlink(missing_ok=True)
    else:
        _unfinished_build().write_text("\n".join(sorted(left)))


def publish(run_id: str, *, is_live: bool = False) -> Version:
    """Make the candidate the current version, and drop the oldest ones.

    Args:
        run_id: The run that built it.
        is_live: Whether the run took in events alone. Such versions come each minute:
            only the newest two stay, so that they push no other one out.

    Raises:
        PublishingError: If the last build did not finish or a blocking check of any
            mart or load fails.
    """
    if _unfinished_build().exists():
        message = "the last build of the marts did not finish; run `karvan run` again"
        raise PublishingError(message)
    folder = settings().published_path
    folder.mkdir(parents=True, exist_ok=True)
    with connect() as connection:
        failed = [
            check
            for check in latest_checks(connection)
            if check.is_blocking and not check.is_passed
        ]
        if failed:
            found = "; ".join(f"{check.asset}: {check.message}" for check in failed)
            message = f"{len(failed)} blocking checks fail: {found}"
            raise PublishingError(message)
        if not _has_marts(connection):
            message = "no marts were built yet; `karvan run` builds them"
            raise PublishingError(message)
        number = _next_version(connection)
        connection.execute(
            "insert into ops.versions by name select ? as version, ? as run_id, "
            "?::timestamp as published_at, ? as is_live",
            [number, run_id, datetime.now(UTC).replace(tzinfo=None), is_live],
        )
        live = _live_versions(connection)
        _copy_operations(connection)
        connection.execute(f"checkpoint {CANDIDATE}")
    for left_by_a_crash in folder.glob("karvan-*.duckdb.tmp"):
        left_by_a_crash.unlink()
    path = folder / f"karvan-{number}.duckdb"
    _copy_durably(settings().candidate_path, path)
    _point_current_at(path)
    _drop_oldest(live)
    return next(version for version in versions() if version.version == number)


def leave_snapshot() -> None:
    """Copy the warehouse for analysts, who read it while runs write the original."""
    with connect() as connection:
        connection.execute("checkpoint warehouse")
    _copy_durably(settings().warehouse_path, settings().snapshot_path)


def versions() -> list[Version]:
    """Return what is published, newest first; empty before the first run."""
    folder = settings().published_path
    current = current_path()
    found = []
    for path in folder.glob("karvan-*.duckdb"):
        named = NAME.fullmatch(path.name)
        try:
            stat = path.stat()
        except FileNotFoundError:  # a run has just dropped it
            continue
        if named is None:
            continue
        found.append(
            Version(
                version=int(named[1]),
                path=path,
                published_at=datetime.fromtimestamp(stat.st_mtime, UTC),
                size_bytes=stat.st_size,
                is_current=path == current,
            )
        )
    return sorted(found, key=lambda version: version.version, reverse=True)


def current_path() -> Path | None:
    """Return the real path of the current version; None before the first run."""
    link = settings().published_path / "current"
    return link.with_name(link.readlink().name) if link.exists() else None


def rollback(number: int | None = None) -> Version:
    """Point readers at an earlier version, the one before the current by default.

    Raises:
        PublishingError: If there is no such version.
    """
    found = versions()
    if number is None:
        current = next((v.version for v in found if v.is_current), 0)
        number = next((v.version for v in found if v.version < current), None)
    chosen = next((v for v in found if v.version == number), None)
    if chosen is None:
        there = ", ".join(str(v.version) for v in found) or "none"
        wanted = "no earlier version" if number is None else f"no version {number}"
        message = f"{wanted} is published; there are: {there}"
        raise PublishingError(message)
    _point_current_at(chosen.path)
    return chosen.model_copy(update={"is_current": True})


def _unfinished() -> set[str]:
    marker = _unfinished_build()
    if not marker.exists():
        return set()
    # An empty one is of an earlier release, or was cut while it was written.
    return set(marker.read_text().split()) or set(EVERYTHING)


def _unfinished_build() -> Path:
    return settings().home / "unfinished_build"


def _has_marts(connection: duckdb.DuckDBPyConnection) -> bool:
    built = connection.execute(
        "select 1 from duckdb_tables() "
        "where database_name = ? and schema_name = 'marts' limit 1",
        [CANDIDATE],
    )
    return bool(built.fetchall())


def _next_version(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select max(version) from ops.versions").fetchone()
    recorded = row[0] if row is not None and row[0] is not None else 0
    # A crash after the copy and before the next run leaves a file beyond the record.
    on_disk = max((version.version for version in versions()), default=0)
    return max(recorded, on_disk) + 1


def _live_versions(connection: duckdb.DuckDBPyConnection) -> set[int]:
    rows = connection.execute("select version from ops.versions where is_live")
    return {version for (version,) in rows.fetchall()}


def _copy_operations(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create schema if not exists {CANDIDATE}.ops")
    for table in ("ledger", "checks", "versions", "event_properties"):
        connection.execute(
            f"create or replace table {CANDIDATE}.ops.{table} as "
            f"from warehouse.ops.{table}"
        )
    connection.execute(
        f"""
        create or replace table {CANDIDATE}.ops.quarantine as
        select
            source_name,
            entity,
            file,
            code,
            stage,
            field,
            rule,
            status,
            count(*) as quarantined,
            min(first_seen_at) as first_seen_at,
            max(last_seen_at) as last_seen_at
        from warehouse.ops.quarantine
        group by all
        """
    )
    connection.execute(
        f"create or replace table {CANDIDATE}.ops.semantic_manifest as "
        "select unnest($1::varchar[]) as manifest",
        [_semantic_manifests()],
    )


def _semantic_manifests() -> list[str]:
    """Return what dbt said of metrics in the last build; none where it never parsed.

    After a build somebody may have parsed files that were changed meanwhile.
    """
    folders = (settings().dbt_path / name for name in ("built", "target"))
    paths = (folder / "semantic_manifest.json" for folder in folders)
    return [path.read_text() for path in paths if path.exists()][:1]


def _copy_durably(source: Path, target: Path) -> None:
    unfinished = target.with_suffix(".duckdb.tmp")
    with source.open("rb") as reader, unfinished.open("wb") as writer:
        shutil.copyfileobj(reader, writer, 16 * 1024 * 1024)
        writer.flush()
        os.fsync(writer.fileno())
    unfinished.rename(target)
    _sync_folder(target.parent)


def _point_current_at(path: Path) -> None:
    link = path.with_name("current.tmp")
    link.unlink(missing_ok=True)
    link.symlink_to(path.name)
    link.replace(path.with_name("current"))
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop_oldest(live: set[int]) -> None:
    found = versions()
    whole = [version for version in found if version.version not in live]
    passing = [version for version in found if version.version in live]
    for version in whole[settings().keep_versions :] + passing[LIVE_KEPT:]:
        if not version.is_current:
            version.path.unlink()
