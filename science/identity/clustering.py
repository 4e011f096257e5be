"""Scored pairs as people: who hangs together, and who only through somebody else.

Method: connected components of the pairs that merge; a component of three or more has
all its pairs scored, and is cut by average linkage where their mean weight is low. On
fake_1000 at 3 bits that took precision from 0.945 to 0.985 (2026-11-26).
"""

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from science.identity.components import labels
from science.identity.scoring import score
from science.identity.training import Model

_CLIP = 25.0
"""Bits beyond which more of them count no more."""

_INSIDE = """
select l.contact_number as l, r.contact_number as r, l.component
from members as l
inner join members as r
    on l.component = r.component and l.contact_number < r.contact_number
where l.component in (
    select component from members group by component having count(*) > 2
)
"""
_WEIGHTS = """
select members.component, scored_inside.l, scored_inside.r, scored_inside.weight
from scored_inside
inner join members on scored_inside.l = members.contact_number
order by members.component, scored_inside.l, scored_inside.r
"""


@dataclass(frozen=True)
class Clusters:
    """The person of each contact, by contact number."""

    person: np.ndarray
    """Number of the person's first contact."""
    is_held: np.ndarray
    """Whether so many hang together that nobody is merged before a person looked."""


def cluster(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    *,
    merge: float,
    cut: float,
    largest: int,
) -> Clusters:
    """Return who is one person.

    Args:
        connection: With the tables ``contacts`` and ``found``.
        model: What was learnt.
        merge: Weight from which two contacts are one person.
        cut: Mean weight below which parts of a component are two persons.
        largest: Most contacts of a person; more are held.
    """
    edges = connection.sql(
        "select l, r from found where weight >= ?", params=[merge]
    ).to_arrow_table()
    [(contacts,)] = connection.execute("select count(*) from contacts").fetchall()
    found = labels(edges["l"].to_numpy(), edges["r"].to_numpy(), contacts)
    is_held = np.bincount(found)[found] > largest
    numbers = np.arange(contacts)
    person = np.where(is_held, contacts + numbers, found)
    members = pa.table({"contact_number": numbers, "component": person})
    connection.register("members", members)
    connection.execute(f"create or replace table inside as {_INSIDE}")
    [(count,)] = connection.execute("select count(*) from inside").fetchall()
    if count:
        score(connection, model, "inside", "scored_inside")
        weights = connection.sql(_WEIGHTS).to_arrow_table()
        person = _cut(person, weights, cut)
    connection.unregister("members")
    _, first, inverse = np.unique(person, return_index=True, return_inverse=True)
    return Clusters(first[inverse], is_held)


def _cut(person: np.ndarray, weights: pa.Table, cut: float) -> np.ndarray:
    person = person.copy()
    component, left, right, weight = (column.to_numpy() for column in weights.columns)
    starts = np.flatnonzero(np.diff(component, prepend=-1))
    doubted = np.minimum.reduceat(weight, starts) < cut
    ends = np.append(starts[1:], len(weight))
    free = max(int(person.max()), len(person) * 2) + 1
    for start, end in zip(starts[doubted], ends[doubted], strict=True):
        part = slice(start, end)
        contacts = np.union1d(left[part], right[part])
        parts = _linked(contacts, left[part], right[part], weight[part], cut)
        person[contacts] = np.where(parts == 1, person[contacts], free + parts)
        free += len(contacts) + 1
    return person


def _linked(
    contacts: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    weight: np.ndarray,
    cut: float,
) -> np.ndarray:
    """Return the part, from 1, that each contact of a component belongs to."""
    distance = np.zeros((len(contacts), len(contacts)))
    rows, columns = np.searchsorted(contacts, left), np.searchsorted(contacts, right)
    distance[rows, columns] = _CLIP - np.clip(weight, -_CLIP, _CLIP)
    distance += distance.T
    tree = linkage(squareform(distance, checks=False), "average")
    return fcluster(tree, _CLIP - cut, "distance")
