"""Remove a person from the files under home that are no DuckDB databases.

Files of the landing lose the person's lines, files of decisions tell them by hashes,
JSON loses the entries that are theirs, SQLite files (the demo's CRM, Dagster's logs)
their rows. In other texts what names them is blanked. A file is written anew beside the
old one and takes its name when it is whole.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from warehouse.decisions import rewrite_decisions
from warehouse.erasure.landed import without_person
from warehouse.erasure.person import Person
from warehouse.erasure.tables import quoted
from warehouse.erasure.texts import BLANK, blanked
from warehouse.landing import CLOSED, label, replace_durably
from warehouse.personal import WHOSE
from warehouse.settings import settings
from warehouse.suppressions import digest, hashed, is_of

SQLITE = b"SQLite format 3\x00"
_TEXT_BYTES = 64 * 1024**2
"""A text that is larger is left to the search."""


def scrub_landing(person: Person) -> dict[str, int]:
    """Take a person out of the closed files of the landing.

    Returns:
        The files that had lines of theirs, and how many.
    """
    found = {}
    for path in sorted(settings().landing_path.glob(f"*/*{CLOSED}")):
        data = path.read_bytes()
        kept, changed = without_person(data, person)
        if changed:
            replace_durably(path, kept)
            found[label(path)] = changed
    for left_by_a_crash in settings().landing_path.glob("*/*.tmp"):
        left_by_a_crash.unlink()
    return found


def scrub_decisions(person: Person) -> dict[str, int]:
    """Tell a person by hashes in the files of decisions.

    Returns:
        The files that named them, and in how many lines.
    """

    def nameless(decision: dict[str, Any]) -> dict[str, Any]:
        if is_of(decision, person.identifiers):
            return hashed(decision)
        return {key: _told(value, person) for key, value in decision.items()}

    found = {}
    for path in sorted(settings().decisions_path.glob("*.ndjson")):
        if changed := rewrite_decisions(path, nameless):
            found[f"decisions/{path.name}"] = changed
    return found


def _told(value: Any, person: Person) -> Any:
    """Return a value of a decision, hashed where it is an identifier."""
    if not isinstance(value, str):
        return value
    for kind, one in person.identifiers:
        if value in (f"{kind}:{one}", one):
            return digest(kind, one)
    return blanked(value, person)


def is_mendable(path: Path) -> bool:
    """Return whether a file is of a kind that `scrub_others` takes a person out of."""
    return _is_sqlite(path) or _text_in(path) is not None


def scrub_others(person: Person, folder: Path, skip: Callable[[Path], bool]) -> dict:
    """Take a person out of what else lies in a folder.

    Args:
        person: Who.
        folder: It and all that is below.
        skip: Whether a file is left alone.

    Returns:
        The files that were changed, and how often.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or skip(path):
            continue
        if _is_sqlite(path):
            changed = _scrub_sqlite(path, person)
        else:
            changed = _scrub_text(path, person)
        if changed:
            found[str(path.relative_to(settings().home))] = changed
    return found


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _text_in(path: Path) -> str | None:
    """Return a file's text, bytes that are none as surrogates; None if it has none."""
    if path.suffix == ".gz" or path.stat().st_size > _TEXT_BYTES:
        return None
    data = path.read_bytes()
    return None if b"\x00" in data else data.decode(errors="surrogateescape")


def _scrub_text(path: Path, person: Person) -> int:
    text = _text_in(path)
    if text is None:
        return 0
    if path.suffix == ".json":
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if isinstance(said, dict | list):
            kept, gone = _without(said, person)
            if gone:
                replace_durably(path, json.dumps(kept).encode())
                return gone
    left = blanked(text, person)
    if left == text:
        return 0
    replace_durably(path, left.encode(errors="surrogateescape"))
    return left.count(BLANK) - text.count(BLANK)


def _without(said: Any, person: Person) -> tuple[Any, int]:
    """Return JSON without the entries whose key or value is a name of the person."""
    names, gone = set(person.names), 0
    if isinstance(said, dict):
        kept: dict[str, Any] = {}
        for key, value in said.items():
            if key in names or (isinstance(value, str) and value in names):
                gone += 1
                continue
            kept[key], inner = _without(value, person)
            gone += inner
        return kept, gone
    if isinstance(said, list):
        left = [one for one in said if not (isinstance(one, str) and one in names)]
        pairs = [_without(one, person) for one in left]
        gone = len(said) - len(left) + sum(inner for _, inner in pairs)
        return [one for one, _ in pairs], gone
    if isinstance(said, str):
        left = blanked(said, person)
        return left, int(left != said)
    return said, 0


def _scrub_sqlite(path: Path, person: Person) -> int:
    """Delete the person's rows, and blank their names in other rows."""
    changed = 0
    source = path.parent.name
    with closing(sqlite3.connect(path, timeout=60)) as database:
        database.create_function("is_theirs", 2, lambda kind, value: person.has(
            kind, f"{source}/{value}" if kind == "contact" else value
        ) if value is not None else False)  # fmt: skip
        database.create_function("blanked", 1, lambda text: _text(text, person))
        tables = database.execute(
            "select name from sqlite_master where type = 'table' "
            "and name not like 'sqlite_%'"
        ).fetchall()
        for (table,) in tables:
            columns = [
                name
                for _, name, *_ in database.execute(
                    f"pragma table_info({quoted(table)})"
                )
            ]
            theirs = [
                f"is_theirs('{kind}', {quoted(column)})"
                for column in columns
                for kind in WHOSE.get(column, ())
            ]
            if theirs:
                changed += database.execute(
                    f"delete from {quoted(table)} where {' or '.join(theirs)}"
                ).rowcount
            for name in map(quoted, columns) if person.telling else ():
                changed += database.execute(
                    f"update {quoted(table)} set {name} = blanked({name}) "
                    f"where typeof({name}) = 'text' and {name} != blanked({name})"
                ).rowcount
        database.commit()
        if changed:
            database.execute("vacuum")
            database.execute("pragma wal_checkpoint(truncate)")
    return changed


def _text(text: Any, person: Person) -> Any:
    return blanked(text, person) if isinstance(text, str) else text
