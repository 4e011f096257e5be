"""What the tracking plan, and the properties known so far, forbid: found in SQL.

The shapes of a batch are compared with the checks of the plan and with the registry of
properties. That gives *suspects*: a check that calls of a place break, or may break by
a value. Only with suspects the calls are looked at again, and only those of the place.
"""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cached_property

import duckdb

from ingestion.events.known_properties import (
    Known,
    known_properties,
    record,
)
from ingestion.events.plan_checks import Planned, planned
from ingestion.events.shapes import view_objects, write_seen
from ingestion.events.unplanned import judge_unplanned
from ingestion.mapping import Rule
from warehouse.settings import settings

__all__ = ["Known", "PlanRules", "known_properties"]

CHECKS = json.dumps(
    [
        {
            "source_name": "VARCHAR",
            "place": "VARCHAR",
            "property": "VARCHAR",
            "path": "VARCHAR",
            "rule": "BIGINT",
            "test": "VARCHAR",
            "kinds": ["VARCHAR"],
            "texts": ["VARCHAR"],
            "numbers": ["DOUBLE"],
        }
    ]
)

ISO_8601 = r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?"


class PlanRules:
    """The rules of one load, batch by batch."""

    def __init__(self, known: Known) -> None:
        """Prepare for a load.

        Args:
            known: As `known_properties` returned it before the load.
        """
        self._known = known

    @cached_property
    def _planned(self) -> Planned:
        # Read when it is needed: loads of other entities go without a plan.
        return planned(settings())

    def violations(
        self, connection: duckdb.DuckDBPyConnection, calls: str
    ) -> list[Rule]:
        """Find the calls of a batch that are not as they must be.

        Args:
            connection: In memory; tables ``plan_…`` are written there.
            calls: Table or view of ``call_id, source_name, type, event, properties,
                received_at``, without those that break another rule; properties are
                null or an object.

        Returns:
            The rules that are broken, which ``plan_violations`` names by their places:
            that table has ``call_id`` and the first ``rule`` of each call that breaks
            one.

        Raises:
            SettingsError: If a file of the plan is wrong.
        """
        view_objects(connection, calls, self._planned)
        write_seen(connection, self._planned.paths)
        self._write_checks(connection)
        connection.execute(SUSPECTS)
        rules = [check.rule for check in self._planned.checks]
        self._known, unplanned = judge_unplanned(connection, self._known, len(rules))
        rules += unplanned
        broken = connection.execute(VIOLATIONS).fetchall()
        return [rules[place] for (place,) in broken]

    def record(
        self, connection: duckdb.DuckDBPyConnection, load_id: str, now: datetime
    ) -> None:
        """Remember the properties that were seen.

        Args:
            connection: The warehouse, in the transaction that settles the load.
            load_id: The load.
            now: When it is settled; the times of properties are those of receipt.
        """
        record(connection, self._known, load_id)

    def _write_checks(self, connection: duckdb.DuckDBPyConnection) -> None:
        checks = [
            {
                **asdict(check),
                "source_name": source,
                "rule": place,
                "path": self._planned.paths[check.place][check.property],
            }
            for place, check in enumerate(self._planned.checks)
            for source in self._planned.sources[check.place]
        ]
        connection.execute(
            f"create or replace temp table plan_checks as "
            f"select unnest(from_json(?, '{CHECKS}'), max_depth := 2)",
            [json.dumps(checks)],
        )


SUSPECTS = """
    create or replace temp table plan_suspects as
    select distinct
        source_name,
        place,
        property,
        path,
        rule,
        test,
        if(test = 'missing', null, kind) as kind,
        texts,
        numbers
    from plan_checks
    join plan_seen using (source_name, place, property)
    where
        case test
            when 'missing' then coalesce(kind, 'NULL') = 'NULL'
            when 'kind' then kind != 'NULL' and not list_contains(kinds, kind)
            else list_contains(kinds, kind)
        end
"""

VIOLATIONS = f"""
    create or replace temp table plan_broken as
    select call_id, min(rule) as place
    from (from plan_calls union all from plan_items) as objects
    join plan_suspects using (source_name, place)
    where
        case test
            when 'missing' then coalesce(json_type(properties, path), 'NULL') = 'NULL'
            else json_type(properties, path) = kind and case test
                when 'kind' then true
                when 'fraction'
                    then try_cast(properties ->> path as double)
                        != trunc(try_cast(properties ->> path as double))
                when 'time'
                    then not regexp_full_match(properties ->> path, '{ISO_8601}')
                        or try_cast(properties ->> path as timestamptz) is null
                when 'value'
                    then if(
                        len(numbers) > 0,
                        not list_contains(numbers, (properties ->> path)::double),
                        not list_contains(texts, properties ->> path)
                    )
            end
        end
    group by call_id;
    create or replace temp table plan_violations as
    select call_id, dense_rank() over (order by place) - 1 as rule
    from plan_broken;
    select distinct place from plan_broken order by place
"""
