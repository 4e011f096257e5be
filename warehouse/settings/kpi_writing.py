"""Write a KPI's file: whole, never over what somebody else wrote meanwhile.

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

from warehouse.settings.kpis import NAME, Kpi, KpiFileError, SavedKpi, parse_kpi
from warehouse.settings.writing import WritingError, replace_whole

_BREAKS = frozenset("\x85\u2028\u2029")
_ENTRY = re.compile(r"([a-z_]+)\s*:(\s|$)")


def save_kpi(
    folder: Path, name: str, kpi: Kpi, seen: SavedKpi | None = None
) -> SavedKpi:
    """Write the file of a KPI, and return it as it is now saved.

    Args:
        folder: ``kpis/`` of the workspace; it is made if it is not there.
        name: What it is called.
        kpi: What its file shall say.
        seen: What the writer saw of it before; none for a new one.

    Raises:
        WritingError: If the name is none, another KPI has it, the file changed since it
            was seen, or it cannot be written. Nothing is written then.
    """
    if not NAME.fullmatch(name):
        message = (
            f"{name!r} is no name of a KPI: begin with a letter, then small letters, "
            "digits and _, 60 at most"
        )
        raise WritingError(message)
    path = folder / f"{name}.yml"
    text = _text(kpi, seen)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _check_unchanged(path, seen)
            replace_whole(path, text)
    except OSError as error:
        message = (
            f"{path} cannot be written ({error.strerror}): see who may write there"
        )
        raise WritingError(message) from error
    return SavedKpi(name, kpi, path, text)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one writer at a time into the folder; the kernel lets go for the dead."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _check_unchanged(path: Path, seen: SavedKpi | None) -> None:
    if seen is None:
        if path.exists():
            message = (
                f"there is a KPI named {path.stem} already; choose another name, "
                "or open it and change it"
            )
            raise WritingError(message)
        return
    if not path.exists():
        message = f"{path.stem} was removed meanwhile; save it as a new KPI"
        raise WritingError(message)
    if path.read_bytes() != seen.text.encode():
        message = (
            f"{path.stem} was changed meanwhile by somebody else; "
            "open it again, look, and make your change anew"
        )
        raise WritingError(message)


def _text(kpi: Kpi, seen: SavedKpi | None) -> str:
    entries = _entries(kpi)
    plain = "".join(_line(key, value) for key, value in entries.items())
    if seen is None:
        return plain
    kept = _kept(seen, entries)
    try:
        return kept if parse_kpi(kept) == kpi else plain
    except KpiFileError:  # written in a way that cannot be changed by lines
        return plain


def _entries(kpi: Kpi) -> dict[str, Any]:
    """Return what a file says of a KPI, without what it leaves out."""
    found = kpi.model_dump(mode="json")
    return {key: value for key, value in found.items() if value not in (None, [])}


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


def _kept(seen: SavedKpi, entries: dict[str, Any]) -> str:
    """Return the file as it was, but for the entries that differ."""
    there, after = _blocks(seen.text)
    old = _entries(seen.kpi)
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
