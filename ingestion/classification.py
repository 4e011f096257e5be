"""Split the rows of one file: accepted, repeated within the file, quarantined.

A row is quarantined where a cell that is not empty does not fit its column
(``wrong_type``), or a required cell is empty (``missing_required``); the first rule
that it breaks is named. All of it is SQL over the whole file: nothing is sampled, and
nothing is capped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.entities import ENTITIES, PROVENANCE, Entity
from ingestion.feeds import Feed
from ingestion.mapping import Mapped, Rule, told
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import KEY, ROW, Relation, count
from warehouse.suppressions import digest_sql

SUPPRESSED = "suppressed"
"""Code of what a person does not want to be kept: it is counted, and nobody's task."""

ROW_GROUP = 120_000
"""Rows of a group of a Parquet file: one that is just a little larger than DuckDB's own
(122,880) is stored as two, which the checkpoint packs anew. Storing 490,000 events took
1.9 s of CPU, so 1.25."""


@dataclass(frozen=True)
class Counts:
    """What became of the rows of one file."""

    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    suppressed: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    source_name: str
    file: str
    version: str
    counts: Counts
    refused: Path | None = None
    """Parquet file of the rows that were quarantined."""
    broken: str | None = None
    """Why the file could not be read."""
    is_current: bool = True
    """Whether it counts; else the ledger only notes that there is something."""

    @property
    def place(self) -> tuple[str, str]:
        """Return the source and the file."""
        return self.source_name, self.file


def write_accepted(
    connection: duckdb.DuckDBPyConnection,
    feed: Feed,
    file: str,
    relation: Relation,
    mapped: Mapped,
    load_id: str,
    target: Path,
) -> int:
    """Write the rows that are sound as Parquet in the raw shape; return their number.

    Of rows of one key the last is written.
    """
    entity = ENTITIES[feed.entity]
    columns = [*entity.columns, "extra"]
    kept = (
        f"select {', '.join(columns)}, {KEY}, {ROW} from ({typed(relation, mapped)}) "
        "where fault is null"
    )
    if entity.key:
        kept += (
            f" qualify row_number() over "
            f"(partition by {entity.key} order by {ROW} desc) = 1"
        )
    provenance = (
        f"{literal(feed.source.name)} as source_name, {literal(file)} as source_file, "
        f"{ROW} as source_row, {literal(load_id)} as _dlt_load_id, extra, "
        f"{KEY} as source_key, cast(null as timestamp) as deleted_at"
    )
    listed = ", ".join(identifier(column) for column in entity.columns)
    parts = [
        f"select {listed}, {provenance} from ({kept}) where {condition}"
        for condition in (relation.splits if not entity.key else ()) or ("true",)
    ]
    return write_raw(connection, entity, parts, target)


def write_raw(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    parts: Sequence[str],
    target: Path,
) -> int:
    """Write queries of rows of the raw shape as Parquet; return the number of rows."""
    # DuckDB marks a column without nulls as required, which dlt takes for another
    # schema and rewrites the file: a row that never comes leaves all nullable.
    nulls = ", ".join(["null"] * (len(entity.columns) + len(PROVENANCE)))
    never = f"select {nulls} where random() > 2"
    row = connection.execute(
        f"copy ({' union all '.join([*parts, never])}) to {literal(target)} "
        f"(format parquet, compression uncompressed, row_group_size {ROW_GROUP})"
    ).fetchone()
    return int(row[0]) if row else 0


def write_quarantined(
    connection: duckdb.DuckDBPyConnection,
    feed: Feed,
    file: str,
    relation: Relation,
    mapped: Mapped | None,
    target: Path,
) -> tuple[int, int]:
    """Write the rows that are refused, with the rule and the row.

    Returns:
        How many are quarantined, and how many suppressed: nothing of these is kept.

    Args:
        connection: Its table ``refused`` has what its reader set aside.
        feed: The mapping.
        file: What the file is called in the ledger.
        relation: The rows of the file.
        mapped: How they are read; None where none of its lines is a row.
        target: Parquet file to write.
    """
    rules = _rules(mapped) if mapped else []
    found = "select null, null, null, null, null, null where false"
    if mapped and rules:
        columns = ", ".join(identifier(name) for name in relation.columns)
        found = (
            f"select code, field, rule, {ROW}, payload, {KEY} "
            f"from (select {ROW}, {KEY}, fault from ({typed(relation, mapped)}) "
            "where fault is not null) "
            f"join ({told(rules)}) as told (fault, code, field, rule) using (fault) "
            f"join (select {ROW}, cast(to_json(struct_pack({columns})) as varchar) "
            f"as payload from ({relation.sql})) using ({ROW})"
        )
    refused = "select 'bad_row', null, rule, source_row, payload, null from refused"
    is_suppressed = f"code = {literal(SUPPRESSED)}"
    kept = (
        f"if({is_suppressed}, null, payload) as payload, if({is_suppressed}, "
        f"{digest_sql('key', 'source_key')}, source_key) as source_key"
    )
    connection.execute(
        f"copy (select * replace ({kept}), {literal(feed.source.name)} as source_name, "
        f"{literal(file)} as file from ({found} union all {refused}) "
        "as found (code, field, rule, source_row, payload, source_key)) "
        f"to {literal(target)} (format parquet)"
    )
    row = connection.execute(
        "select count(*) filter (code != $code), count(*) filter (code = $code) "
        f"from read_parquet({literal(target)})",
        {"code": SUPPRESSED},
    ).fetchone()
    return row or (0, 0)


def count_sound(
    connection: duckdb.DuckDBPyConnection, relation: Relation, mapped: Mapped
) -> int:
    """Return how many rows break no rule, repeats of a key included."""
    return count(
        connection,
        f"select count(*) from ({typed(relation, mapped)}) where fault is null",
    )


def _rules(mapped: Mapped) -> list[Rule]:
    cells = [rule for column in mapped.columns for rule in column.rules]
    return [*cells, *mapped.rules]


def typed(relation: Relation, mapped: Mapped) -> str:
    """Return a query of the entity's columns, with the rule that a row breaks first."""
    values = ", ".join(
        f"{column.sql} as {identifier(column.name)}" for column in mapped.columns
    )
    filled = f"select {values}, * from ({mapped.cells})"
    if mapped.derived:
        made = ", ".join(
            f"{sql} as {identifier(name)}" for name, sql in mapped.derived.items()
        )
        filled = f"select * replace ({made}) from ({filled})"
    broken = " ".join(
        f"when {rule.is_broken} then {place}"
        for place, rule in enumerate(_rules(mapped))
    )
    fault = f"case {broken} end" if broken else "cast(null as integer)"
    return f"select *, {fault} as fault from ({filled})"
