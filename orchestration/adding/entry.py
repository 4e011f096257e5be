"""Make the entry of a source from proposals, and check that it would load."""

from collections.abc import Sequence
from typing import Any

from ingestion.inspection import source_problems
from ingestion.proposal.members import nested
from ingestion.proposal.proposing import Proposal
from ingestion.sources import KINDS
from orchestration.adding.connecting import Place
from warehouse.settings import Source


def entry_of(
    name: str,
    place: Place,
    where: str,
    proposals: Sequence[Proposal],
    timezone: str | None,
) -> dict[str, Any]:
    """Return an entry of ``[[sources]]``.

    Args:
        name: Of the source.
        place: Where the data are.
        where: What the settings may say of it: a path, or a URL without secrets.
        proposals: One for each entity.
        timezone: Of times without an offset; None for the shop's.
    """
    paths = {one.table.place.get("path") for one in proposals}
    is_one_path = place.kind == "files" and len(paths) == 1
    entry: dict[str, Any] = {"name": name, "kind": place.kind}
    if place.kind == "sql":
        entry["url"] = where
    elif is_one_path:
        entry["path"] = paths.pop()
    if timezone is not None:
        entry["timezone"] = timezone
    for proposal in proposals:
        entry |= proposal.table.hints
    if any(one.has_decimal_comma for one in proposals):
        entry["decimal_separator"] = ","
    entry["entities"] = {
        one.entity.name: _mapping(one, has_path=not is_one_path) for one in proposals
    }
    return entry


def problems(entry: dict[str, Any]) -> list[str]:
    """Return what would keep an entry from being loaded, each with its fix.

    Files are read; a database is `karvan doctor`'s to ask, once its secret is kept.
    """
    source = Source.model_validate(entry)
    if source.kind not in KINDS or source.kind == "sql":
        return []
    return source_problems(source)


def one_for_each_entity(
    proposals: Sequence[Proposal],
) -> tuple[list[Proposal], list[Proposal]]:
    """Return the first proposal of each entity, and those that must wait.

    A source fills an entity from one table, and reads all its files in one encoding.
    """
    kept: dict[str, Proposal] = {}
    waiting: list[Proposal] = []
    for proposal in proposals:
        first = next(iter(kept.values()), proposal)
        if proposal.entity.name in kept or first.table.hints != proposal.table.hints:
            waiting.append(proposal)
        else:
            kept[proposal.entity.name] = proposal
    return list(kept.values()), waiting


def _mapping(proposal: Proposal, *, has_path: bool) -> dict[str, Any]:
    mapping: dict[str, Any] = {
        name: value
        for name, value in proposal.table.place.items()
        if name != "path" or has_path
    }
    if proposal.key:
        mapping["key"] = list(proposal.key)
    if proposal.updated_at is not None:
        mapping["updated_at"] = proposal.updated_at
    if proposal.epoch_unit is not None:
        mapping["epoch_unit"] = proposal.epoch_unit
    mapping["columns"] = {**proposal.columns, **nested(proposal.members)}
    if proposal.values:
        mapping["values"] = proposal.values
    if proposal.constants:
        mapping["constants"] = proposal.constants
    return mapping
