"""Write the file of an entry: whole, never over what somebody else wrote meanwhile.

Lines of entries that stay as they are stay, and comments with them: an analyst's review
is not lost when the page changes the target.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from warehouse.settings.entries import NAME, Entry, EntryError, Kind, T
from warehouse.settings.sections import Section
from warehouse.settings.writing import WritingError, replace_whole

_BREAKS = frozenset("\x85\u2028\u2029")
_ENTRY = re.compile(r"([a-z_]+)\s*:(\s|$)")


def save(
    kind: Kind[T], folder: Path, name: str, content: T, seen: Entry[T] | None = None
) -> Entry[T]:
    """Write the file of an entry, and return it as it is now saved.

    Args:
        kind: What it is.
        folder: That of the workspace for this kind; it is made if it is not there.
        name: What it is called.
        content: What its file shall say.
        seen: What the writer saw of it before; none for a new one.

    Raises:
        WritingError: If the name is none, another entry has it, the file changed since
            it was seen, or it cannot be written. Nothing is written then.
    """
    if not NAME.fullmatch(name):
        message = (
            f"{name!r} is no name of {kind.noun}: begin with a letter, then small "
            "letters, digits and _, 60 at most"
        )
        raise WritingError(message)
    path = folder / f"{name}.yml"
    text = _text(kind, content, seen)
    with _alone(folder):
        _check_unchanged(kind, path, seen)
        replace_whole(path, text)
    return Entry(name, content, path, text)


def remove(kind: Kind[T], seen: Entry[T]) -> None:
    """Remove the file of an entry.

    Raises:
        WritingError: If it changed since it was seen, or cannot be removed. It stays
            then; one that is gone already is no error.
    """
    with _alone(seen.path.parent):
        if seen.path.exists():
            _check_unchanged(kind, seen.path, seen)
            seen.path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one writer at a time into the folder; the kernel lets go for the dead."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except OSError as error:
        place = error.filename or folder
        message = (
            f"{place} cannot be written ({error.strerror}): see who may write there"
        )
        raise WritingError(message) from error


def _check_unchanged(kind: Kind[T], path: Path, seen: Entry[T] | None) -> None:
    if seen is None:
        if path.exists():
            message = (
                f"there is {kind.noun} named {path.stem} already; choose another name, "
                "or open it and change it"
            )
            raise WritingError(message)
        return
    if not path.exists():
        message = f"{path.stem} was removed meanwhile; save it anew"
        raise WritingError(message)
    if path.read_bytes() != seen.text.encode():
        message = (
            f"{path.stem} was changed meanwhile by somebody else; "
            "open it again, look, and make your change anew"
        )
        raise WritingError(message)


def _text(kind: Kind[T], content: T, seen: Entry[T] | None) -> str:
    entries = _entries(content)
    plain = "".join(_line(key, value) for key, value in entries.items())
    if seen is None:
        return plain
    kept = _kept(seen, entries)
    try:
        return kept if kind.parse(kept) == content else plain
    except EntryError:  # written in a way that cannot be changed by lines
        return plain


def _entries(content: Section) -> dict[str, Any]:
    """Return what a file says of an entry, without what it leaves out."""
    found = content.model_dump(mode="json")
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _line(key: str, value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # None writes a list in its line, and would write a mapping without one so, too.
    style = None if isinstance(value, list) else False
    # Unescaped they end a line of YAML, and blanks beside them are lost.
    has_breaks = any(not _BREAKS.isdisjoint(text) for text in _texts(value))
    return yaml.safe_dump(
        {key: value}, allow_unicode=not has_breaks, width=88, default_flow_style=style
    )


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


@dataclass
class _Block:
    """An entry of a file, with the comments before it."""

    key: str
    before: list[str]
    lines: list[str] = field(default_factory=list)


def _kept(seen: Entry[T], entries: dict[str, Any]) -> str:
    """Return the file as it was, but for the entries that differ."""
    there, after = _blocks(seen.text)
    old = _entries(seen.content)
    parts: list[str] = []
    for block in there:
        parts += block.before
        if block.key in entries:
            is_same = old.get(block.key) == entries[block.key]
            parts += block.lines if is_same else [_line(block.key, entries[block.key])]
    keys = {block.key for block in there}
    parts += [_line(key, value) for key, value in entries.items() if key not in keys]
    return "".join([*parts, *after])


def _blocks(text: str) -> tuple[list[_Block], list[str]]:
    """Return the entries of a file in order, and the lines after the last."""
    found: list[_Block] = []
    waiting: list[str] = []
    for line in text.splitlines(keepends=True):
        whole = line if line.endswith("\n") else f"{line}\n"
        entry = _ENTRY.match(line)
        if entry is not None:
            found.append(_Block(entry.group(1), waiting, [whole]))
            waiting = []
        elif found and line[:1] in (" ", "\t", "-") and line.strip():
            found[-1].lines += [*waiting, whole]
            waiting = []
        else:
            waiting.append(whole)
    return found, waiting
