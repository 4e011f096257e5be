"""What an erasure that was cut off needs to go on: whom it is about, and what is done.

``home/erasing.json`` is the one place that still names the person then. Only its owner
can read it, and it goes when the proof has found nothing.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from warehouse.erasure.person import Person
from warehouse.erasure.tables import Removed, summed
from warehouse.landing import sync_folder
from warehouse.settings import settings


@dataclass
class Journal:
    """One erasure."""

    person: Person
    databases: dict[str, list[Removed]] = field(default_factory=dict)
    """File to what was done in its tables."""
    files: dict[str, int] = field(default_factory=dict)
    """File to its lines or entries that went or were changed."""
    runs: int = 1
    """How often it was begun."""

    def note_database(self, file: str, removed: list[Removed]) -> None:
        """Add what was done in a database, durably."""
        self.databases[file] = summed([*self.databases.get(file, []), *removed])
        self.write()

    def note_files(self, files: dict[str, int]) -> None:
        """Add what was done in files, durably."""
        for file, count in files.items():
            self.files[file] = self.files.get(file, 0) + count
        self.write()

    def write(self) -> None:
        """Write it, so that it survives whatever ends this process."""
        made = path().with_name(f"{path().name}.tmp")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path())
        sync_folder(path().parent)


def path() -> Path:
    """Return where the journal is while somebody is being erased."""
    return settings().home / "erasing.json"


def read() -> Journal | None:
    """Return the erasure that was cut off; None if there is none."""
    if not path().exists():
        return None
    said = json.loads(path().read_text())
    who = said["person"]
    person = Person(
        tuple((kind, value) for kind, value in who["identifiers"]),
        who["customer_id"],
        tuple(who["spellings"]),
        tuple((kind, value) for kind, value in who["records"]),
        who["pseudonyms"],
    )
    databases = {
        file: [Removed(**one) for one in tables]
        for file, tables in said["databases"].items()
    }
    return Journal(person, databases, said["files"], said["runs"] + 1)


def remove() -> None:
    """Remove it: nothing is left to go on with."""
    path().unlink(missing_ok=True)
    sync_folder(path().parent)
