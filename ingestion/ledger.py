"""The ledger: what became of every row of every file.

For every row of the ledger, received = accepted + duplicate + quarantined + suppressed;
`ingestion.ledger_checks` holds it and the raw tables to that.
"""

from collections.abc import Sequence

import duckdb

from ingestion.entities import ENTITIES
from ingestion.planning import Past


def history(
    connection: duckdb.DuckDBPyConnection,
    entity: str,
    *,
    without: Sequence[str] = (),
) -> list[Past]:
    """Return what counts in the ledger of an entity, oldest first.

    Args:
        connection: The warehouse.
        entity: The entity.
        without: Sources that are left out, for their files are known by name.
    """
    rows = connection.execute(
        """
        select
            source_name, file, file_hash, load_id, received, accepted, duplicate,
            suppressed, is_current, loaded_at
        from ops.ledger
        where
            entity = ? and is_current and not list_contains(?::varchar[], source_name)
        order by loaded_at, load_id
        """,
        [entity, list(without)],
    ).fetchall()
    return [Past(*row) for row in rows]


def rows_now(connection: duckdb.DuckDBPyConnection, entity: str) -> int:
    """Return the number of rows in an entity's raw table."""
    # Fetched to its end: an unfinished result keeps relations from the connection.
    [(count,)] = connection.execute(
        f"select count(*) from {ENTITIES[entity].table}"
    ).fetchall()
    return count
