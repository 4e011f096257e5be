"""Identifiers of too many people: they say of nobody who it is.

The mailbox that a clerk types where a customer has none, the telephone of an office, a
tablet on which everybody signs in: each would make one customer of all of them.
"""

import duckdb
import pyarrow as pa

from science.identity.names import names
from science.identity.rules import Rules

_BESIDE = """
create table beside as
select
    ends.node,
    count(distinct ends.other) filter (others.kind = 'customer') as customers,
    count(distinct ends.other) filter (others.kind = 'contact') as contacts,
    count(distinct lower(ends.first_name)) as first_names,
    any_value(allowed.customers) as most_customers,
    any_value(allowed.contacts) as most_contacts,
    any_value(allowed.first_names) as most_first_names,
from (
    select l as node, r as other, first_name from links
    union all
    select r as node, l as other, first_name from links
) as ends
inner join nodes as own on ends.node = own.number
inner join allowed on own.kind = allowed.kind
inner join nodes as others on ends.other = others.number
group by ends.node
having
    customers > most_customers
    or contacts > most_contacts
    or first_names > most_first_names
"""
_NAMES = """
select beside.node, links.first_name
from beside
inner join links on beside.node in (links.l, links.r)
where links.first_name is not null
"""
_SHARED = """
create table shared as
select beside.node
from beside
left join name_counts using (node)
where
    customers > most_customers
    or contacts > most_contacts
    or coalesce(name_counts.first_names, 0) > most_first_names
"""


def find_shared(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Create the table ``shared``: numbers of nodes that are of too many.

    Args:
        connection: With the tables ``nodes`` (``number``, ``kind``) and ``links``
            (``l``, ``r``: numbers of nodes; ``first_name``).
        rules: How many are too many.
    """
    allowed = [
        {"kind": kind, "customers": most.customers, "contacts": most.contacts,
         "first_names": most.first_names}
        for kind, most in rules.shared.items()
    ]  # fmt: skip
    schema = pa.schema(
        [("kind", pa.string())]
        + [(name, pa.int64()) for name in ("customers", "contacts", "first_names")]
    )
    connection.register("allowed", pa.Table.from_pylist(allowed, schema))
    connection.execute(_BESIDE)
    _count_names(connection)
    connection.execute(_SHARED)
    connection.execute("drop table beside")


def _count_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Count the first names by their consonants, so that a typo is no other name."""
    connection.execute(f"create or replace table named_beside as {_NAMES}")
    written = connection.execute(
        "select distinct first_name from named_beside order by all"
    ).fetchall()
    connection.register("name_forms", names([name for (name,) in written]))
    connection.execute(
        "create or replace table name_counts as "
        "select node, count(distinct coalesce(name_key, name)) as first_names "
        "from named_beside "
        "inner join name_forms on first_name = name_forms.value group by node"
    )
