"""Events of files and tables: the rules of events, besides those of their cells."""

from dataclasses import replace

import duckdb

from ingestion.classification import typed
from ingestion.events.plan_rules import PlanRules
from ingestion.events.rules import event_rules
from ingestion.events.suppressions import suppression_rules
from ingestion.feeds import Arrival
from ingestion.mapping import Column, Mapped
from ingestion.quoting import literal
from ingestion.readers.relation import ROW, Relation

PASSING = "passing_rows"


def as_events(
    connection: duckdb.DuckDBPyConnection,
    arrival: Arrival,
    relation: Relation,
    shape: Mapped,
    plan: PlanRules,
) -> Mapped:
    """Return a mapping with the rules of events added: of people, kinds, ids and plan.

    Args:
        connection: Where the rows are; tables that the rules need are made there.
        arrival: The file or table.
        relation: Its rows.
        shape: How they are read.
        plan: The tracking plan.
    """
    first, *others = shape.columns
    suppressing = tuple(suppression_rules(connection))
    first = Column(first.name, first.sql, (*suppressing, *first.rules))
    shape = replace(shape, columns=(first, *others), rules=event_rules())
    connection.execute(
        f"create or replace temp view {PASSING} as select {ROW} as call_id, "
        f"{literal(arrival.feed.source.name)} as source_name, type, event, properties, "
        f"received_at, {literal(arrival.file)} as source_file, {ROW} as source_row "
        f"from ({typed(relation, shape)}) where fault is null"
    )
    planned = tuple(
        replace(
            rule,
            is_broken=f"{ROW} in (select call_id from plan_violations "
            f"where rule = {place})",
        )
        for place, rule in enumerate(plan.violations(connection, PASSING))
    )
    return replace(shape, rules=(*shape.rules, *planned))
