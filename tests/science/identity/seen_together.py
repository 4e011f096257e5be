"""Rows of what was seen together, and who is one customer by them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from science.identity.linking import Linked, linked
from science.identity.rules import Rules, Shared
from warehouse.settings.identity import Identity

SEEN = pa.schema(
    [
        (name, pa.string())
        for name in (
            "left_kind", "left_value", "right_kind", "right_value", "linked_by",
            "detail", "first_name", "country",
        )
    ]
    + [("first_seen_at", pa.timestamp("us"))]
)  # fmt: skip
SAID = pa.schema(
    [(name, pa.string()) for name in ("left_identifier", "right_identifier", "rule")]
    + [("is_same", pa.bool_()), ("weight", pa.float64())]
    + [("since", pa.timestamp("us")), ("detail", pa.string())]
)
RULES = Rules(
    blocked=Identity().blocked_values,
    blocked_patterns=Identity().all_patterns,
    limits={"customer": 3, "contact": 5, "anonymous": 9, "email": 4, "phone": 4},
    shared={
        "email": Shared(2, 4, 2), "phone": Shared(2, 4, 2), "anonymous": Shared(2, 9, 9)
    },
    region="GB",
)  # fmt: skip
Row = dict[str, Any]


def seen(
    left: str, right: str | None = None, rule: str = "crm_link", **more: Any
) -> Row:
    """Return that an identifier was seen, with another or alone."""
    kind, _, value = left.partition(":")
    row: Row = {"left_kind": kind, "left_value": value, **more}
    if right is not None:
        kind, _, value = right.partition(":")
        row |= {"right_kind": kind, "right_value": value, "linked_by": rule}
    return row


def decided(left: str, right: str, *, is_same: bool) -> Row:
    """Return what a person said of two identifiers."""
    return {
        "left_identifier": min(left, right),
        "right_identifier": max(left, right),
        "rule": "decided",
        "is_same": is_same,
    }


def link(rows: Iterable[Row], said: Sequence[Row] = (), rules: Rules = RULES) -> Linked:
    """Return who is whom."""
    return linked(
        pa.Table.from_pylist(list(rows), SEEN),
        pa.Table.from_pylist(list(said), SAID),
        rules,
    )


def customers(found: Linked) -> set[frozenset[str]]:
    """Return the identifiers of each customer."""
    members: dict[int, set[str]] = defaultdict(set)
    for row in found.identifiers.to_pylist():
        members[row["component"]].add(row["identifier"])
    return {frozenset(group) for group in members.values()}


def findings(found: Linked) -> dict[tuple[str, str], str | None]:
    """Return what values became, by code and value."""
    return {
        (row["code"], row["value"]): row["becomes"]
        for row in found.findings.to_pylist()
    }


def statuses(found: Linked) -> dict[tuple[str, str], str]:
    """Return what became of each edge."""
    return {
        (row["left_identifier"], row["right_identifier"]): row["status"]
        for row in found.edges.to_pylist()
    }
