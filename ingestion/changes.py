"""What changed of a table that is followed, between two loads of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Cursor:
    """How far a table was read; one row of ``ops.cursors``."""

    reading: str
    """Hash of all that decides what a row becomes: another one reads all again."""
    keyed_by: str
    """The columns of the key; other ones replace all that is loaded."""
    high_water: str | None
    """The latest ``updated_at`` that was read and is not in the future."""
    high_water_type: str | None
    """DuckDB's type that the values of ``updated_at`` fit."""
    rows_read: int
    """Rows of all loads, so that a row's number is its own."""
    compared_at: datetime
    """When all keys were last compared, in UTC."""


@dataclass(frozen=True)
class Change:
    """What a load settles of a table besides its rows."""

    cursor: Cursor
    seen: str
    """Parquet files (a pattern) of the rows that were read, with key and version."""
    loaded: str
    """Those of the rows that are loaded, because they are not known as they are."""
    gone: Path
    """Parquet file of the keys that are no more."""
    deleted: int
    """How many keys those are."""
    is_whole: bool
    """Whether what was read is the whole table."""
