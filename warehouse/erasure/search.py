"""The proof: search everything under home for what names a person.

In databases every text cell of every table is read, for DuckDB compresses what it
stores and bytes alone would prove little. In all files, databases too, the bytes are
searched, within ``.gz`` as well. A name that is short, such as the id 42, stands in
other texts by chance: it is looked for as a whole cell of the columns that hold
identifiers, and as a value of a member that is an id in files of JSON.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb

from warehouse.engine import config
from warehouse.erasure.person import Person, one_of
from warehouse.erasure.tables import quoted, tables_of
from warehouse.personal import WHOLE, WHOSE

BLOCK = 16 * 1024**2
OVERLAP = 1024
ID_MEMBER = rb'"[^"]*(?:id|user|customer|contact|card|member|client)[^"]*"'
_COLUMNS = (*WHOSE, *WHOLE, "value", "source_key")


@dataclass(frozen=True)
class Cells:
    """What the search of one database found."""

    file: str
    tables: int
    columns: int
    rows: int
    hits: tuple[tuple[str, str, int], ...]
    """Table, column and cells that name the person."""


@dataclass(frozen=True)
class Bytes:
    """What the search of all files found."""

    files: int
    bytes: int
    hits: tuple[tuple[str, int], ...]
    """File, and how often it names the person."""


def search_cells(path: Path, name: str, person: Person) -> Cells:
    """Search every text cell of a DuckDB file."""
    hits, rows, columns = [], 0, 0
    with duckdb.connect(config=config()) as connection:
        connection.execute("set enable_progress_bar = false")
        attached = str(path).replace("'", "''")
        connection.execute(f"attach '{attached}' as searched (read_only)")
        connection.execute("use searched")
        tables = tables_of(connection, "searched")
        for table in tables:
            texts = [c for c, kind in table.columns.items() if _holds_text(kind)]
            named = {column: _is_named(column, person) for column in texts}
            columns += len(texts)
            counts = [f"count(*) filter ({one})" for one in named.values()]
            [(count, *found)] = connection.execute(
                f"select {', '.join(['count(*)', *counts])} from {table.name}"
            ).fetchall()
            rows += count
            hits += [
                (table.name, column, cells)
                for column, cells in zip(texts, found, strict=True)
                if cells
            ]
    return Cells(name, len(tables), columns, rows, tuple(hits))


def search_bytes(home: Path, person: Person, skip: frozenset[Path]) -> Bytes:
    """Search the bytes of all files below a folder, links left out."""
    telling = _pattern(person)
    short = _short_pattern(person)
    files, size, hits = 0, 0, []
    for path in sorted(home.rglob("*")):
        if path.is_symlink() or not path.is_file() or path in skip:
            continue
        files += 1
        count = 0
        for block, overlap in _blocks(path):
            size += len(block) - overlap
            for pattern in (telling, short if _is_json(path) else None):
                if pattern:
                    count += sum(
                        found.end() > overlap for found in pattern.finditer(block)
                    )
        if count:
            hits.append((str(path.relative_to(home)), count))
    return Bytes(files, size, tuple(hits))


def _holds_text(kind: str) -> bool:
    return "VARCHAR" in kind or "JSON" in kind or kind in ("BLOB", "UUID")


def _is_named(column: str, person: Person) -> str:
    text = f"cast({quoted(column)} as varchar)"
    parts = ["false"]
    if person.pattern:
        pattern = person.pattern.replace("'", "''")
        parts.append(f"regexp_matches({text}, '{pattern}')")
    if person.short and column.removeprefix("left_").removeprefix("right_") in _COLUMNS:
        listed = ", ".join("'" + one.replace("'", "''") + "'" for one in person.short)
        parts.append(f"{text} in ({listed})")
        whole = [f"{kind}:{value}" for kind, value in person.identifiers]
        if column in WHOLE:
            listed = ", ".join("'" + one.replace("'", "''") + "'" for one in whole)
            parts.append(f"{text} in ({listed})")
    return f"coalesce({' or '.join(parts)}, false)"


def _pattern(person: Person) -> re.Pattern[bytes] | None:
    """Return what names the person in bytes, as it stands and as JSON escapes it."""
    forms = {
        form
        for name in person.telling
        for form in (name, json.dumps(name)[1:-1], json.dumps(name).upper()[1:-1])
    }
    if not forms:
        return None
    listed = sorted((form.encode() for form in forms), key=len, reverse=True)
    return re.compile(b"|".join(map(re.escape, listed)), re.IGNORECASE)


def _short_pattern(person: Person) -> re.Pattern[bytes] | None:
    if not person.short:
        return None
    names = one_of(person.short).encode()
    value = rb'\s*:\s*"?' + names + rb'"?\s*[,}\]]'
    return re.compile(ID_MEMBER + value, re.IGNORECASE)


def _is_json(path: Path) -> bool:
    return path.suffix in (".json", ".ndjson", ".open")


def _blocks(path: Path) -> Iterator[tuple[bytes, int]]:
    """Yield a file's bytes in blocks, each with what it repeats of the last one."""
    opening = gzip.open if path.suffix == ".gz" else Path.open
    with opening(path, "rb") as opened:
        file = cast("IO[bytes]", opened)
        last = b""
        while block := file.read(BLOCK):
            yield last + block, len(last)
            last = (last + block)[-OVERLAP:]
