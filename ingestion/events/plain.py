"""Calls that are plain, read with their members at once: the rule, and a third quicker.

The collector marks the calls that are no larger than they may be and have no member
but the named. What surely breaks no rule among them is taken from here; all the others
are taken apart as `staging` does it, which tells what is wrong with one.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ingestion.events.calls import MEMBERS, NAMED
from ingestion.events.lines import ENVELOPE, UNREADABLE, read_json
from ingestion.events.members import (
    LINE_PARTS,
    OBJECTS,
    TEXTS,
    TIMES,
    Taken,
    extra,
    said,
)
from ingestion.events.rules import is_surely_sound
from ingestion.mapping import Rule
from ingestion.quoting import identifier

_AS_TEXT = {MEMBERS[name] for name in ("type", *TEXTS, *TIMES)}
_CALL = ", ".join(
    f"{identifier(name)} {'VARCHAR' if name in _AS_TEXT else 'JSON'}" for name in NAMED
)
_COLUMNS = ENVELOPE | {"plain": "BOOLEAN", "call": f"STRUCT({_CALL})"}


def of_files(paths: Iterable[Path]) -> Taken:
    """Return the lines of files of the landing; what is not plain is of no use."""
    lines = read_json(paths, _COLUMNS)
    return Taken(
        f"select {LINE_PARTS}, plain, {UNREADABLE} as is_unreadable, call as said "
        f"from ({lines})",
        said,
        extra(),
        "plain and fault is null as is_plain",
    )


def is_sound(suppressing: Sequence[Rule]) -> str:
    """Return SQL that is true of plain calls that surely break no rule of a line.

    It is false, or null, of a few that break none.

    Args:
        suppressing: The rules of `suppression_rules`.
    """
    texts = " and ".join(map(_is_text, ("event", "name")))
    objects = " and ".join(
        f"({one} is null or left({one}, 1) = '{{')"
        for one in (*OBJECTS, "context", "line_context")
    )
    times = " and ".join(
        f"({one}_said is null or {one}_time is not null)"
        for one in ("original", "sent")
    )
    kept = " and ".join(f"not coalesce({one.is_broken}, false)" for one in suppressing)
    return (
        "is_plain and (said.type is null or said.type = type) "
        f"and {texts} and {objects} and {times} and {is_surely_sound()} "
        f"and {kept or 'true'}"
    )


def _is_text(name: str) -> str:
    """Return SQL that is true of what was text in JSON, and of nearly all texts.

    Numbers, lists and objects begin otherwise, and truths are two.
    """
    return (
        f"({name} is null or {name} >= 'A' and {name} < '[' or {name} >= '~' "
        f"or {name} >= 'a' and {name} < '{{' and {name} not in ('true', 'false'))"
    )
