"""What the tracking plan asks of events, as rules over many of them at once.

Nothing is planned yet: every event passes.
"""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from ingestion.mapping import Rule


@dataclass(frozen=True)
class Known:
    """The properties that were seen before, and what people decided of them."""


def known_properties(connection: duckdb.DuckDBPyConnection) -> Known:
    """Return what is known of properties, from the warehouse while it is open."""
    del connection
    return Known()


class PlanRules:
    """The plan's rules over the events of one load, batch by batch."""

    def __init__(self, known: Known) -> None:
        """Prepare to look at a load's events.

        Args:
            known: What was known before the load.
        """
        self.known = known

    def violations(
        self, connection: duckdb.DuckDBPyConnection, calls: str
    ) -> list[Rule]:
        """Find the events of a batch that break the plan.

        Args:
            connection: Where the batch is; a table ``plan_violations`` (``call_id``,
                ``rule``, the place in what is returned) is written there.
            calls: Relation of the events that break no other rule, as ``call_id``,
                ``source_name``, ``type``, ``event``, ``properties``, ``received_at``,
                ``source_file`` and ``source_row``.

        Returns:
            The rules that are broken; empty where none is, and no table is written.
        """
        del connection, calls
        return []

    def record(
        self, connection: duckdb.DuckDBPyConnection, load_id: str, now: datetime
    ) -> None:
        """Keep what was seen, in the transaction that settles the load."""
        del connection, load_id, now
