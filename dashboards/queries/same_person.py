"""What people decided about who is whom, and whether it shows in what is published.

A decision is of two identifiers, in either order; the latest of a pair holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from dashboards.queries.published import read
from warehouse.decisions import decide, decisions

Answer = Literal["same", "different", "not_sure", "taken_back"]
"""What somebody says of a pair; `taken_back` undoes what was said last."""
Pair = frozenset[str]
"""Two identifiers."""


@dataclass(frozen=True)
class Decision:
    """What somebody said of two identifiers."""

    left: str
    right: str
    answer: Answer
    decided_at: datetime
    by: str | None = None
    note: str | None = None

    @property
    def pair(self) -> Pair:
        """Return its two identifiers."""
        return frozenset((self.left, self.right))

    @property
    def is_decided(self) -> bool:
        """Return whether it says that the two are one person, or that they are not."""
        return self.answer in ("same", "different")


def latest() -> dict[Pair, Decision]:
    """Return the decision that holds of each pair, the newest last.

    They are read from their file each time: a decision counts at once, whatever is
    published.
    """
    found: dict[Pair, Decision] = {}
    for line in decisions("identities"):
        if {"left", "right", "decision", "decided_at"} <= line.keys():
            decision = Decision(
                line["left"],
                line["right"],
                cast("Answer", line["decision"]),
                datetime.fromisoformat(line["decided_at"]),
                line.get("by"),
                line.get("note"),
            )
            found.pop(decision.pair, None)
            found[decision.pair] = decision
    return found


def say(
    pairs: Iterable[tuple[str, str]], answer: Answer, note: str | None = None
) -> None:
    """Write what is decided of pairs; the next run takes it up.

    Raises:
        OSError: If it cannot be written as a whole.
    """
    for left, right in pairs:
        decide(
            "identities", left=left, right=right, decision=answer, by=None, note=note
        )


def take_back(decision: Decision) -> None:
    """Undo a decision: its pair is as if nobody had said anything.

    Raises:
        OSError: If it cannot be written as a whole.
    """
    say([(decision.left, decision.right)], "taken_back")


def owners(identifiers: Iterable[str]) -> dict[str, str]:
    """Return the customer that each identifier is of; unknown ones are left out."""
    wanted = sorted(set(identifiers))
    if not wanted:
        return {}
    rows = read(
        """
        select identifier, customer_id
        from marts.customer_identifiers
        where identifier in (select unnest($1))
        """,
        [tuple(wanted)],
    )
    return dict(zip(rows["identifier"], rows["customer_id"], strict=True))
