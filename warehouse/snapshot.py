"""The snapshot of the warehouse, and the published version that belongs to it.

A run publishes a version and then leaves the snapshot, which therefore knows of it.
Live runs publish without one: what they published is newer than the snapshot.
"""

from pathlib import Path

import duckdb

from warehouse.publishing import versions
from warehouse.settings import settings


def snapshot_version() -> int | None:
    """Return the version that the snapshot's run published; None before any."""
    path = settings().snapshot_path
    if not path.exists():
        return None
    with duckdb.connect(path, read_only=True) as connection:
        [(version,)] = connection.execute(
            "select max(version) from ops.versions"
        ).fetchall()
    return version


def path_of(version: int | None) -> Path | None:
    """Return the file of a published version; None where it is gone."""
    return next((one.path for one in versions() if one.version == version), None)
