"""Read delimited text line by line, where DuckDB finds it malformed.

DuckDB's own list of rejected lines is not complete: a quote that is never closed costs
all lines after it (of 3 million rows 390,000 were neither read nor rejected, DuckDB
2.0.0). Here such a quote costs its own line. Some ten times slower than DuckDB.
"""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.readers.relation import ROW
from ingestion.readers.text import is_text, opened, without_surrogates

BATCH_ROWS = 50_000
LOOK_AHEAD_LINES = 100
"""Lines over which a quoted field may go."""

FIELDS_RULE = "a row must have as many fields as the header"
QUOTES_RULE = "quotes must be closed, and doubled within a field"
ENCODING_RULE = "must be in the file's encoding (`encoding` of the source names it)"

REFUSED = pa.schema(
    [("source_row", pa.int64()), ("rule", pa.string()), ("line", pa.string())]
)

Row = tuple[int, list[str] | None, str, str]
"""Number; fields, or none where it is refused; the rule that it breaks; its text."""


def stage(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str,
    delimiter: str,
    names: list[str],
    staged: Path,
) -> int:
    """Write the rows of a file as Parquet, with their number; return how many came.

    What is no row goes to the table ``refused``.
    """
    # Raised from 128 KB: a long text is no error.
    csv.field_size_limit(100_000_000)
    schema = pa.schema([*((name, pa.string()) for name in names), (ROW, pa.int64())])
    received = 0
    with opened(path, encoding) as file, pq.ParquetWriter(staged, schema) as writer:
        rows = _rows(file, delimiter, len(names))
        while batch := list(islice(rows, BATCH_ROWS)):
            received += len(batch)
            good = [
                [*(field or None for field in fields), number]
                for number, fields, _, _ in batch
                if fields is not None
            ]
            columns = zip(*good, strict=True) if good else [[] for _ in schema]
            writer.write_table(_table(columns, schema))
            _refuse(connection, batch)
    return received


def _refuse(connection: duckdb.DuckDBPyConnection, batch: list[Row]) -> None:
    bad = [
        (number, rule, text) for number, fields, rule, text in batch if fields is None
    ]
    if bad:
        connection.register("bad", _table(zip(*bad, strict=True), REFUSED))
        connection.execute(
            "insert into refused "
            "select source_row, rule, to_json({line: line}) from bad"
        )
        connection.unregister("bad")


def _table(columns: Iterable[Iterable[object]], schema: pa.Schema) -> pa.Table:
    return pa.table(
        [
            pa.array(column, kind.type)
            for column, kind in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )


def _rows(file: Iterator[str], delimiter: str, width: int) -> Iterator[Row]:
    next(csv.reader(file, delimiter=delimiter))
    lines = _Lines(file)
    number = 0
    for line in lines:
        if not line.strip():
            continue
        number += 1
        if not is_text(line):
            yield number, None, ENCODING_RULE, without_surrogates(line)
            continue
        fields = _fields(line, delimiter)
        if fields is None and line.count('"') % 2:
            fields = _over_lines(line, lines, delimiter, width)
        if fields is None:
            yield number, None, QUOTES_RULE, line
        elif len(fields) != width:
            yield number, None, FIELDS_RULE, line
        else:
            yield number, fields, "", ""


def _fields(line: str, delimiter: str) -> list[str] | None:
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _over_lines(
    line: str, lines: "_Lines", delimiter: str, width: int
) -> list[str] | None:
    """Return the fields of a row that goes on over the next lines, if it does."""
    text = line
    for count, following in enumerate(lines.ahead(LOOK_AHEAD_LINES), start=1):
        text += "\n" + following
        if '"' not in following:
            continue
        fields = _fields(text, delimiter)
        if fields is not None and len(fields) == width and is_text(text):
            lines.skip(count)
            return fields
    return None


class _Lines:
    """Lines that can be looked at before they are taken."""

    def __init__(self, file: Iterator[str]) -> None:
        self.file = file
        self.waiting: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while self.ahead(1):
            yield self.waiting.pop(0)

    def ahead(self, count: int) -> list[str]:
        """Return the next lines without taking them."""
        missing = islice(self.file, max(0, count - len(self.waiting)))
        self.waiting.extend(line.rstrip("\n") for line in missing)
        return self.waiting[:count]

    def skip(self, count: int) -> None:
        """Take the next lines."""
        del self.waiting[:count]
