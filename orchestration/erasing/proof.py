"""The proof of an erasure: what was done where, and what a search finds now."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from orchestration.erasing import journal
from orchestration.erasing.journal import Journal
from orchestration.erasing.parsed import parsed_with_name
from orchestration.erasing.steps import databases, is_done_elsewhere, name_of
from warehouse.erasure.files import is_mendable
from warehouse.erasure.person import Person
from warehouse.erasure.search import Bytes, Cells, search_bytes, search_cells
from warehouse.settings import settings
from warehouse.suppressions import digest

SAID = (
    "Every text cell of every table of each database was read, and the bytes of every "
    "file under home (within .gz too): for each identifier as it is written, in any "
    "case, in UTF-8 and as JSON, HTML and URLs escape it, but not as part of a longer "
    "one, which is another's. Short identifiers and plain words stand in other texts "
    "by chance: they were looked for as whole cells of columns that hold identifiers, "
    "and as values of id members in JSON. dbt's copies of the models' code were left "
    "out if one, or a short one, may stand in that code. First and last names were "
    "not looked for: others may have the same. Sources of the shop outside home, "
    "backups and freed blocks of the disk were not searched."
)


@dataclass(frozen=True)
class Proof:
    """What is left of a person."""

    cells: list[Cells]
    bytes: Bytes

    beyond: tuple[str, ...] = ()
    """Files among those of `bytes` that are none of Karvan's, and of no kind that it
    can take a person out of."""

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was found."""
        return not self.bytes.hits and not any(one.hits for one in self.cells)

    @property
    def is_done(self) -> bool:
        """Return whether nothing was found that another try could remove."""
        return {file for file, _ in self.bytes.hits} <= {*self.beyond} and not any(
            one.hits for one in self.cells
        )


def prove(person: Person) -> Proof:
    """Search everything under home; the caller holds the run lock."""
    home = settings().home
    skipped = {journal.path(), home / "run.lock", *parsed_with_name(person, home)}
    cells = [search_cells(path, name_of(path), person) for path in databases()]
    longer = frozenset().union(*(one.longer for one in cells))
    found = search_bytes(home, person, frozenset(skipped), longer)
    beyond = tuple(
        file
        for file, _ in found.hits
        if not is_done_elsewhere(home / file) and not is_mendable(home / file)
    )
    return Proof(cells, found, beyond)


def as_json(found: Journal, proof: Proof) -> dict[str, Any]:
    """Return a proof as an object that names nobody: identifiers are hashes."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "is_clean": proof.is_clean,
        "searched": SAID,
        "identifiers": [
            {
                "kind": kind,
                "hash": digest(kind, value),
                "is_short": value in found.person.short,
            }
            for kind, value in found.person.identifiers
        ],
        "keeps_counts": bool(found.person.pseudonyms),
        "databases": {
            file: [asdict(one) for one in tables]
            for file, tables in found.databases.items()
        },
        "files": found.files,
        # Longer names are those of others: how many there are is enough to know.
        "cells_searched": [
            asdict(one) | {"longer": len(one.longer)} for one in proof.cells
        ],
        "bytes_searched": asdict(proof.bytes),
        "files_to_delete": proof.beyond,
        "times_begun": found.runs,
    }
