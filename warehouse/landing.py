"""The landing: files of received events, one line of JSON for each.

``landing/<UTC day>/<worker>-<n>.open`` is being written by one worker of the collector,
which holds a lock on it; closed it ends in ``.ndjson`` and never changes again, but
that lines of people whose lines are not kept go. A line is an object of:

=============  =================================================================
``n``          number of the line in its file, from 1
``source``     the source of ``karvan.toml`` whose write key was shown
``received_at``  when the request had come, UTC, ISO 8601 with ``Z``
``sent_at``    the sender's clock when it sent, as it wrote it, where it did
``type``       the call, where the path names it (``track`` for ``/v1/track``)
``context``    what the sender said once for all events of a batch
``user_agent``  that of the request, where a browser sent it
``plain``      ``true`` where the call is no larger than one may be and has no member
               but those of the specification and what libraries always send
``call``       the event, byte for byte as it came, but for its write key
``fault``      code of what is no event, in place of ``call``; with ``payload``, text
=============  =================================================================
"""

import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from warehouse.settings import settings

OPEN, CLOSED = ".open", ".ndjson"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day_folders(landing: Path) -> list[Path]:
    """Return the folders of the days, by name; none if nothing was ever received.

    What else a disk of its own has, such as a ``lost+found`` that only root may list,
    is none of them.
    """
    try:
        with os.scandir(landing) as entries:
            return sorted(
                Path(entry)
                for entry in entries
                if _DAY.fullmatch(entry.name) and entry.is_dir()
            )
    except FileNotFoundError:
        return []


def label(path: Path) -> str:
    """Return what a file of the landing is called: ``<UTC day>/<name>``."""
    # Of many files at once: `relative_to` takes three times as long.
    return str(path)[_characters_above() :]


def label_in_sql(path: str) -> str:
    """Return SQL of what a file is called, of SQL of its path."""
    return f"{path}[{_characters_above() + 1}:]"


def _characters_above() -> int:
    return len(str(settings().landing_path)) + 1


def close_abandoned() -> list[Path]:
    """Close what a killed worker left open, and return the closed files.

    A last line without an end was never acknowledged: it is cut off.
    """
    return [
        closed
        for path in sorted(settings().landing_path.glob(f"*/*{OPEN}"))
        if (closed := close_if_abandoned(path)) is not None
    ]


def close(path: Path) -> Path | None:
    """Give a file that is written no more its closed name; remove an empty one."""
    if path.stat().st_size == 0:
        path.unlink()
        return None
    closed = path.with_suffix(CLOSED)
    path.rename(closed)
    sync_folder(closed.parent)
    return closed


def sync_folder(folder: Path) -> None:
    """Make what was created, renamed or removed in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, data: bytes) -> None:
    """Replace a file's content at once, or not at all; its mode stays.

    A closed file of the landing changes in no other way than that lines of a person
    whose lines are not kept go.
    """
    made = path.with_name(f"{path.name}.tmp")
    with made.open("wb") as file:
        made.chmod(path.stat().st_mode & 0o777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
    sync_folder(path.parent)


def close_if_abandoned(path: Path) -> Path | None:
    """Close an open file that no worker holds; None if one does, or it was empty."""
    try:
        file = path.open("r+b")
    except FileNotFoundError:  # its worker has just closed it
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        if not path.exists():
            return None
        whole = _end_of_last_line(file.fileno())
        if whole < os.fstat(file.fileno()).st_size:
            file.truncate(whole)
            os.fsync(file.fileno())
        return close(path)


def _end_of_last_line(descriptor: int) -> int:
    """Return the size of the file without what follows its last line end."""
    position = os.fstat(descriptor).st_size
    for start in _backwards(position):
        block = os.pread(descriptor, position - start, start)
        found = block.rfind(b"\n")
        if found >= 0:
            return start + found + 1
        position = start
    return 0


def _backwards(size: int, block: int = 65536) -> Iterator[int]:
    while size > 0:
        size = max(0, size - block)
        yield size
