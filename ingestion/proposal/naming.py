"""How well a column's name says what it is, by the vocabulary."""

from functools import cache

from ingestion.discovery.tables import Table
from ingestion.entities import ENTITIES, Entity
from ingestion.proposal.vocabulary import NAMINGS, NOISE, SHARED, Names
from ingestion.proposal.words import words

Words = tuple[str, ...]

RANK_COST, LEAST_USUAL = 0.02, 0.65
"""What a less usual name costs, down to the worth of the least usual."""

NOISE_COST, SUBJECT_COST = 0.15, 0.05
"""What it costs to leave out words that mean little, or the table's own name."""

OWN_ID = 1.05
"""An id named after its table is its key, whatever else is an id there."""

PLAIN_IDS = {("id",), ("entity", "id"), ("record", "id")}

MOST_SUBJECTS = 8
"""Of an entity's names, those that its columns begin with."""

MOSTLY = 0.8


def said_by_name(
    name: Words, entity: Entity, beginnings: list[Words]
) -> dict[str, float]:
    """Return the columns of an entity that a name says, and how well, from 0 to 1."""
    said: dict[str, float] = {}
    tried = [(name, 0.0), (without_noise(name), NOISE_COST)]
    is_own_id = name in PLAIN_IDS
    for beginning in beginnings:
        if len(name) > len(beginning) and name[: len(beginning)] == beginning:
            rest = name[len(beginning) :]
            tried += [(rest, SUBJECT_COST), (without_noise(rest), NOISE_COST)]
            is_own_id = is_own_id or rest == ("id",)
    for one, cost in tried:
        for target, place in _targets(entity.name).get(_bag(one), {}).items():
            worth = max(1 - RANK_COST * place, LEAST_USUAL) - cost
            said[target] = max(said.get(target, 0.0), worth)
    if is_own_id and entity.key:
        said[entity.key] = OWN_ID
    return said


def rank(found: Words, names: Names) -> int | None:
    """Return the place of words, in whatever order, among names; None if not there."""
    return _ranks(names).get(_bag(found))


def names_of(entity: Entity, target: str) -> Names:
    """Return the names of a column in an entity; its own if the vocabulary has none."""
    own = NAMINGS[entity.name].columns
    return own.get(target) or SHARED.get(target) or (target,)


def without_noise(found: Words) -> Words:
    """Return words without those that change nothing."""
    return tuple(word for word in found if word not in NOISE)


def subjects(table: Table, entity: Entity) -> list[Words]:
    """Return what a column of the table may begin with and mean the table's own."""
    named = NAMINGS[entity.name].subjects
    own = without_noise(words(table.name))
    suffixes = [own[place:] for place in range(len(own))]
    # The name of a table that is none of ours would make its id the id of anything.
    if not any(rank(suffix, named) is not None for suffix in suffixes):
        suffixes = []
    usual = [words(name) for name in named[:MOST_SUBJECTS]]
    return list(dict.fromkeys(suffixes + usual))


def plain_names(table: Table) -> list[Words]:
    """Return the words of each column, without a word that nearly all begin with.

    Such as ``c`` or ``cust``; the table's own name stays, for `subjects` to judge.
    """
    names = [words(column.name) for column in table.columns]
    firsts = [name[:1] for name in names]
    common = max(firsts, key=firsts.count, default=())
    is_shared = (
        len(firsts) > 2
        and firsts.count(common) >= MOSTLY * len(firsts)
        and not {*common} & {*words(table.name)}
    )
    if not is_shared:
        return names
    return [name[1:] if name[:1] == common and name[1:] else name for name in names]


@cache
def _targets(entity: str) -> dict[Words, dict[str, int]]:
    """Return, for each name, the columns that it says and its place among theirs."""
    found: dict[Words, dict[str, int]] = {}
    contract = ENTITIES[entity]
    for target in contract.columns:
        if target in contract.internal:
            continue
        for name, place in _ranks(names_of(contract, target)).items():
            found.setdefault(name, {})[target] = place
    return found


@cache
def _ranks(names: Names) -> dict[Words, int]:
    known: dict[Words, int] = {}
    for place, name in enumerate(names):
        known.setdefault(_bag(words(name)), place)
    known.pop((), None)
    return known


def _bag(found: Words) -> Words:
    return tuple(sorted(found))
