"""The lines of the landing as rows: its envelope in columns, the call as it came.

DuckDB reads many files at once, and makes nulls of a line that it cannot read. Files
with such lines, which are rare, are read again line by line, so that each is kept and
told: ``not_json`` or ``not_utf8``.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from ingestion.quoting import identifier, literal
from warehouse.landing import label, label_in_sql

ENVELOPE = {
    "n": "BIGINT",
    "source": "VARCHAR",
    "received_at": "VARCHAR",
    "sent_at": "VARCHAR",
    "type": "VARCHAR",
    "context": "JSON",
    "user_agent": "VARCHAR",
    "call": "JSON",
    "fault": "VARCHAR",
    "payload": "VARCHAR",
}
"""Member of a line to its type; ``warehouse/landing.py`` says what they are."""

UNKNOWN = "(unknown)"
"""Source of a line that does not tell its own."""

BATCH_LINES = 10_000

_SOURCE = re.compile(rb'"source":\s*"([a-z][a-z0-9_]*)"')


def of_files(paths: Iterable[Path]) -> str:
    """Return a query of the lines of files of the landing, ``file`` beside them."""
    return read_json(paths, ENVELOPE)


def read_json(paths: Iterable[Path], columns: Mapping[str, str]) -> str:
    """Return a query of the lines of files, ``file`` beside some of their members.

    Args:
        paths: Files of the landing.
        columns: Member of a line to its type.
    """
    types = ", ".join(f"{name}: {literal(kind)}" for name, kind in columns.items())
    listed = ", ".join(map(literal, paths))
    return (
        f"select {', '.join(map(identifier, columns))}, "
        f"{label_in_sql('filename')} as file "
        f"from read_json([{listed}], format = 'newline_delimited', "
        f"columns = {{{types}}}, ignore_errors = true, filename = true)"
    )


def of_texts(table: str) -> str:
    """Return a query in the shape of `of_files` of lines that are texts.

    Args:
        table: Relation of ``file``, ``n``, ``line``, and what is told of a line that is
            no line of the landing: ``source``, ``fault`` and ``payload``.
    """
    said = (
        f"select *, case when json_valid(line) then from_json(line, "
        f"{literal(json.dumps(ENVELOPE))}) end as said from {table}"
    )
    unreadable = _is_unreadable(lambda member: f"said.{identifier(member)}")
    told = {"source": "source", "fault": "fault", "payload": "payload"}
    columns = ", ".join(
        "n"
        if name == "n"
        else f"if(is_read, said.{identifier(name)}, {told.get(name, 'null')}) "
        f"as {identifier(name)}"
        for name in ENVELOPE
    )
    return (
        f"select {columns}, file from "
        f"(select *, said is not null and not ({unreadable}) as is_read from ({said}))"
    )


def stage_singly(
    connection: duckdb.DuckDBPyConnection, paths: Iterable[Path], table: str
) -> None:
    """Create a table for `of_texts` of the lines of files, read one by one."""
    connection.execute(
        f"create or replace temp table {table} (file varchar, n bigint, line varchar, "
        "source varchar, fault varchar, payload varchar)"
    )
    for path in paths:
        file = label(path)
        with path.open("rb") as lines:
            numbered = enumerate(lines, start=1)
            while batch := list(islice(numbered, BATCH_LINES)):
                rows = [(file, number, *_told(line)) for number, line in batch]
                columns = [pa.array(values) for values in zip(*rows, strict=True)]
                names = ["file", "n", "line", "source", "fault", "payload"]
                connection.register("batch_of_lines", pa.table(columns, names))
                connection.execute(
                    f"insert into {table} by name from batch_of_lines "
                    "where line is not null or payload != ''"
                )
                connection.unregister("batch_of_lines")


def _told(data: bytes) -> tuple[str | None, str, str, str]:
    """Return a line as text, if it is, and what to tell if it is no line."""
    data = data.rstrip(b"\r\n")
    found = _SOURCE.search(data)
    source = found[1].decode() if found else UNKNOWN
    payload = data.decode(errors="backslashreplace")
    try:
        line = data.decode()
    except UnicodeDecodeError:
        return None, source, "not_utf8", payload
    fault = "not_utf8" if _has_half_characters(line) else "not_json"
    return line, source, fault, payload


def _has_half_characters(line: str) -> bool:
    """Return whether halves of surrogate pairs alone keep a line from being read.

    They are JSON, which Python reads and DuckDB does not, and yet no text.
    """
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return "\\ud" in line.lower()


def _is_unreadable(member: Callable[[str], str]) -> str:
    required = [f"{member(name)} is null" for name in ("n", "source", "received_at")]
    either = f"{member('call')} is null and {member('fault')} is null"
    return f"{' or '.join(required)} or ({either})"


UNREADABLE = _is_unreadable(identifier)
"""True of a row that DuckDB could not make of its line."""
