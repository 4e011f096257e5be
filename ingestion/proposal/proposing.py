"""From what a system holds to what its entry in the settings could say."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingestion.discovery.tables import Column, Table
from ingestion.entities import ENTITIES, Entity
from ingestion.proposal.choosing import Guess, chosen, guess, guesses
from ingestion.proposal.matching import TIMES, Match
from ingestion.proposal.members import meanings_of, members_of
from ingestion.proposal.naming import rank, without_noise
from ingestion.proposal.values import (
    EpochUnit,
    epoch_unit,
    has_decimal_comma,
    is_naive_time,
    kind_of,
)
from ingestion.proposal.vocabulary import CURSOR, NAMINGS
from ingestion.proposal.words import words

PRODUCTS = "products"


@dataclass(frozen=True)
class Proposal:
    """A table as an entity, and how its columns fill it."""

    table: Table
    entity: Entity
    columns: dict[str, str]
    """Entity column to source column."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Entity column to why."""
    members: dict[str, str] = field(default_factory=dict)
    """Member of a column of JSON, such as ``properties.price``, to source column."""
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """Entity column to what values of its source column mean."""
    constants: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    """As the settings want it: empty where the entity's id is the key."""
    updated_at: str | None = None
    score: float = 0.0

    @property
    def missing(self) -> list[str]:
        """Return the required columns that nothing fills."""
        return self.entity.missing(self.columns.keys() | self.constants.keys())

    @property
    def epoch_unit(self) -> EpochUnit | None:
        """Return the unit of times that are numbers; None if none are."""
        followed = self.table.column(self.updated_at) if self.updated_at else None
        for column in (*self._times(), *([followed] if followed else [])):
            if unit := epoch_unit(column):
                return unit
        return None

    @property
    def has_naive_times(self) -> bool:
        """Return whether a mapped time does not say its zone."""
        return any(
            is_naive_time(column)
            for column in self._times()
            if self._target_kind(column) == "timestamp"
        )

    @property
    def has_decimal_comma(self) -> bool:
        """Return whether a mapped number has a comma before its decimals."""
        return any(
            has_decimal_comma(column)
            for target, source in self.columns.items()
            if self.entity.columns[target] in ("decimal", "double")
            and (column := self.table.column(source))
        )

    def with_column(self, target: str, source: str | None) -> "Proposal":
        """Return the proposal with a column filled by another, or by none.

        What the source filled before is left open; only an id may be a name as well.
        """
        columns = {
            name: one
            for name, one in self.columns.items()
            if name != target and (one != source or "name" in (name, target))
        }
        reasons = {name: self.reasons.get(name, "") for name in columns}
        constants = {
            name: one for name, one in self.constants.items() if name != target
        }
        if source is not None:
            columns[target] = source
            reasons[target] = "chosen"
        unchanged = {
            name for name, one in columns.items() if self.columns.get(name) == one
        }
        ordered = {
            name: columns[name] for name in self.entity.columns if name in columns
        }
        return replace(
            self,
            columns=ordered,
            reasons=reasons,
            members={
                name: one
                for name, one in self.members.items()
                if one != source and name.split(".")[0] != target
            },
            values={
                name: one for name, one in self.values.items() if name in unchanged
            },
            constants=constants,
        )

    def with_constant(self, target: str, value: str) -> "Proposal":
        """Return the proposal with a column that has one value in all rows."""
        without = self.with_column(target, None)
        return replace(without, constants=without.constants | {target: value})

    def _times(self) -> list[Column]:
        return [
            column
            for target, source in self.columns.items()
            if self.entity.columns[target] in ("date", "timestamp")
            and (column := self.table.column(source))
        ]

    def _target_kind(self, column: Column) -> str:
        target = next(
            name for name, source in self.columns.items() if source == column.name
        )
        return self.entity.columns[target]


def propose(tables: Sequence[Table]) -> list[Proposal]:
    """Return what tables could fill, the likeliest of each entity first.

    A table of which nothing is believed has no proposal. A file of lines has two where
    it describes their products and nothing else does.
    """
    first = {table.name: found for table in tables if (found := best(table))}
    foreign = {
        name: found.entity.key for name, found in first.items() if found.entity.key
    }
    proposals = [
        _proposal(table, found)
        for table in tables
        if (found := best(table, foreign)) is not None
    ]
    if all(one.entity.name != PRODUCTS for one in proposals):
        proposals += [found for one in proposals if (found := _embedded(one))]
    order = list(ENTITIES)
    return sorted(proposals, key=lambda one: (order.index(one.entity.name), -one.score))


def best(table: Table, foreign: dict[str, str] | None = None) -> Guess | None:
    """Return the likeliest entity of a table; None if none is believed."""
    return chosen(guesses(table, foreign or {}))


def proposal_of(table: Table, entity: str) -> Proposal:
    """Return a table as an entity that a person named, however unlikely."""
    return _proposal(table, guess(table, ENTITIES[entity], {}))


def _proposal(table: Table, found: Guess) -> Proposal:
    kept = _with_one_clock(table, found.matches, found.entity)
    columns = {match.target: match.source for match in kept}
    members = members_of(table, found.entity, columns)
    proposal = Proposal(
        table=table,
        entity=found.entity,
        columns=columns,
        reasons={match.target: match.reason for match in kept},
        members=members,
        values=meanings_of(table, found.entity, columns, members),
        constants=_constants(kept, found.entity),
        score=found.score,
    )
    if "table" not in table.place:
        return proposal
    key = _key(proposal)
    is_followed = bool(key or proposal.columns.get(found.entity.key or ""))
    return replace(
        proposal,
        key=key,
        updated_at=cursor(proposal) if is_followed else None,
    )


def _constants(found: list[Match], entity: Entity) -> dict[str, str]:
    filled = {match.target for match in found}
    usual = NAMINGS[entity.name].constants
    return {name: value for name, value in usual.items() if name not in filled}


def cursor(proposal: Proposal) -> str | None:
    """Return the column that a change of a row sets; one with an index before others.

    Its name must say so: following a column that stays as it was would lose changes.
    """
    subjects = [words(name) for name in NAMINGS[proposal.entity.name].subjects]
    found: list[tuple[bool, int, str]] = []
    for column in proposal.table.columns:
        name = words(column.name)
        tried = [name, without_noise(name)]
        tried += [name[len(one) :] for one in subjects if name[: len(one)] == one]
        places = [place for one in tried if (place := rank(one, CURSOR)) is not None]
        unit = epoch_unit(column)
        # The entity says one unit for all its numeric times.
        is_time = kind_of(column) in TIMES or (
            unit is not None and proposal.epoch_unit in (None, unit)
        )
        if places and is_time:
            found.append((not column.is_indexed, min(places), column.name))
    return min(found)[2] if found else None


def _embedded(lines: Proposal) -> Proposal | None:
    """Return the products that a file of lines describes; None if it does not."""
    if lines.entity.name != "order_lines" or "table" in lines.table.place:
        return None  # a database's table is followed by a key that is its rows' own
    product_id = lines.columns.get("product_id")
    of_lines = {*lines.columns.values()} - {product_id}
    rest = tuple(one for one in lines.table.columns if one.name not in of_lines)
    proposal = proposal_of(replace(lines.table, columns=rest), PRODUCTS)
    described = {
        target: source
        for target, source in proposal.columns.items()
        if source != product_id and target != "product_id"
    }
    if product_id is None or not described.keys() & {"name", "category", "department"}:
        return None
    return replace(
        proposal,
        table=lines.table,
        columns={"product_id": product_id} | described,
        reasons=proposal.reasons | {"product_id": "that of the lines"},
    )


def _key(proposal: Proposal) -> tuple[str, ...]:
    primary = tuple(one.name for one in proposal.table.columns if one.is_primary)
    return () if proposal.entity.key else primary


def _with_one_clock(
    table: Table, found: tuple[Match, ...], entity: Entity
) -> list[Match]:
    """Leave out numeric times that the entity's one ``epoch_unit`` cannot say."""
    times = {
        match.target: column
        for match in found
        if entity.columns[match.target] in ("date", "timestamp")
        and (column := table.column(match.source))
    }
    units = {target: epoch_unit(column) for target, column in times.items()}
    wanted = next((unit for unit in units.values() if unit), None)
    is_mixed = any(
        unit is None and times[target].kind in ("text", "other")
        for target, unit in units.items()
    )
    return [
        match
        for match in found
        if (unit := units.get(match.target)) is None
        or (unit == wanted and not is_mixed)
    ]
