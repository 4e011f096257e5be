"""Write the settings and the secrets: what people wrote there stays as it is."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import tomlkit
from dotenv import dotenv_values
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from warehouse.settings.paths import config_path, dotenv_paths

SECRET_MODE = 0o600
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class WritingError(Exception):
    """Nothing was written; the message names the file and the fix."""


def with_source(text: str, source: dict[str, Any]) -> str:
    """Return a settings file with one more source at its end.

    All that is there stays as it is, byte for byte; TOML allows ``[[sources]]`` after
    other tables.

    Args:
        text: The file.
        source: The entry, as `warehouse.settings.Source` names things.

    Raises:
        WritingError: If it is no TOML, or its sources are no ``[[sources]]``.
    """
    try:
        there = tomlkit.parse(text).get("sources", [])
    except TOMLKitError as error:
        message = f"{config_path()}: {error}; mend it first"
        raise WritingError(message) from error
    if there and not isinstance(there, AoT):
        message = (
            f"{config_path()}: `sources` is written as a list; write each source "
            "as [[sources]], and run this again"
        )
        raise WritingError(message)
    separator = "\n\n" if text.strip() else ""
    return text.rstrip("\n") + separator + source_text(source)


def source_text(source: dict[str, Any]) -> str:
    """Return one source as it stands in a settings file."""
    document = tomlkit.document()
    entries = tomlkit.aot()
    entries.append(_table(source))
    document.append("sources", entries)
    return tomlkit.dumps(document).strip() + "\n"


def shop_text(shop: dict[str, str]) -> str:
    """Return the shop's own table as it stands in a settings file."""
    document = tomlkit.document()
    document.append("shop", tomlkit.item(shop))
    return tomlkit.dumps(document).strip() + "\n"


def write_settings(text: str) -> None:
    """Write ``karvan.toml``: the old file or the new one, never a part."""
    replace_whole(config_path(), text)


def free_variable(name: str, value: str) -> str:
    """Return a variable for a secret: the one named, or that with a number after it.

    One is free if neither the environment nor ``.env`` gives it another value.
    """
    if not _VARIABLE.fullmatch(name):
        message = f"{name!r} names no variable; use letters, digits and _"
        raise WritingError(message)
    there = dotenv_values(dotenv_paths()[-1], interpolate=False)
    free, count = name, 1
    while {os.environ.get(free, value), there.get(free, value)} != {value}:
        count += 1
        free = f"{name}_{count}"
    return free


def write_secret(name: str, value: str) -> Path:
    """Keep a secret in the shop's ``.env``, readable by its owner alone.

    Args:
        name: A variable that is `free_variable`.
        value: What nobody else may see.

    Returns:
        The file.
    """
    path = dotenv_paths()[-1]
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if dotenv_values(path, interpolate=False).get(name) != value:
        quoted = value.replace("\\", "\\\\").replace("'", "\\'")
        separator = "\n" if text and not text.endswith("\n") else ""
        text += f"{separator}{name}='{quoted}'\n"
    replace_whole(path, text, mode=SECRET_MODE)
    return path


def _table(source: dict[str, Any]) -> Table:
    entry = tomlkit.table()
    entities = tomlkit.table(is_super_table=True)
    for key, value in source.items():
        if key != "entities":
            entry.add(key, value)
    for name, mapping in source.get("entities", {}).items():
        entity = tomlkit.table()
        for key, value in mapping.items():
            if isinstance(value, dict):
                columns = tomlkit.table()
                columns.update(value)
                entity.add(key, columns)
            else:
                entity.add(key, value)
        entities.add(name, entity)
    if entities:
        entry.add("entities", entities)
    return entry


def replace_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Write a file whole, under its own name at once; through a link, its target."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    if mode is None:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    # The temporary file is its owner's alone from the start.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
