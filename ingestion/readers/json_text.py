"""Read NDJSON (one object a line) and JSON (an array of objects) as rows of text.

Nested values stay JSON text. A line that is no object is refused, whole.
"""

from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.feeds import Feed
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import ROW, Relation, count, staged_rows
from ingestion.readers.text import compression, is_text, opened, without_surrogates

OBJECT_BYTES = 16_000_000
"""Largest object that is read."""

BATCH_LINES = 20_000

RULE = "a line must be one JSON object"


def read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, staged: Path
) -> Relation:
    """Return the objects of a file, their keys as columns of text.

    Raises:
        BrokenFileError: If its gzip cannot be read.
        duckdb.Error: If an array is cut short, or what is between objects is no JSON.
    """
    objects = staged.with_suffix(".objects.parquet")
    stage_objects(connection, feed, path, objects)
    source = (
        "(select object, try_cast(object as json) as parsed, "
        f"{ROW} from ({staged_rows(objects)}))"
    )
    is_object = "coalesce(json_type(parsed) = 'OBJECT', false)"
    connection.execute(
        f"insert into refused select {ROW}, {literal(RULE)}, to_json({{line: object}}) "
        f"from {source} where not {is_object} order by {ROW}"
    )
    keys = connection.execute(
        f"select key from (select unnest(json_keys(parsed)) as key "
        f"from {source} where {is_object}) group by key order by key"
    ).fetchall()
    received = count(connection, f"select count(*) from {source}")
    if not keys:
        return Relation("", {}, received)
    values = ", ".join(
        f"parsed ->> {literal(_pointer(key))} as {identifier(key)}" for (key,) in keys
    )
    connection.execute(
        f"copy (select {values}, {ROW} from {source} where {is_object}) "
        f"to {literal(staged)} (format parquet)"
    )
    objects.unlink()
    names = [key for (key,) in keys]
    return Relation(
        f"from read_parquet({literal(staged)})",
        dict.fromkeys(names, "VARCHAR"),
        received,
    )


def stage_objects(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, objects: Path
) -> None:
    """Write what should be objects as Parquet, in the order of the file.

    Its columns are ``object``, a text whatever it is, and ``is_text``: whether all of
    its bytes were text in the file's encoding.

    Raises:
        BrokenFileError: If its gzip cannot be read.
        duckdb.Error: If an array is cut short, or what is between objects is no JSON.
    """
    try:
        _stage(connection, feed, path, objects)
    except duckdb.InvalidInputException:
        if _spans_lines(path):
            raise
        _stage_by_line(feed, path, objects)


def _stage(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, objects: Path
) -> None:
    query = (
        "select object, true as is_text "
        f"from read_csv({literal(path)}, auto_detect = false, "
        "header = false, delim = '\x1f', quote = '', escape = '', "
        f"encoding = {literal(feed.source.encoding)}, {compression(path)}, "
        f"columns = {{object: 'VARCHAR'}}, max_line_size = {OBJECT_BYTES}) "
        "where nullif(trim(object), '') is not null"
    )
    if _spans_lines(path):
        query = (
            "select json::varchar as object, true as is_text "
            f"from read_json_objects({literal(path)}, "
            f"format = 'auto', {compression(path)}, "
            f"maximum_object_size = {OBJECT_BYTES})"
        )
    connection.execute("set preserve_insertion_order = true")
    try:
        connection.execute(f"copy ({query}) to {literal(objects)} (format parquet)")
    finally:
        connection.execute("set preserve_insertion_order = false")


def _stage_by_line(feed: Feed, path: Path, objects: Path) -> None:
    """Write the lines of a file that DuckDB does not read; bad bytes make no JSON."""
    schema = pa.schema([("object", pa.string()), ("is_text", pa.bool_())])
    with (
        opened(path, feed.source.encoding) as file,
        pq.ParquetWriter(objects, schema) as writer,
    ):
        filled = (line.rstrip("\n") for line in file if line.strip())
        while batch := list(islice(filled, BATCH_LINES)):
            texts = [without_surrogates(line) for line in batch]
            writer.write_table(
                pa.table([texts, [is_text(line) for line in batch]], schema=schema)
            )


def _spans_lines(path: Path) -> bool:
    """Return whether a file begins an array, or an object over several lines."""
    with opened(path, "utf-8") as file:
        start = file.read(100_000).lstrip()
    return start.startswith("[") or start.split("\n", 1)[0].strip() == "{"


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")
