"""Edges between identifiers, as groups that hang together.

Method: connected components by SciPy, which neither recurses nor loops in Python;
texts become numbers, and numbers texts again, in DuckDB.
"""

import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from science.identity.memory import database

_NUMBERED = """
create table numbered as
select identifier, row_number() over (order by identifier) - 1 as number
from (
    select identifier from nodes where identifier is not null
    union
    select left_identifier from edges where left_identifier is not null
    union
    select right_identifier from edges where right_identifier is not null
)
"""
_ENDS = """
select l.number::integer as left_number, r.number::integer as right_number
from edges
inner join numbered as l on edges.left_identifier = l.identifier
inner join numbered as r on edges.right_identifier = r.identifier
"""
_NAMED = """
select
    numbered.identifier,
    components.component,
    components.group_size,
    components.is_held,
from numbered
positional join components
order by numbered.number
"""


def components(
    edges: pa.Table, nodes: pa.Table | None = None, *, largest: int | None = None
) -> pa.Table:
    """Return the component that each identifier belongs to.

    Args:
        edges: ``left_identifier``, ``right_identifier`` (text); direction, repeats and
            loops say nothing more, an edge with a null is none.
        nodes: ``identifier``, of those that may stand without an edge.
        largest: Most identifiers of a group that are merged. A larger one is held: each
            of its identifiers stays a component of its own.

    Returns:
        One row per identifier, in their order: ``identifier``, ``component`` (numbers
        that follow from the edges, not from their order), ``group_size`` (identifiers
        that hang together) and ``is_held``. Empty if there is neither edge nor node.
    """
    if nodes is None:
        nodes = pa.table({"identifier": pa.array([], pa.string())})
    with database() as connection:
        connection.register("edges", edges)
        connection.register("nodes", nodes)
        connection.execute(_NUMBERED)
        ends = connection.sql(_ENDS).to_arrow_table()
        [(count,)] = connection.execute("select count(*) from numbered").fetchall()
        found = labels(
            ends["left_number"].to_numpy(), ends["right_number"].to_numpy(), count
        )
        connection.register("components", _with_limit(found, largest))
        return connection.sql(_NAMED).to_arrow_table()


def labels(left: np.ndarray, right: np.ndarray, count: int) -> np.ndarray:
    """Return the component of each of ``count`` nodes, numbered by their first nodes.

    Args:
        left: One end of each edge, as a number below ``count``.
        right: The other end.
        count: Nodes that there are.
    """
    if not count:
        return np.empty(0, np.int32)
    graph = coo_array((np.ones(len(left), np.bool_), (left, right)), (count, count))
    _, found = connected_components(graph, directed=False)
    # SciPy numbers by what it meets first; that is its way, not its promise.
    _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first)).astype(np.int32)[inverse]


def _with_limit(found: np.ndarray, largest: int | None) -> pa.Table:
    sizes = np.bincount(found)[found] if len(found) else np.empty(0, np.int64)
    held = sizes > (len(found) if largest is None else largest)
    single = len(found) + np.arange(len(found))
    return pa.table(
        {
            "component": np.where(held, single, found).astype(np.int64),
            "group_size": sizes.astype(np.int64),
            "is_held": held,
        }
    )
