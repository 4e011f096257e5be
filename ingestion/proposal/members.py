"""What is said beside an event, and what its words mean, by the vocabulary.

A column that fills none of the entity's own may be a member of one of its columns of
JSON: the product of an event, the address of a page. What a system calls a view of a
product has a name in the Segment specification, by which models know it.
"""

from collections.abc import Mapping

from ingestion.discovery.tables import Table
from ingestion.entities import Entity
from ingestion.proposal.naming import rank, without_noise
from ingestion.proposal.vocabulary import NAMINGS
from ingestion.proposal.words import words


def members_of(
    table: Table, entity: Entity, columns: Mapping[str, str]
) -> dict[str, str]:
    """Return the members that columns fill, such as ``properties.product_id``.

    Args:
        table: What was found.
        entity: What it is to become.
        columns: What fills the entity's own columns: none of it is a member as well.
    """
    used = {*columns.values()}
    found: dict[str, str] = {}
    for member, names in NAMINGS[entity.name].members.items():
        if member.split(".")[0] in columns:
            continue
        places = {
            (place, number): column.name
            for number, column in enumerate(table.columns)
            if column.name not in used
            and (place := _place(column.name, names)) is not None
        }
        if places:
            found[member] = places[min(places)]
            used.add(found[member])
    return found


def meanings_of(
    table: Table, entity: Entity, columns: Mapping[str, str], members: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return what the values of columns mean, where a sampled one is known.

    Words such as ``view`` say what was viewed only beside a product.
    """
    if "properties.product_id" not in members:
        return {}
    found: dict[str, dict[str, str]] = {}
    for target, manners in NAMINGS[entity.name].values.items():
        column = table.column(columns[target]) if target in columns else None
        said = {_key(one): one for one in sorted({*column.values})} if column else {}
        manner = max(manners, key=lambda words: len(words.keys() & said.keys()))
        if manner.keys() & said.keys():
            # Who buys is rare: the sample may lack a word that the file has.
            found[target] = {
                said.get(word, word): meaning for word, meaning in manner.items()
            }
    return found


def nested(members: Mapping[str, str]) -> dict[str, object]:
    """Return members as the settings write them, an object in an object."""
    found: dict[str, object] = {}
    for path, source in members.items():
        *outer, last = path.split(".")
        inside = found
        for one in outer:
            inner = inside.setdefault(one, {})
            assert isinstance(inner, dict), path  # noqa: S101 - the vocabulary is ours
            inside = inner
        inside[last] = source
    return found


def _place(name: str, names: tuple[str, ...]) -> int | None:
    found = words(name)
    place = rank(found, names)
    return place if place is not None else rank(without_noise(found), names)


def _key(value: str) -> str:
    return value.strip().casefold().replace(" ", "_").replace("-", "_")
