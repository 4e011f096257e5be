"""Read CSV, TSV and other delimited text, plain or in gzip, as rows of text.

The header is read here, and DuckDB is told all of the file's dialect: its own detection
skips lines that it takes for no data, which would lose them in silence. A file in which
DuckDB finds any fault is read line by line instead.
"""

import csv
from itertools import islice
from pathlib import Path

import duckdb

from ingestion.feeds import Feed, LoadError
from ingestion.quoting import identifier, literal
from ingestion.readers import lines
from ingestion.readers.relation import (
    BrokenFileError,
    Relation,
    count,
    numbered_names,
    staged_rows,
)
from ingestion.readers.text import ENCODINGS, compression, is_text, opened

DELIMITERS = ",;\t|"


def read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, staged: Path
) -> Relation:
    """Return the rows of a delimited file, all text.

    Raises:
        BrokenFileError: If it cannot be unpacked, or is no text.
        LoadError: If its header is in another encoding.
    """
    encoding = feed.source.encoding
    with opened(path, encoding) as file:
        first = list(islice(file, 20))
    if not any(line.strip() for line in first):
        return Relation.empty()
    delimiter = feed.source.delimiter or _delimiter(path, first)
    _check_header(feed, path, first[0])
    names = numbered_names(next(csv.reader(first, delimiter=delimiter)))
    columns = dict.fromkeys(names, "VARCHAR")
    try:
        _stage(connection, path, encoding, delimiter, names, staged)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        received = lines.stage(connection, path, encoding, delimiter, names, staged)
        return Relation(f"from read_parquet({literal(staged)})", columns, received)
    received = count(
        connection, f"select count(*) from read_parquet({literal(staged)})"
    )
    return Relation(staged_rows(staged), columns, received)


def _check_header(feed: Feed, path: Path, header: str) -> None:
    is_marked_utf16 = header.startswith(("\udcff\udcfe", "\udcfe\udcff"))
    if "\0" in header and not is_marked_utf16:
        message = "it is no text; its name may be wrong"
        raise BrokenFileError(message)
    if not is_text(header):
        message = (
            f"{feed}: the header of {path.name} is not in "
            f"{feed.source.encoding}; set `encoding` of the source to one of "
            f"{', '.join(ENCODINGS)}"
        )
        raise LoadError(message)


def _stage(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    encoding: str,
    delimiter: str,
    names: list[str],
    staged: Path,
) -> None:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    # In one column an empty line looks like a row.
    filled = f" where {identifier(names[0])} is not null" if len(names) == 1 else ""
    connection.execute("set preserve_insertion_order = true")
    try:
        connection.execute(
            f"copy (from read_csv({literal(path)}, auto_detect = false, header = true, "
            f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', "
            f"encoding = {literal(encoding)}, {compression(path)}, "
            f"columns = {{{columns}}}){filled}) "
            f"to {literal(staged)} (format parquet)"
        )
    finally:
        connection.execute("set preserve_insertion_order = false")


def _delimiter(path: Path, first: list[str]) -> str:
    if ".tsv" in path.name.lower():
        return "\t"
    widths = {
        one: [len(row) for row in csv.reader(first, delimiter=one)]
        for one in DELIMITERS
    }

    def fitness(one: str) -> tuple[bool, int, int]:
        width = widths[one][0]
        return width > 1, widths[one].count(width), width

    return max(DELIMITERS, key=fitness)
