"""Which identifiers a run links: those of islands where a row came, went or changed.

The schema ``identities`` keeps a hash of each row that the last run saw, and on which
island it stands (`science.identity.islands`). A row that is not there now, or was not
there then, touches the islands that it names; so does a customer's id those where it
is, or was, or would be. All else stays as it is, so that the tables are those that
linking everything would give.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import duckdb
import pyarrow as pa

from science.identity.identifiers import row_hash
from science.identity.ids import OWN
from science.identity.islands import named
from science.identity.rules import Rules
from warehouse.settings import REPOSITORY

MOST = 0.2
"""Share of the rows that may have changed; of more, all are linked anew."""

_CODE = ("science/identity/*.py", "orchestration/*linking.py")
_LIBRARIES = ("duckdb", "phonenumbers", "email-validator", "anyascii")
"""What decides, beside the rules, what is made of a row."""

_OF_ISLAND = "island in (select island from touched_islands)"
_OF_ID = "in (select customer_id from touched_ids)"
_OF_IDENTIFIER = "in (select identifier from touched_identifiers)"
_TOUCHED = {
    "identifiers": f"identifier {_OF_IDENTIFIER}",
    "gone": f"identifier {_OF_IDENTIFIER} or customer_id {_OF_ID}",
    "edges": f"left_identifier {_OF_IDENTIFIER}",
    "minted": f"minted_from {_OF_IDENTIFIER} or customer_id {_OF_ID}",
    "redirects": f"customer_id {_OF_ID} or to_customer_id {_OF_ID}",
    "islands": _OF_ISLAND,
    "island_rows": _OF_ISLAND,
    "island_findings": _OF_ISLAND,
}
"""Rows of the schema ``identities`` that a run takes anew; of other tables, all."""

_NOTED = f"""
create temporary table seen_now as
select seen.*, {row_hash("seen")} as row_hash,
from intermediate.int_identifiers__together as seen;

create temporary table said_now as
select said.*, {row_hash("said")} as row_hash, from said;

create temporary table changed as
with now as (
    select row_hash, count(*) as times
    from (
        select row_hash from seen_now
        union all
        select row_hash from said_now
    )
    group by row_hash
)
select row_hash, kept.island,
from now
full join identities.island_rows as kept using (row_hash)
where now.times is distinct from kept.times
"""
_CHANGED = "row_hash in (select row_hash from changed)"
_ENDS = f"""
create temporary table ends as
select identifier from named
union
select left_identifier as identifier from said_now where {_CHANGED}
union
select right_identifier as identifier from said_now where {_CHANGED}
"""
_ISLANDS = """
create temporary table touched_islands as
select island from changed where island is not null
union
select island from identities.islands
where identifier in (select identifier from ends)
"""
_IDS = f"""
create or replace temporary table touched_identifiers as
select identifier from ends
union
select identifier from identities.islands where {_OF_ISLAND};

create or replace temporary table touched_ids as
select customer_id from identities.identifiers where identifier {_OF_IDENTIFIER}
union
select customer_id from identities.gone where identifier {_OF_IDENTIFIER}
union
select substr(identifier, {len(OWN) + 1}) as customer_id
from touched_identifiers
where starts_with(identifier, '{OWN}')
"""
_MORE = f"""
insert into touched_islands
select distinct island
from identities.islands
where
    identifier in (
        select identifier from identities.identifiers where customer_id {_OF_ID}
    )
    and not {_OF_ISLAND}
"""
_LINKED = f"""
from {{rows}}
where
    {_CHANGED}
    or row_hash in (select row_hash from identities.island_rows where {_OF_ISLAND})
"""


@dataclass(frozen=True)
class Part:
    """What a run links, and what it puts in the place of."""

    seen: pa.Table
    said: pa.Table
    """As `science.identity.linking.linked` takes them."""
    recipe: str
    free_island: int = 0
    """The first number that no island has."""
    touched: Mapping[str, pa.Table] | None = None
    """Tables that `of` asks for; None where everything is linked."""

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let a connection know what `of` asks for."""
        for name, table in (self.touched or {}).items():
            connection.register(name, table)

    def of(self, table: str) -> str:
        """Return the condition that a row of the schema is taken anew."""
        return "true" if self.touched is None else _TOUCHED.get(table, "true")


def part_to_link(
    connection: duckdb.DuckDBPyConnection,
    said: pa.Table,
    rules: Rules,
    *,
    everything: bool,
) -> Part:
    """Return what has to be linked since the last run.

    Args:
        connection: To the warehouse.
        said: All that is said now, as `science.identity.linking.linked` takes it.
        rules: Those of the shop.
        everything: Link all anew, whatever was kept.
    """
    recipe = _recipe(rules)
    kept = connection.execute("select recipe from identities.recipe").fetchall()
    if not everything and kept == [(recipe,)]:
        connection.register("said", said)
        connection.execute(_NOTED)
        changed, rows = _count(connection, "changed"), _count(connection, "seen_now")
        if changed <= MOST * rows:
            return _changed_part(connection, rules, recipe)
    seen = connection.sql("from intermediate.int_identifiers__together")
    return Part(seen.to_arrow_table(), said, recipe)


def _changed_part(
    connection: duckdb.DuckDBPyConnection, rules: Rules, recipe: str
) -> Part:
    arrived = connection.sql(f"from seen_now where {_CHANGED}").to_arrow_table()
    connection.register("named", named(arrived, rules))
    connection.execute(_ENDS)
    connection.execute(_ISLANDS)
    more = 1
    while more:
        connection.execute(_IDS)
        [(more,)] = connection.execute(_MORE).fetchall()
    seen, said = (
        connection.sql(
            f"select * exclude (row_hash) {_LINKED.format(rows=rows)}"
        ).to_arrow_table()
        for rows in ("seen_now", "said_now")
    )
    [(free,)] = connection.execute(
        "select coalesce(max(island) + 1, 0) from identities.island_rows"
    ).fetchall()
    touched = {
        name: connection.sql(f"from {name}").to_arrow_table()
        for name in ("touched_islands", "touched_identifiers", "touched_ids")
    }
    return Part(seen, said, recipe, free, touched)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(rows,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return rows


def _recipe(rules: Rules) -> str:
    found = hashlib.sha256(repr(rules).encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    for pattern in _CODE:
        for path in sorted(REPOSITORY.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
