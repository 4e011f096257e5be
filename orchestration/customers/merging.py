"""Decide that two identifiers are one customer, or that they are two.

A decision is appended and takes effect in the next run, which finds anew who is whom.
"""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from orchestration.customers.published import LINKS, customer_of, identifier_of, records
from science.identity.components import components
from warehouse.decisions import decide
from warehouse.erasure.finding import UnknownPersonError, split
from warehouse.published import open_published

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
        UnknownPersonError: If one without its kind names nobody, or two customers.
        NothingPublishedError: Before the first successful run.
    """
    connection = open_published()
    found = [identifier_of(connection, one) for one in (left, right)]
    if found[0] == found[1]:
        message = f"{left} and {right} are the same identifier"
        raise UnknownPersonError(message)
    owners = [_owner(connection, one) for one in found]
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
        for other in sorted({*link} - {identifier})
        if identifier in link
    ]
    if not found:
        message = f"nothing links {identifier} with another identifier"
        raise UnknownPersonError(message)
    return list(dict.fromkeys(found))


def parts(wanted: list[Merge]) -> list[list[str]]:
    """Return the groups that a customer's identifiers are in without some links."""
    connection = open_published()
    cut = {frozenset((one.left, one.right)) for one in wanted}
    links = _links(connection, wanted[0].customers[0])
    kept = [one for one in links if frozenset(one) not in cut]
    nodes = sorted({end for link in links for end in link})
    found = components(
        pa.table(
            {
                "left_identifier": pa.array([a for a, _ in kept], pa.string()),
                "right_identifier": pa.array([b for _, b in kept], pa.string()),
            }
        ),
        pa.table({"identifier": pa.array(nodes, pa.string())}),
    )
    groups: dict[int, list[str]] = {}
    for row in found.to_pylist():
        groups.setdefault(row["component"], []).append(row["identifier"])
    return sorted(groups.values(), key=len, reverse=True)


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


def _links(
    connection: duckdb.DuckDBPyConnection, customer: str | None
) -> list[tuple[str, str]]:
    return [
        (one["left_identifier"], one["right_identifier"])
        for one in records(connection, LINKS, customer or "")
        if one["status"] == USED
    ]


def _owner(connection: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    try:
        return customer_of(connection, identifier)
    except UnknownPersonError:
        kind, value = split(identifier)
        if kind == "customer":
            return value
        return None
