"""Which CRM contacts are one person, found in a run from what the last one kept."""

import json
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from science.identity.matching import Thresholds
from science.identity.rematching import Before, Matched, rematch
from warehouse.engine import connect

CONTACTS = """
select
    source_name || '/' || contact_id as contact_id,
    first_name,
    last_name,
    -- A date that cannot be is kept as it was written: it still tells who somebody is.
    coalesce(birth_date::varchar, extra ->> '$.birth_date') as birth_date,
    sex,
    email,
    phone,
    website,
    social_handle,
    address,
    city,
    region,
    postal_code,
    country,
from staging.stg_crm__contacts
"""
_KEPT_PAIRS = """
select
    substr(left_identifier, 9) as left_contact_id, -- behind "contact:"
    substr(right_identifier, 9) as right_contact_id,
    weight,
    probability,
    rule,
    decision,
    explanation,
from identities.matches
"""
_WRITTEN = {
    "matches": """
        select
            'contact:' || left_contact_id as left_identifier,
            'contact:' || right_contact_id as right_identifier,
            weight,
            probability,
            rule,
            decision,
            explanation,
        from pairs
    """,
    "contact_forms": "from forms",
    "matching_model": "from model where model != ''",
}
_TAKEN_OUT = pa.schema(
    [
        ("kind", pa.string()),
        ("value", pa.string()),
        ("contacts", pa.int64()),
        ("names", pa.int64()),
    ]
)


def match_contacts(
    thresholds: Thresholds | None = None,
    *,
    region: str | None = None,
    places: dict[str, dict[str, list[str]]] | None = None,
    at: datetime | None = None,
) -> Matched:
    """Fill ``identities.matches``, and keep what the next run begins with.

    The caller holds the run lock.

    Args:
        thresholds: Where a suggestion becomes a merge.
        region: Two letters of the country where telephone numbers are dialled.
        places: The places there are, see `science.identity.normalising`.
        at: The moment of the run, with its time zone; now by default.

    Returns:
        What was found, and how much of it was looked at anew.
    """
    with connect() as connection:
        contacts = connection.sql(CONTACTS).to_arrow_table()
        before = _before(connection)
    found = rematch(
        before,
        contacts,
        thresholds,
        now=at or datetime.now(UTC),
        region=region,
        places=places,
    )
    with connect() as connection:
        _write(connection, found)
    return found


def _before(connection: duckdb.DuckDBPyConnection) -> Before:
    told = connection.execute(
        "select model, taken_out from identities.matching_model"
    ).fetchall()
    model, taken_out = told[0] if told else ("", "[]")
    return Before(
        pairs=connection.sql(_KEPT_PAIRS).to_arrow_table(),
        forms=connection.sql("from identities.contact_forms").to_arrow_table(),
        model=model,
        taken_out=pa.Table.from_pylist(json.loads(taken_out), _TAKEN_OUT),
    )


def _write(connection: duckdb.DuckDBPyConnection, found: Matched) -> None:
    taken_out = json.dumps(found.matches.taken_out.to_pylist())
    for name, frame in (
        ("pairs", found.matches.pairs),
        ("forms", found.forms),
        ("model", pa.table({"model": [found.model], "taken_out": [taken_out]})),
    ):
        connection.register(name, frame)
    connection.execute("begin transaction")
    for table, query in _WRITTEN.items():
        connection.execute(f"delete from identities.{table}")
        connection.execute(f"insert into identities.{table} by name {query}")
    connection.execute("commit")
