"""Identifiers that were seen together, as groups: each is a customer, and says why.

DuckDB reads, names and counts; SciPy finds what hangs together; no loop goes over all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from science.identity.edges import make_edges
from science.identity.identifiers import name_identifiers
from science.identity.islands import find_islands
from science.identity.limits import Links, grouped
from science.identity.memory import database
from science.identity.reasons import REASON
from science.identity.rules import KINDS, Rules

STATUSES = ("used", "over_limit", "denied")
"""Of a link, as `limits` counts them."""

_ENDS = "select place, l, r, rank from edges where not is_shared order by place"
_KINDS = """
select kinds.place::tinyint as place
from nodes
inner join kinds using (kind)
order by nodes.number
"""
_DENIED = """
select a.number, b.number
from said
inner join nodes as a on said.left_identifier = a.identifier
inner join nodes as b on said.right_identifier = b.identifier
where not said.is_same
"""
_IDENTIFIERS = """
create table identifiers as
select
    nodes.number,
    nodes.identifier,
    nodes.kind,
    substr(nodes.identifier, length(nodes.kind) + 2) as value,
    groups.component,
    groups.group_size,
    groups.is_held,
    nodes.first_seen_at,
from nodes
inner join groups using (number)
where
    groups.component in (
        select groups.component
        from groups
        inner join nodes using (number)
        group by groups.component
        having bool_or(nodes.kind in ('customer', 'contact'))
            or (bool_or(nodes.kind <> 'anonymous') and count(*) > 1)
    )
"""
"""Devices alone are nobody, and so is an address that is of too many, or left over."""

_TOLD = f"""
select
    l.identifier as left_identifier,
    r.identifier as right_identifier,
    edges.rule,
    {REASON} as reason,
    edges.weight,
    edges.since,
    case
        when edges.is_shared then 'shared'
        else coalesce(statuses.status, 'used')
    end as status,
from edges
inner join nodes as l on edges.l = l.number
inner join nodes as r on edges.r = r.number
left join statuses using (place)
where edges.l in (select number from identifiers)
    or edges.r in (select number from identifiers)
order by left_identifier, right_identifier, rule
"""
_FINDINGS = """
create table findings as
select
    island_rows.island,
    noted.code,
    noted.kind,
    noted.value,
    noted.becomes,
    count(*) as records,
from noted
inner join island_rows using (row_hash)
group by all
union all
select
    islands.island,
    'self',
    nodes.kind,
    substr(nodes.identifier, length(nodes.kind) + 2),
    null,
    count(*)
from links
inner join nodes on links.l = nodes.number
inner join islands using (number)
where links.l = links.r
group by all
union all
select
    islands.island,
    'shared',
    nodes.kind,
    substr(nodes.identifier, length(nodes.kind) + 2),
    null,
    count(*)
from shared
inner join nodes on shared.node = nodes.number
inner join islands using (number)
inner join edges on edges.is_shared and shared.node in (edges.l, edges.r)
group by all
union all
select
    any_value(island),
    'held',
    arg_min(kind, number),
    arg_min(value, number),
    null,
    any_value(group_size)
from (
    select
        number,
        kind,
        substr(identifier, length(kind) + 2) as value,
        islands.island,
        groups.group_size,
        groups.piece,
    from nodes
    inner join groups using (number)
    inner join islands using (number)
    where groups.is_held
)
group by piece
union all
select islands.island, status, edges.rule, '', null, count(*)
from edges
inner join statuses using (place)
inner join islands on edges.l = islands.number
where status <> 'used'
group by all
"""
_ISLANDS = """
select vertices.identifier, islands.island
from vertices
inner join islands using (number)
order by islands.island, vertices.identifier
"""
_READ = {
    "findings": "from findings order by all",
    "rows": "from island_rows order by island, row_hash",
    "islands": _ISLANDS,
    "identifiers": "select * exclude (number) from identifiers order by number",
}


@dataclass(frozen=True)
class Linked:
    """Who hangs together, and why."""

    identifiers: pa.Table
    """One row per identifier of a customer: ``identifier``, ``kind``, ``value``,
    ``component``, ``group_size``, ``is_held``, ``first_seen_at``."""
    edges: pa.Table
    """One row per two identifiers and rule: ``left_identifier`` (the smaller),
    ``right_identifier``, ``rule``, ``reason``, ``weight``, ``since`` (may be null) and
    ``status``: used, shared, over_limit, denied."""
    findings: pa.Table
    """One row per island and value that names nobody or was mended: ``island``,
    ``code``, ``kind``, ``value``, ``becomes``, ``records``."""
    islands: pa.Table
    """One row per identifier that was seen or of which something was said:
    ``identifier``, ``island`` (from 0)."""
    rows: pa.Table
    """One row per row that was seen or said, as a hash of it: ``row_hash``,
    ``times`` (that it came), ``island``."""


def linked(seen: pa.Table, said: pa.Table, rules: Rules) -> Linked:
    """Return which identifiers are one customer's.

    The same rows give the same answer, in whatever order they stand.

    Args:
        seen: One row per two identifiers that were seen together, or one that was seen
            alone: ``left_kind``, ``left_value``, ``right_kind``, ``right_value``,
            ``linked_by``, ``detail``, ``first_name``, ``country``, ``first_seen_at``.
        said: What people decided and what matching found, of identifiers:
            ``left_identifier``, ``right_identifier``, ``rule`` (decided, match),
            ``is_same``, ``weight``, ``since``, ``detail``.
        rules: Those of the shop.
    """
    with database() as connection:
        connection.register("seen", seen)
        connection.register("said", said)
        connection.register("ranks", _places("rule", "rank", rules.order))
        connection.register("kinds", _places("kind", "place", KINDS))
        name_identifiers(connection, rules)
        make_edges(connection, rules)
        find_islands(connection)
        _group(connection, rules)
        connection.execute(_IDENTIFIERS)
        connection.execute(_FINDINGS)
        connection.execute("drop view links; drop table rows; drop table noted")
        # Sorted by three texts, edges take the most memory: nothing is beside them yet.
        edges = connection.sql(_TOLD).to_arrow_table()
        connection.execute("drop table edges")
        found = {
            name: connection.sql(query).to_arrow_table()
            for name, query in _READ.items()
        }
    return Linked(edges=edges, **found)


def _group(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Create the tables ``groups``, of nodes, and ``statuses``, of edges."""
    ends = connection.sql(_ENDS).to_arrow_table()
    kind = connection.sql(_KINDS).to_arrow_table()["place"].to_numpy()
    links = Links(*(ends[name].to_numpy() for name in ("l", "r", "rank")))
    found = grouped(
        links,
        kind,
        [rules.limits.get(name, len(kind) + 1) for name in KINDS],
        connection.execute(_DENIED).fetchall(),
    )
    connection.register(
        "groups",
        pa.table(
            {
                "number": np.arange(len(kind), dtype=np.int32),
                "component": found.group,
                "group_size": found.size,
                "is_held": found.is_held,
                "piece": found.piece,
            }
        ),
    )
    statuses = pa.array(STATUSES).take(pa.array(found.status))
    connection.register(
        "statuses", pa.table({"place": ends["place"], "status": statuses})
    )


def _places(name: str, place: str, values: Sequence[str]) -> pa.Table:
    return pa.table(
        {
            name: pa.array(values, pa.string()),
            place: pa.array(range(len(values)), pa.int64()),
        }
    )
