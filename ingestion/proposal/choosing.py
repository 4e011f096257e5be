"""Which entity a table is: by its name, and by the columns that fill one."""

from dataclasses import dataclass, replace
from functools import cache

from ingestion.discovery.tables import Table
from ingestion.entities import ENTITIES, Entity
from ingestion.proposal.matching import Match, matches
from ingestion.proposal.naming import PLAIN_IDS, names_of, rank, without_noise
from ingestion.proposal.vocabulary import NAMINGS
from ingestion.proposal.words import words

NAME, END_OF_NAME, PART_OF_NAME = 3.0, 2.0, 0.5
REQUIRED, MISSING = 1.2, -1.8
TELLING, OTHER, MOST_OTHERS = 0.8, 0.2, 1.2
REPEATS, STRANGER = -5.0, -1.0
LEAST = 2.7
"""Score from which a table is proposed as an entity."""
MARGIN = 0.6
"""By how much the best entity must beat the next."""


@dataclass(frozen=True)
class Guess:
    """A table as one entity."""

    entity: Entity
    matches: tuple[Match, ...]
    score: float


def guesses(table: Table, foreign: dict[str, str]) -> list[Guess]:
    """Return a table as each entity that it could be, the likeliest first."""
    found = [guess(table, entity, foreign) for entity in ENTITIES.values()]
    if any(_are_lines(one) for one in found):
        # Of one product: no order, though it has all that one has.
        found = [
            replace(one, score=one.score + 2 * REPEATS)
            if one.entity.name == "orders"
            else one
            for one in found
        ]
    return sorted(found, key=lambda one: -one.score)


def chosen(found: list[Guess]) -> Guess | None:
    """Return the guess that is worth proposing; None if none is, or two are alike."""
    best, second = found[0], found[1]
    if best.score < LEAST or best.score - second.score < MARGIN:
        return None
    return best


def _are_lines(found: Guess) -> bool:
    filled = {match.target for match in found.matches}
    return found.entity.name == "order_lines" and filled >= {"product_id", "quantity"}


def guess(table: Table, entity: Entity, foreign: dict[str, str]) -> Guess:
    """Return a table as an entity, and how likely it is one."""
    naming = NAMINGS[entity.name]
    filled = matches(table, entity, foreign)
    by_target = {match.target: match for match in filled}
    name = _name_score(table, entity)
    score = name
    required = [by_target[name].score for name in entity.required if name in by_target]
    score += REQUIRED * sum(min(one, 1) for one in required)
    score += MISSING * len(entity.missing({*by_target, *naming.constants}))
    telling = [by_target[name].score for name in naming.telling if name in by_target]
    score += TELLING * sum(telling)
    others = len(filled) - len(telling)
    score += min(OTHER * others, MOST_OTHERS)
    unmet = [group for group in naming.needs if not by_target.keys() & {*group}]
    score += 2 * MISSING * len(unmet)
    key = (
        table.column(by_target[entity.key].source) if entity.key in by_target else None
    )
    primary = [column for column in table.columns if column.is_primary]
    if key is not None and (
        not key.is_distinct or (len(primary) > 1 and key in primary)
    ):
        score += REPEATS
    if (
        name == 0
        and key is not None
        and (words(key.name) in PLAIN_IDS or key != table.columns[0])
    ):
        # In a table of another name `id` is the id of anything, and the id of
        # something that is not its first column is another table's.
        score += MISSING
    score += STRANGER * len(_strangers(table, entity, by_target))
    return Guess(entity, tuple(filled), score)


def _name_score(table: Table, entity: Entity) -> float:
    subjects = NAMINGS[entity.name].subjects
    name = words(table.name)
    for one in (name, without_noise(name)):
        place = rank(one, subjects) if one else None
        if place is not None:
            return max(NAME - 0.08 * place, END_OF_NAME)
    # The last word says what a thing is: order reviews are reviews.
    for place in range(1, len(name)):
        if name[place:] == ("item",):
            continue  # of a cart, an order, a menu: not a product
        found = rank(without_noise(name[place:]) or name[place:], subjects)
        if found is not None:
            return max(END_OF_NAME - 0.05 * found, 1.0)
    starts = (name[:place] for place in range(1, len(name)))
    is_named = any(rank(one, subjects) is not None for one in starts)
    return PART_OF_NAME if is_named else 0.0


def _strangers(table: Table, entity: Entity, by_target: dict[str, Match]) -> list[str]:
    """Return columns that name a record which the entity has no place for."""
    if "properties" in entity.columns:
        return []  # they have a place for anything
    used = {match.source for match in by_target.values()}
    return [
        column.name
        for column in table.columns
        if column.name not in used
        and (target := _refers_to(words(column.name))) is not None
        and target not in entity.columns
    ]


@cache
def _refers_to(name: tuple[str, ...]) -> str | None:
    """Return the id column of the contract that a name is the first choice for."""
    for entity in ENTITIES.values():
        if entity.key and rank(name, names_of(entity, entity.key)) == 0:
            return entity.key
    return None
