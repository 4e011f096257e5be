"""Islands: identifiers that hang together by anything at all.

Whatever names two identifiers, or says something of both, joins their islands: links
that are not used, for they are shared, over a limit or denied, do so too. Hence what
becomes of an identifier depends on the rows of its island and on the rules alone, and
an island where no row came or went needs not be linked again.
"""

import duckdb
import numpy as np
import pyarrow as pa

from science.identity.components import labels
from science.identity.identifiers import name_identifiers, row_hash
from science.identity.memory import database
from science.identity.rules import Rules

_VERTICES = """
create table strangers as
select
    (
        (select count(*) from nodes) + row_number() over (order by identifier) - 1
    )::integer as number,
    identifier,
from (
    select left_identifier as identifier from said
    union
    select right_identifier as identifier from said
)
anti join nodes using (identifier);

create view vertices as
select number, identifier from nodes
union all
select number, identifier from strangers
"""
"""What is said of an identifier that was not seen counts once it is."""

_ENDS = """
select l, r from rows where r is not null
union all
select a.number, b.number
from said
inner join vertices as a on said.left_identifier = a.identifier
inner join vertices as b on said.right_identifier = b.identifier
"""
_ROWS = f"""
create table island_rows as
select row_hash, count(*)::integer as times, min(island)::integer as island
from (
    select rows.row_hash, islands.island
    from rows
    inner join islands on rows.l = islands.number
    union all
    select {row_hash("said")}, islands.island
    from said
    inner join vertices on said.left_identifier = vertices.identifier
    inner join islands using (number)
    union all
    select row_hash, $islands + dense_rank() over (order by row_hash) - 1
    from rows
    where l is null
)
group by row_hash
"""
"""A row that names nobody is an island by itself: it may be told, and links nothing."""


def find_islands(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables ``islands``, of vertices, and ``island_rows``; see `Linked`.

    Args:
        connection: With the tables ``nodes``, ``rows`` and ``said``.
    """
    connection.execute(_VERTICES)
    ends = connection.sql(_ENDS).to_arrow_table()
    [(count,)] = connection.execute("select count(*) from vertices").fetchall()
    island = labels(ends["l"].to_numpy(), ends["r"].to_numpy(), count)
    numbers = pa.table({"number": np.arange(count, dtype=np.int32), "island": island})
    connection.register("islands", numbers)
    connection.execute(_ROWS, {"islands": int(island.max(initial=-1)) + 1})


def named(seen: pa.Table, rules: Rules) -> pa.Table:
    """Return the identifiers that rows name: ``identifier``.

    Args:
        seen: As `linking.linked` takes it.
        rules: What names nobody.
    """
    with database() as connection:
        connection.register("seen", seen)
        name_identifiers(connection, rules)
        return connection.sql(
            "select distinct identifier from named where code is null"
        ).to_arrow_table()
