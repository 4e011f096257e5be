"""Calls that are plain, read with their members at once: the rule, and a third quicker.

The collector marks the calls that are no larger than they may be and have no member
but the named. What surely breaks no rule among them is taken from here; all the others
are taken apart as `staging` does it, which tells what is wrong with one.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ingestion.events import rules
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


def doubts(suppressing: Sequence[Rule]) -> tuple[str, ...]:
    """Return conditions of which one is true of each line that `staging` must look at.

    Args:
        suppressing: The rules of `suppression_rules`.
    """
    return (
        "is_plain is distinct from true",
        "said.type is not null and said.type != type",
        *map(_may_be_no_text, ("event", "name")),
        *(
            f"{one} is not null and left({one}, 1) != '{{'"
            for one in (*OBJECTS, "context", "line_context")
        ),
        *(
            f"{one}_said is not null and {one}_time is null"
            for one in ("original", "sent")
        ),
        *rules.doubts(),
        *(one.is_broken for one in suppressing),
    )


def _may_be_no_text(name: str) -> str:
    """Return SQL that is true of what was no text in JSON, and of a few texts.

    Numbers, lists and objects begin with signs, and truths are two.
    """
    return (
        f"{name} < 'A' or {name} >= '[' and {name} < 'a' "
        f"or {name} >= '{{' and {name} < '~' or {name} in ('true', 'false')"
    )
