"""Read a sheet of an Excel workbook as rows of text, its first filled row the header.

Dates and times are as the cell shows them, without a zone; whole numbers have no
fraction; empty rows are no rows.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from ingestion.feeds import Feed, LoadError, suggested
from ingestion.readers.relation import (
    BrokenFileError,
    Relation,
    numbered_names,
    staged_rows,
)

BATCH_ROWS = 20_000


def read(
    connection: duckdb.DuckDBPyConnection,
    feed: Feed,
    path: Path,
    staged: Path,
) -> Relation:
    """Return the rows of a sheet.

    Raises:
        BrokenFileError: If it is no workbook, or has a password.
        LoadError: If it has no sheet of the configured name.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheet = _sheet(feed, path, workbook)
        rows = _filled(sheet)
        header = next(rows, None)
    except CalamineError as error:
        raise BrokenFileError(str(error)) from error
    if header is None:
        return Relation.empty()
    names = numbered_names([cell or "" for cell in header])
    schema = pa.schema([(name, pa.string()) for name in names])
    received = 0
    with pq.ParquetWriter(staged, schema) as writer:
        while batch := list(islice(rows, BATCH_ROWS)):
            columns = [
                pa.array(column, pa.string()) for column in zip(*batch, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            received += len(batch)
    return Relation(staged_rows(staged), dict.fromkeys(names, "VARCHAR"), received)


def _sheet(feed: Feed, path: Path, workbook: CalamineWorkbook) -> CalamineSheet:
    names = workbook.sheet_names
    wanted = feed.mapping.sheet
    if wanted is None:
        return workbook.get_sheet_by_index(0)
    if wanted not in names:
        message = (
            f"{feed}: {path.name} has no sheet {wanted!r}"
            f"{suggested(wanted, names)}; its sheets are {', '.join(names)}"
        )
        raise LoadError(message)
    return workbook.get_sheet_by_name(wanted)


def _filled(sheet: CalamineSheet) -> Iterator[list[str | None]]:
    for row in sheet.iter_rows():
        cells = [_text(cell) for cell in row]
        if any(cell is not None for cell in cells):
            yield cells


def _text(cell: object) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return text if text.strip() else None
