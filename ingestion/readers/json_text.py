"""Read NDJSON (one object a line) and JSON (an array of objects) as rows of text.

Nested values stay JSON text. A line that is no object is refused, whole.
"""

import gzip
import zlib
from pathlib import Path

import duckdb

from ingestion.feeds import Feed
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import (
    ROW,
    BrokenFileError,
    Relation,
    count,
)

OBJECT_BYTES = 64_000_000
"""Largest object that is read."""


def read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, staged: Path
) -> Relation:
    """Return the objects of a file, their keys as columns of text.

    Raises:
        BrokenFileError: If its gzip cannot be read.
        duckdb.Error: If an array is cut short, or what is between objects is no JSON.
    """
    lines = staged.with_suffix(".lines.parquet")
    connection.execute("set preserve_insertion_order = true")
    connection.execute(f"copy ({_objects(path)}) to {literal(lines)} (format parquet)")
    source = (
        f"(select object, file_row_number + 1 as {ROW} from "
        f"read_parquet({literal(lines)}, file_row_number = true))"
    )
    is_object = "json_valid(object) and json_type(object) = 'OBJECT'"
    connection.execute(
        f"insert into refused select {ROW}, 'a line must be one JSON object', "  # noqa: S608
        f"to_json({{line: object}}) from {source} "
        f"where not coalesce({is_object}, false) order by {ROW}"
    )
    names = [name for (name,) in connection.execute(
        f"select key from (select unnest(json_keys(object)) as key, {ROW} "  # noqa: S608
        f"from {source} where {is_object}) group by key order by min({ROW}), key"
    ).fetchall()]
    received = count(connection, f"select count(*) from {source}")
    if not names:
        return Relation("", {}, received)
    values = ", ".join(
        f"object ->> {literal(_pointer(name))} as {identifier(name)}" for name in names
    )
    connection.execute(
        f"copy (select {values}, {ROW} from {source} where {is_object}) "
        f"to {literal(staged)} (format parquet)"
    )
    connection.execute("set preserve_insertion_order = false")
    sql = f"from read_parquet({literal(staged)})"
    return Relation(sql, dict.fromkeys(names, "VARCHAR"), received)


def _objects(path: Path) -> str:
    if not _is_array(path):
        return (
            f"select object from read_csv({literal(path)}, auto_detect = false, "  # noqa: S608
            "header = false, delim = '\x1f', quote = '', escape = '', "
            f"columns = {{object: 'VARCHAR'}}, max_line_size = {OBJECT_BYTES}) "
            "where nullif(trim(object), '') is not null"
        )
    return (
        f"select json::varchar as object from read_json_objects({literal(path)}, "  # noqa: S608
        f"format = 'auto', maximum_object_size = {OBJECT_BYTES})"
    )


def _is_array(path: Path) -> bool:
    """Return whether a file begins an array, or an object over several lines."""
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rb") as file:
                start = file.read(100_000)
        else:
            with path.open("rb") as file:
                start = file.read(100_000)
    except (OSError, EOFError, zlib.error) as error:
        message = f"it cannot be read: {error}"
        raise BrokenFileError(message) from error
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"[") or text.split(b"\n", 1)[0].strip() == b"{"


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
