"""Read files of any kind as relations of DuckDB, one row for each data row.

Parquet is read where it lies. CSV, JSON and Excel become a Parquet file of text first,
so that what follows can read them more than once in bounded memory; lines that are no
rows are set aside in the table ``refused``.
"""

from collections.abc import Callable
from pathlib import Path

import duckdb

from ingestion.feeds import Feed, LoadError
from ingestion.quoting import identifier
from ingestion.readers import delimited, excel, json_text, parquet
from ingestion.readers.relation import BrokenFileError, Relation
from ingestion.readers.text import is_gzip

UNREADABLE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.NotImplementedException,
    duckdb.SerializationException,
)
"""What DuckDB raises for a file that is not what its name says."""

Reader = Callable[[duckdb.DuckDBPyConnection, Feed, Path, Path], Relation]

READERS: dict[str, Reader] = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".txt": delimited.read,
    ".parquet": parquet.read,
    ".pq": parquet.read,
    ".ndjson": json_text.read,
    ".jsonl": json_text.read,
    ".json": json_text.read,
    ".xlsx": excel.read,
    ".xlsm": excel.read,
    ".xlsb": excel.read,
    ".xls": excel.read,
    ".ods": excel.read,
}
"""Suffix of a file to what reads it; text files may end in ``.gz`` besides."""


def read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, path: Path, staged: Path
) -> Relation:
    """Return a file's rows.

    Args:
        connection: In memory; its table ``refused`` takes what is no row.
        feed: How the file is read.
        path: The file.
        staged: Parquet file that may be written, where the kind needs one.

    Raises:
        BrokenFileError: If the file cannot be read as what its name says.
        LoadError: If files of this kind are not read at all.
    """
    if path.stat().st_size == 0:
        return Relation.empty()
    suffix = Path(path.stem).suffix if is_gzip(path) else path.suffix
    reader = READERS.get(suffix.lower())
    if reader is None:
        message = (
            f"{feed}: {path.name} is of no kind that is read; "
            f"kinds are {', '.join(READERS)}, text also with .gz"
        )
        raise LoadError(message)
    try:
        return reader(connection, feed, path, staged)
    except duckdb.Error as error:
        _raise_if_broken(error)
        raise


def check_readable(connection: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    """Read all of a file again, to learn whether it is at fault for an error.

    Raises:
        BrokenFileError: If it is.
    """
    columns = ", ".join(identifier(name) for name in relation.columns)
    try:
        connection.execute(f"select max(hash({columns})) from ({relation.sql})")
    except duckdb.Error as error:
        _raise_if_broken(error)


def _raise_if_broken(error: duckdb.Error) -> None:
    # Of what is wrong inside a Parquet file, DuckDB raises some without a kind.
    if isinstance(error, UNREADABLE) or type(error) is duckdb.Error:
        raise BrokenFileError(str(error).splitlines()[0]) from error
