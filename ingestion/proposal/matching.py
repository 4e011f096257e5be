"""Which column of a table fills which column of an entity, by name and by values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ingestion.discovery.tables import Column, Table
from ingestion.entities import ENTITIES, Entity
from ingestion.proposal.values import (
    epoch_unit,
    fits,
    is_email,
    is_fraction,
    is_order_number,
    is_truth,
    kind_of,
)
from ingestion.proposal.vocabulary import NAMINGS, NOISE, SHARED
from ingestion.proposal.words import words

Words = tuple[str, ...]

LEAST = 0.5
"""Below it a column stays unmapped: a wrong guess is worse than none."""

RANK_COST = 0.02
"""What a less usual name costs."""

OWN_ID = 1.05
"""An id named after its table is its key, whatever else is an id there."""

PLAIN_IDS = {("id",), ("entity", "id"), ("record", "id")}

NOISE_COST = 0.15
SUBJECT_COST = 0.05

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


def phrases(text: str) -> list[Words]:
    """Return names of a vocabulary's text as words, in order."""
    return [_bag(words(name)) for name in text.split(";") if name.strip()]


def rank(found: Words, text: str) -> int | None:
    """Return the place of words among the names of a vocabulary's text."""
    known = _ranks(text)
    return known.get(_bag(found))


def without_noise(found: Words) -> Words:
    """Return words without those that change nothing."""
    return tuple(word for word in found if word not in NOISE)


def _candidates(
    table: Table, entity: Entity, foreign: dict[str, str]
) -> Iterator[Match]:
    subjects = _subjects(table, entity)
    shared_prefix = _shared_prefix(table)
    for column in table.columns:
        name = words(column.name)
        if shared_prefix and name[:1] == shared_prefix and len(name) > 1:
            name = name[1:]
        for target in entity.columns:
            score, reason = _by_name(name, entity, target, subjects)
            points_to = foreign.get(column.references or "")
            if target.endswith("_id") and points_to == target != entity.key:
                score, reason = 0.95, f"refers to {column.references}"
            if column.is_primary and score and target == entity.key:
                score, reason = score + 0.2, f"{reason}, primary key"
            if target == entity.key and not column.is_distinct:
                score -= 0.3
            if score >= LEAST and _can_be(column, entity, target):
                yield Match(target, column.name, score, reason)


def _by_name(
    name: Words, entity: Entity, target: str, subjects: list[Words]
) -> tuple[float, str]:
    """Return how well a name says a column, from 0 to 1, and why."""
    text = names_of(entity, target)
    best = 0.0
    tried = [(name, 0.0), (without_noise(name), NOISE_COST)]
    for subject in subjects:
        if len(name) > len(subject) and name[: len(subject)] == subject:
            rest = name[len(subject) :]
            tried += [(rest, SUBJECT_COST), (without_noise(rest), NOISE_COST)]
            if target == entity.key and rest == ("id",):
                best = OWN_ID
    if target == entity.key and name in PLAIN_IDS:
        best = OWN_ID
    for one, cost in tried:
        place = rank(one, text) if one else None
        if place is not None:
            best = max(best, max(1 - RANK_COST * place, 0.65) - cost)
    return best, "its name"


def names_of(entity: Entity, target: str) -> str:
    """Return the names of a column in an entity."""
    own = NAMINGS[entity.name].columns
    if target in own:
        return own[target]
    said = target.replace("_", " ")
    return SHARED.get(target, said)


def _subjects(table: Table, entity: Entity) -> list[Words]:
    """Return what a column of the table may begin with and mean the table's own."""
    text = NAMINGS[entity.name].subjects
    own = without_noise(words(table.name))
    # The name of a table that is none of ours would make its id the id of anything.
    suffixes = [own[place:] for place in range(len(own))]
    is_ours = any(rank(suffix, text) is not None for suffix in suffixes if suffix)
    named = [words(name) for name in text.split(";")]
    unique = dict.fromkeys([*(suffixes if is_ours else []), *named[:8]])
    return [subject for subject in unique if subject]


def _shared_prefix(table: Table) -> Words:
    """Return the word that nearly all columns begin with, such as ``c`` or ``cust``."""
    firsts = [words(column.name)[:1] for column in table.columns]
    common = max(firsts, key=firsts.count, default=())
    # The table's own name there is `_subjects`' to judge.
    is_shared = (
        len(firsts) > 2
        and firsts.count(common) >= 0.8 * len(firsts)
        and not {*common} & {*words(table.name)}
    )
    return common if is_shared else ()


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


def _bag(found: Iterable[str]) -> Words:
    return tuple(sorted(found))


@cache
def _ranks(text: str) -> dict[Words, int]:
    known: dict[Words, int] = {}
    for place, name in enumerate(phrases(text)):
        known.setdefault(name, place)
    return known


assert NAMINGS.keys() == ENTITIES.keys()  # noqa: S101
