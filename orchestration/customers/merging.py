"""Decide that two identifiers are one customer, or that they are two.

A decision is appended and takes effect in the next run, which finds anew who is whom.
"""

from dataclasses import dataclass

import duckdb
import numpy as np

from orchestration.customers.published import LINKS, customer_of, identifier_of, records
from science.identity.limits import Links, grouped
from warehouse.decisions import decide
from warehouse.erasure.finding import UnknownPersonError
from warehouse.published import open_published
from warehouse.settings import settings

USED = "used"


@dataclass(frozen=True)
class Merge:
    """Two identifiers that are to be one customer, or no more."""

    left: str
    right: str
    customers: tuple[str | None, str | None]
    """Whose they are now; None of one that nobody has yet."""


def merging(left: str, right: str) -> Merge:
    """Return which identifiers two names are, and whose.

    Raises:
        UnknownPersonError: If both name nobody, or one does without its kind, or one
            names two customers.
        NothingPublishedError: Before the first successful run.
    """
    connection = open_published()
    found = [identifier_of(connection, one) for one in (left, right)]
    if found[0] == found[1]:
        message = f"{left} and {right} are the same identifier"
        raise UnknownPersonError(message)
    owners = [_owner(connection, one) for one in found]
    if owners == [None, None]:
        message = f"neither {found[0]} nor {found[1]} is known in what is published"
        raise UnknownPersonError(message)
    return Merge(found[0], found[1], (owners[0], owners[1]))


def beside(named: str) -> list[Merge]:
    """Return an identifier with each of those that it is linked with now.

    Raises:
        UnknownPersonError: If nothing is linked with it.
        NothingPublishedError: Before the first successful run.
    """
    connection = open_published()
    identifier = identifier_of(connection, named)
    owner = _owner(connection, identifier)
    found = [
        Merge(identifier, other, (owner, owner))
        for link in _links(connection, owner)
        for other in sorted({*link.ends} - {identifier})
        if identifier in link.ends
    ]
    if not found:
        message = f"nothing links {identifier} with another identifier"
        raise UnknownPersonError(message)
    return list(dict.fromkeys(found))


def parts(wanted: list[Merge]) -> list[list[str]]:
    """Return the groups that a customer's identifiers are in once pairs are parted.

    They are built as a run builds them: the strongest links first, without any that
    would join a pair.
    """
    links = sorted(
        _links(open_published(), wanted[0].customers[0]),
        key=lambda link: (link.rank, -link.weight),
    )
    pairs = [(one.left, one.right) for one in wanted]
    nodes = sorted({end for one in links for end in one.ends} | {*sum(pairs, ())})
    number = {node: place for place, node in enumerate(nodes)}
    found = grouped(
        Links(
            np.array([number[one.ends[0]] for one in links], np.int64),
            np.array([number[one.ends[1]] for one in links], np.int64),
            np.array([one.rank for one in links], np.int64),
        ),
        np.zeros(len(nodes), np.int64),
        [len(nodes) + 1],
        [(number[left], number[right]) for left, right in pairs],
    )
    groups: dict[int, list[str]] = {}
    for node, group in zip(nodes, found.group.tolist(), strict=True):
        groups.setdefault(group, []).append(node)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def decide_same(wanted: Merge, *, by: str, note: str | None = None) -> None:
    """Decide that two identifiers are one customer, from the next run on."""
    decide(
        "identities", left=wanted.left, right=wanted.right, decision="same",
        by=by, note=note,
    )  # fmt: skip


def decide_different(wanted: Merge, *, by: str, note: str | None = None) -> None:
    """Decide that two identifiers are two customers, from the next run on."""
    decide(
        "identities", left=wanted.left, right=wanted.right, decision="different",
        by=by, note=note,
    )  # fmt: skip


@dataclass(frozen=True)
class _Link:
    ends: tuple[str, str]
    rank: int
    weight: float


def _links(connection: duckdb.DuckDBPyConnection, customer: str | None) -> list[_Link]:
    order = [str(rule) for rule in settings().identity.rules]
    return [
        _Link(
            (one["left_identifier"], one["right_identifier"]),
            order.index(one["rule"]) if one["rule"] in order else len(order),
            one["weight"] or 0.0,
        )
        for one in records(connection, LINKS, customer or "")
        if one["status"] == USED
    ]


def _owner(connection: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    try:
        return customer_of(connection, identifier)
    except UnknownPersonError:
        return None
