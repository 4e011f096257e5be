"""Read CSV, TSV and other delimited text, plain or in gzip, as rows of text.

The header is read here, and DuckDB is told all of the file's dialect: its own detection
skips lines that it takes for no data, which would lose them in silence.
"""

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

import duckdb

from ingestion.feeds import Feed
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import (
    ROW,
    BrokenFileError,
    Relation,
    count,
    numbered_names,
)

DELIMITERS = ",;\t|"
PYTHON_ENCODINGS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "latin-1": "latin-1"}
LINE_BYTES = 16_000_000
"""Longest line that is read; longer ones are refused."""

RULES = {
    "MISSING COLUMNS": "a row must have as many fields as the header",
    "TOO MANY COLUMNS": "a row must have as many fields as the header",
    "UNQUOTED VALUE": "quotes must be closed, and doubled within a field",
    "LINE SIZE OVER MAXIMUM": "a line must not be longer than 16 MB",
    "INVALID ENCODING": "must be UTF-8 (or set `encoding` of the source)",
}


def read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, staged: Path
) -> Relation:
    """Return the rows of a delimited file, all text.

    Raises:
        BrokenFileError: If its gzip or its encoding cannot be read.
        duckdb.Error: If DuckDB finds no lines in it.
    """
    header, delimiter = _header(feed, path)
    if not header:
        return Relation.empty()
    names = numbered_names(header)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    connection.execute("set preserve_insertion_order = true")
    connection.execute(
        f"copy (from read_csv({literal(path)}, auto_detect = false, header = true, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
        f"encoding = {literal(feed.source.encoding)}, columns = {{{columns}}}, "
        f"max_line_size = {LINE_BYTES}, store_rejects = true)"
        f"{_not_blank(names)}) to {literal(staged)} (format parquet)"
    )
    connection.execute("set preserve_insertion_order = false")
    refused = _refuse(connection)
    good = count(connection, f"select count(*) from read_parquet({literal(staged)})")
    listed = ", ".join(identifier(name) for name in names)
    rows = (
        f"select {listed}, file_row_number + 1 as place "
        f"from read_parquet({literal(staged)}, file_row_number = true)"
    )
    if refused:
        # Rows that were refused count too, so those after them move down.
        sql = (
            f"select {listed}, place + coalesce(before, 0) as {ROW} from ({rows}) "
            "asof left join refused_places on place >= from_place"
        )
    else:
        sql = f"select {listed}, place as {ROW} from ({rows})"
    return Relation(sql, dict.fromkeys(names, "VARCHAR"), good + refused)


def _refuse(connection: duckdb.DuckDBPyConnection) -> int:
    """Move what DuckDB rejected to ``refused``; return how many lines that is."""
    rules = " ".join(
        f"when {literal(kind)} then {literal(rule)}" for kind, rule in RULES.items()
    )
    connection.execute(
        f"""
        insert into refused
        select
            max(line) - 1,
            case any_value(error_type::varchar) {rules}
                else any_value(error_message) end,
            to_json({{line: any_value(trim(csv_line, chr(10) || chr(13)))}})
        from reject_errors
        group by line_byte_position
        order by 1
        """  # noqa: S608
    )
    connection.execute("drop table reject_errors; drop table reject_scans")
    connection.execute(
        """
        create or replace temp table refused_places as
        select source_row - row_number() over (order by source_row) + 1 as from_place,
            row_number() over (order by source_row) as before
        from refused
        """
    )
    return count(connection, "select count(*) from refused")


def _not_blank(names: list[str]) -> str:
    """Return the condition that drops empty lines, which in one column look like rows."""
    if len(names) > 1:
        return ""
    return f" where {identifier(names[0])} is not null"


def _header(feed: Feed, path: Path) -> tuple[list[str], str]:
    """Return the names of the first line, and what separates them."""
    try:
        with _opened(path, PYTHON_ENCODINGS[feed.source.encoding]) as file:
            lines = list(islice(file, 20))
    except (OSError, EOFError, zlib.error, UnicodeError) as error:
        message = f"it cannot be read: {error}"
        raise BrokenFileError(message) from error
    if not any(line.strip() for line in lines):
        return [], ","
    delimiter = feed.source.delimiter or _delimiter(path, lines)
    return next(csv.reader(lines, delimiter=delimiter)), delimiter


def _delimiter(path: Path, lines: list[str]) -> str:
    if ".tsv" in path.suffixes:
        return "\t"
    widths = {
        one: [len(row) for row in csv.reader(lines, delimiter=one)] for one in DELIMITERS
    }
    # The separator of most fields, among those that cut each line alike.
    return max(
        DELIMITERS,
        key=lambda one: (widths[one][0] > 1, widths[one].count(widths[one][0]),
                         widths[one][0]),
    )


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding=encoding, errors="replace", newline="") as f:
            yield f
    else:
        with path.open(encoding=encoding, errors="replace", newline="") as f:
            yield f
