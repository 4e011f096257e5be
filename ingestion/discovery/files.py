"""The tables in files: one for each header, or sheet of a workbook."""

import gzip
import tempfile
import zlib
from collections import defaultdict
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from ingestion.discovery.tables import SAMPLE_ROWS, Column, Kind, Table
from ingestion.feeds import LoadError
from ingestion.file_feeds import FileFeed
from ingestion.quoting import identifier
from ingestion.readers import READERS, BrokenFileError, excel, read
from ingestion.readers.relation import REFUSED, ROW
from ingestion.readers.text import is_gzip
from warehouse.engine import config
from warehouse.settings import Entity, Source, settings

ENTITY = "orders"
"""Any entity: a feed must name one, and reading a file asks nothing of it."""

Alike = dict[tuple[str | None, tuple[str, ...]], list[tuple[Path, Table]]]
"""Sheet and header to the files that have both."""

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

KINDS: dict[str, Kind] = {
    "VARCHAR": "text",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "instant",
}


def tables(path: str) -> list[Table]:
    """Return what files hold, with the values of the first rows of each.

    Args:
        path: A file, a pattern or a folder, relative to the workspace.

    Raises:
        LoadError: If there is none, or one cannot be read.
    """
    found: Alike = defaultdict(list)
    for file in _files(path):
        is_workbook = READERS.get(_suffix(file)) is excel.read
        for table in _sheets(file) if is_workbook else [_table(file)]:
            header = tuple(column.name for column in table.columns)
            found[table.place.get("sheet"), header].append((file, table))
    return [_together(path, alike, found) for alike in found.values()]


def _files(path: str) -> list[Path]:
    where = settings().workspace / Path(path).expanduser()
    if where.is_dir():
        files = sorted(
            file
            for file in where.iterdir()
            if _suffix(file) in READERS and not file.name.startswith((".", "~$"))
        )
        if files:
            return files
        message = f"{where} holds no file that can be read: {', '.join(READERS)}"
        raise LoadError(message)
    try:
        return _feed(where).paths()
    except LoadError as error:
        message = f"no file matches {where}; mend the path"
        raise LoadError(message) from error


def _together(
    path: str,
    alike: list[tuple[Path, Table]],
    found: Alike,
) -> Table:
    """Return the table of all files of one sheet and header."""
    files = [file for file, _ in alike]
    first = alike[0][1]
    where = settings().workspace / Path(path).expanduser()
    if len(found) == 1 and not where.is_dir():
        pattern = path
    else:
        pattern = _label(_pattern(files, found))
    return Table(
        name=first.name,
        columns=first.columns,
        place=first.place | {"path": pattern},
        rows=sum(table.rows or 0 for _, table in alike),
        hints=first.hints,
    )


def _pattern(files: list[Path], found: Alike) -> Path:
    """Return a pattern of these files and no other; the first file if there is none."""
    if len(files) == 1:
        return files[0]
    names = [file.name for file in files]
    prefix = _beginning(names)
    suffix = _beginning([name[::-1] for name in names])[::-1]
    pattern = files[0].parent / f"{prefix}*{suffix}"
    others = {file for alike in found.values() for file, _ in alike} - {*files}
    is_theirs = all(file.parent == files[0].parent for file in files)
    if is_theirs and not any(other.match(str(pattern)) for other in others):
        return pattern
    return files[0]


def _beginning(names: list[str]) -> str:
    """Return the characters that all names begin with."""
    alike = 0
    for characters in zip(*names, strict=False):
        if len(set(characters)) > 1:
            break
        alike += 1
    return names[0][:alike]


def _sheets(file: Path) -> list[Table]:
    try:
        names = CalamineWorkbook.from_path(str(file)).sheet_names
    except (CalamineError, OSError) as error:
        message = f"{file} is broken: {error}; mend or replace it"
        raise LoadError(message) from error
    found = [_table(file, name) for name in names]
    filled = [table for table in found if table.columns]
    # A workbook's only sheet needs no name: the first is read.
    if len(names) == 1:
        return [
            Table(file.stem, one.columns, {"path": _label(file)}, one.rows)
            for one in filled
        ]
    return filled


def _table(file: Path, sheet: str | None = None) -> Table:
    """Return the table of a file in the encoding that reads all of it.

    Raises:
        LoadError: If no encoding does.
    """
    place = {"path": _label(file)} | ({"sheet": sheet} if sheet else {})
    name = sheet or file.name.removesuffix(".gz").rsplit(".", 1)[0]
    reason = ""
    for encoding in _encodings(file):
        try:
            columns, rows, is_misread = _read(_feed(file, encoding, sheet), file)
        except (LoadError, BrokenFileError) as error:
            reason = reason or str(error)
            continue
        if not is_misread:
            hints = {} if encoding == "utf-8" else {"encoding": encoding}
            return Table(name, columns, place, rows, hints=hints)
    message = f"{file} cannot be read: {reason}; mend or replace it"
    raise LoadError(message)


def _encodings(file: Path) -> tuple[str, ...]:
    """Return the encodings that a file may be in, the likelier first."""
    with gzip.open(file) if is_gzip(file) else file.open("rb") as opened:
        try:
            beginning = opened.read(2)
        except (OSError, EOFError, zlib.error):
            beginning = b""
    # Without its mark, any text could be read as UTF-16.
    return ("utf-16",) if beginning in UTF16_MARKS else ("utf-8", "latin-1")


def _read(feed: FileFeed, file: Path) -> tuple[tuple[Column, ...], int, bool]:
    """Return columns with values, the number of rows, and if the encoding is wrong."""
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config=config()) as connection,
    ):
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(REFUSED)
        relation = read(connection, feed, file, Path(folder) / "staged.parquet")
        if not relation.columns:
            return (), 0, False
        listed = ", ".join(
            f"cast({identifier(name)} as varchar)" for name in relation.columns
        )
        rows = connection.execute(
            f"select {listed} from ({relation.sql}) order by {ROW} limit {SAMPLE_ROWS}"
        ).fetchall()
        wrong = connection.execute(
            "select 1 from refused where rule like '%encoding%' limit 1"
        ).fetchone()
    columns = tuple(
        Column(
            name=name,
            type=kind.lower(),
            kind=_kind(kind),
            values=tuple(
                row[place].strip() for row in rows if row[place] and row[place].strip()
            ),
        )
        for place, (name, kind) in enumerate(relation.columns.items())
    )
    return columns, relation.received, wrong is not None


def _kind(duckdb_type: str) -> Kind:
    if duckdb_type in KINDS:
        return KINDS[duckdb_type]
    if duckdb_type.startswith("TIMESTAMP"):
        return "timestamp"
    if duckdb_type.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        return "number"
    return "integer" if duckdb_type.endswith(("INT", "INTEGER")) else "other"


def _feed(path: Path, encoding: str = "utf-8", sheet: str | None = None) -> FileFeed:
    source = Source(name="new", kind="files", encoding=encoding)  # pyright: ignore[reportArgumentType]
    return FileFeed(
        source=source,
        entity=ENTITY,
        pattern=path,
        mapping=Entity(sheet=sheet),
        timezone=settings().shop.timezone,
    )


def _label(file: Path) -> str:
    workspace = settings().workspace
    return str(file.relative_to(workspace) if workspace in file.parents else file)


def _suffix(file: Path) -> str:
    return (Path(file.stem).suffix if is_gzip(file) else file.suffix).lower()
