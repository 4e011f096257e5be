"""A feed: the files of one source that fill one entity, and how to read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from warehouse.settings import Entity as Mapping
from warehouse.settings import Source, settings


class LoadError(Exception):
    """A load cannot be done; the message names the thing and the fix."""


@dataclass(frozen=True)
class Feed:
    """What one source gives one entity."""

    source: Source
    entity: str
    pattern: Path
    """File, or pattern of files, absolute."""
    mapping: Mapping
    timezone: str
    """Zone of times without an offset."""
    view: str = "*"
    """SQL projection of the file, for columns that must be computed."""
    is_named_by_file: bool = False
    """Whether a file is known by its name alone, wherever it lies."""

    def __str__(self) -> str:
        """Return such as ``source sales, entity orders``."""
        return f"source {self.source.name}, entity {self.entity}"

    def paths(self) -> list[Path]:
        """Return the files that are there now, in the order of their names.

        Raises:
            LoadError: If there is none: the source is down.
        """
        if self.pattern.is_file():
            return [self.pattern]
        folder, name = _split(self.pattern)
        try:
            found = sorted(
                path
                for path in folder.glob(name)
                if path.is_file() and not path.name.startswith((".", "~$"))
            )
        except ValueError as error:
            message = f"{self}: `path` is no pattern: {error}"
            raise LoadError(message) from error
        if self.pattern.is_dir():
            message = (
                f"{self}: {self.pattern} is a folder; name its files in `path`, "
                "such as with /*.csv after it"
            )
            raise LoadError(message)
        if not found:
            message = (
                f"{self}: no file matches {self.pattern}; "
                "bring the file back or mend `path`"
            )
            raise LoadError(message)
        return found

    def covers(self, file: str) -> bool:
        """Return whether a file, called as in the ledger, is one that may be there."""
        if self.is_named_by_file:
            return file == self.pattern.name
        path = settings().workspace / file
        return path == self.pattern or _matches(path.parts, self.pattern.parts)

    def label(self, path: Path) -> str:
        """Return how a file is called in the ledger: relative to the workspace."""
        if self.is_named_by_file:
            return path.name
        workspace = settings().workspace
        return str(path.relative_to(workspace) if workspace in path.parents else path)


def suggested(name: str, known: Iterable[str]) -> str:
    """Return such as `` (did you mean 'x'?)``; empty if no known name is near."""
    by_folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return f" (did you mean {by_folded[near[0]]!r}?)" if near else ""


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[n:], pattern[1:]) for n in range(len(parts) + 1))
    return (
        bool(parts)
        and fnmatchcase(parts[0], pattern[0])
        and _matches(parts[1:], pattern[1:])
    )


def _split(pattern: Path) -> tuple[Path, str]:
    """Split a pattern into the folder before its first wildcard, and the rest."""
    parts = pattern.parts
    wild = next(
        (i for i, part in enumerate(parts) if set(part) & set("*?[")), len(parts) - 1
    )
    return Path(*parts[:wild]), str(Path(*parts[wild:]))
