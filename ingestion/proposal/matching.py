"""Which column of a table fills which column of an entity, by name and by values."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.discovery.tables import Column, Table
from ingestion.entities import Entity
from ingestion.proposal.naming import plain_names, said_by_name, subjects
from ingestion.proposal.values import (
    epoch_unit,
    fits,
    is_call,
    is_email,
    is_fraction,
    is_order_number,
    is_truth,
    kind_of,
)
from ingestion.proposal.words import words

LEAST = 0.5
"""Below it a column stays unmapped: a wrong guess is worse than none."""

REFERENCE = 0.95
"""What a foreign key says: it leaves no choice."""

PRIMARY, REPEATS_COST = 0.2, 0.3
"""For the key of a record, what a primary key adds and repeated values take."""

TIMES = {"date", "timestamp", "instant"}


@dataclass(frozen=True)
class Match:
    """One column of an entity and what fills it."""

    target: str
    source: str
    score: float
    """From 0 to 1."""
    reason: str


def matches(table: Table, entity: Entity, foreign: dict[str, str]) -> list[Match]:
    """Return what fills an entity's columns, in their order; each source at most once.

    Args:
        table: What was found.
        entity: What it is to become.
        foreign: Table of the same system to the id column of what it holds, such as
            ``clients`` to ``customer_id``: a foreign key to it says more than a name.
    """
    candidates = sorted(
        _candidates(table, entity, foreign), key=lambda match: -match.score
    )
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for match in candidates:
        if match.target not in taken and match.source not in used:
            taken[match.target] = match
            used.add(match.source)
    for match in (
        *_given_name(table, entity, taken),
        *_doubled_name(table, entity, taken),
    ):
        taken[match.target] = match
    return [taken[column] for column in entity.columns if column in taken]


def _candidates(
    table: Table, entity: Entity, foreign: dict[str, str]
) -> Iterator[Match]:
    beginnings = subjects(table, entity)
    for column, name in zip(table.columns, plain_names(table), strict=True):
        points_to = foreign.get(column.references or "")
        said = said_by_name(name, entity, beginnings)
        if points_to in entity.columns and points_to != entity.key:
            said = {points_to: REFERENCE}
        for target, score in said.items():
            reason = "its name"
            if target == points_to:
                reason = f"refers to {column.references}"
            if target == entity.key:
                if column.is_primary:
                    score, reason = score + PRIMARY, "its name, primary key"
                elif not column.is_distinct:
                    score -= REPEATS_COST
            if score >= LEAST and _can_be(column, entity, target):
                yield Match(target, column.name, score, reason)


def _given_name(
    table: Table, entity: Entity, taken: dict[str, Match]
) -> Iterator[Match]:
    """Give the first name that is called a name, beside a last name."""
    last = taken.get("last_name")
    if last is None or "first_name" in taken or "first_name" not in entity.columns:
        return
    used = {match.source for match in taken.values()}
    for column in table.columns:
        if column.name not in used and words(column.name) in NAMES:
            yield Match("first_name", column.name, 0.8, f"stands beside {last.source}")
            return


def _doubled_name(
    table: Table, entity: Entity, taken: dict[str, Match]
) -> Iterator[Match]:
    """Give the name of a record whose id is its name."""
    key = taken.get(entity.key or "")
    if key is None or "name" not in entity.columns or "name" in taken:
        return
    column = table.column(key.source)
    if column and kind_of(column) == "text" and words(column.name)[-1:] != ("id",):
        yield Match("name", key.source, key.score, "the id is a name")


def _can_be(column: Column, entity: Entity, target: str) -> bool:
    """Return whether the column's type and values allow what its name says."""
    kind = kind_of(column)
    wanted = entity.columns[target]
    if wanted in ("date", "timestamp"):
        return (
            kind in TIMES
            or (kind == "integer" and (epoch_unit(column) is not None))
            or (kind in ("text", "other") and not column.values)
        )
    if wanted in ("decimal", "double", "bigint"):
        if target == "discount_amount" and not AMOUNTS & {*words(column.name)}:
            # A discount is as often a share, such as 0.15, as it is money.
            return kind in ("integer", "number") and not is_fraction(column)
        return kind in ("integer", "number") or (kind == "text" and not column.values)
    if wanted == "bool":
        return kind == "boolean" or fits(column, is_truth)
    if target == "order_id" and "name" in words(column.name):
        # An export of Shopify calls the number of an order so: #1001.
        return bool(column.values) and fits(column, is_order_number)
    if target.endswith("_id"):
        return kind in ("text", "integer", "other") and (
            target == "customer_id" or not _holds_email(column)
        )
    if target == "email":
        return kind in ("text", "other") and fits(column, is_email)
    if entity.name == "events" and target == "type":
        return bool(column.values) and fits(column, is_call)
    if target == "age_band":
        return kind == "text"
    if target in PROSE:
        return kind in ("text", "other") or not column.values
    return kind not in TIMES


NAMES = {("name",), ("customer", "name"), ("contact", "name")}

AMOUNTS = {"amount", "total", "value"}

PROSE = {"name", "first_name", "last_name", "title", "body", "comment", "subject",
         "brand", "category", "department", "city"}  # fmt: skip
"""Columns that are no numbers: a category of 7 is the id of one."""


def _holds_email(column: Column) -> bool:
    return bool(column.values) and fits(column, is_email)
