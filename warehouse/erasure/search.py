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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb

from warehouse.engine import config
from warehouse.erasure.members import member
from warehouse.erasure.person import Person, one_of
from warehouse.erasure.rows import create_table, is_of, told_by
from warehouse.erasure.tables import Table, quoted, tables_of
from warehouse.erasure.texts import is_named, longer
from warehouse.personal import RECORDS, WHOLE, WHOSE, parted

BLOCK = 16 * 1024**2
OVERLAP = 1024


@dataclass(frozen=True)
class Cells:
    """What the search of one database found."""

    file: str
    tables: int
    columns: int
    rows: int
    hits: tuple[tuple[str, str, int], ...]
    """Table, column and cells that name the person."""
    longer: frozenset[str] = frozenset()
    """Names of others that one of the person's is a part of."""


@dataclass(frozen=True)
class Bytes:
    """What the search of all files found."""

    files: int
    bytes: int
    hits: tuple[tuple[str, int], ...]
    """File, and how often it names the person."""


def search_cells(path: Path, name: str, person: Person) -> Cells:
    """Search every text cell of a DuckDB file."""
    hits, rows, columns, others = [], 0, 0, set()
    with duckdb.connect(config=config()) as connection:
        connection.execute("set enable_progress_bar = false")
        attached = str(path).replace("'", "''")
        connection.execute(f"attach '{attached}' as searched (read_only)")
        connection.execute("use searched")
        tables = tables_of(connection, "searched")
        create_table(connection, person)
        for table in tables:
            texts = [c for c, kind in table.columns.items() if _holds_text(kind)]
            named = {one: _is_named(one, table, person) for one in texts}
            columns += len(texts)
            counts = [f"count(*) filter ({one})" for one in named.values()]
            [(count, *found)] = connection.execute(
                f"select {', '.join(['count(*)', *counts])} from {table.name}"
            ).fetchall()
            rows += count
            for column in (one for n, one in enumerate(texts) if found[n]):
                said = connection.execute(
                    f"select cast({quoted(column)} as varchar), count(*), "
                    f"{_is_whole(column, table)} "
                    f"from {table.name} where {named[column]} group by all"
                ).fetchall()
                cells = sum(n for text, n, is_whole in said
                            if is_whole or is_named(text, person))  # fmt: skip
                hits += [(table.name, column, cells)] if cells else []
                others.update(*(longer(text, person) for text, _, _ in said))
    return Cells(name, len(tables), columns, rows, tuple(hits), frozenset(others))


def search_bytes(
    home: Path,
    person: Person,
    skip: frozenset[Path],
    longer: frozenset[str] = frozenset(),
) -> Bytes:
    """Search the bytes of all files below a folder, links left out.

    Args:
        home: The folder.
        person: Who.
        skip: Files that are left out.
        longer: Names of others, as the search of cells found them: bytes do not tell
            where a name begins.
    """
    telling = _pattern(person, longer)
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
                        found.end() > overlap
                        for found in pattern.finditer(block)
                        if found[1] is not None
                    )
        if count:
            hits.append((str(path.relative_to(home)), count))
    return Bytes(files, size, tuple(hits))


def _holds_text(kind: str) -> bool:
    return "VARCHAR" in kind or "JSON" in kind or kind in ("BLOB", "UUID")


def _is_named(column: str, table: Table, person: Person) -> str:
    """Return SQL that is true of the cells of a column that may name the person."""
    whole = _is_whole(column, table)
    if not person.pattern:
        return whole
    pattern = person.pattern.replace("'", "''")
    text = f"cast({quoted(column)} as varchar)"
    return f"({whole} or coalesce(regexp_matches({text}, '{pattern}'), false))"


def _is_whole(column: str, table: Table) -> str:
    """Return SQL that is true of the cells that are the person's, of their kind.

    The customer 42 is not the contact 42, nor the order 42.
    """
    there = table.columns
    parts = [
        is_of(*told_by(kind, column, there))
        for kind in WHOSE.get(parted(column)[1], ())
        if kind not in RECORDS
    ]
    if column in WHOLE:
        parts.append(is_of("whole", column))
    if column == "value" and "kind" in there:
        parts.append(is_of("whole", "kind || ':' || value"))
    if column == "source_key" and "entity" in there:
        parts.append(f"entity = 'customers' and {is_of('customer', column)}")
        contact = is_of("contact", f"source_name || '/' || {column}")
        parts.append(f"entity = 'contacts' and {contact}")
    return f"({' or '.join(parts)})" if parts else "false"


def _pattern(person: Person, longer: frozenset[str]) -> re.Pattern[bytes] | None:
    """Return what names the person in bytes, in its first group; or, in none, others.

    Names are as they stand and as JSON escapes them.
    """
    if not person.telling:
        return None
    names = b"(" + _forms(person.telling) + b")"
    parts = [_forms(longer), names] if longer else [names]
    return re.compile(b"|".join(parts), re.IGNORECASE)


def _forms(names: Iterable[str]) -> bytes:
    forms = {
        form
        for name in names
        for form in (name, json.dumps(name)[1:-1], json.dumps(name).upper()[1:-1])
    }
    listed = sorted((form.encode() for form in forms), key=len, reverse=True)
    return b"|".join(map(re.escape, listed))


def _short_pattern(person: Person) -> re.Pattern[bytes] | None:
    parts = [
        rf'{member(kind)}\s*:\s*"?{one_of(names)}"?\s*[,}}\]]'
        for (kind, _), names in person.short_of.items()
    ]
    return re.compile(f"({'|'.join(parts)})".encode(), re.IGNORECASE) if parts else None


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
