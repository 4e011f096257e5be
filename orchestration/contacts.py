"""Contacts of the CRM, held against each other: who is one person, and who may be.

A run begins with what the last one kept: the forms of contacts, the model, the pairs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from orchestration.places import listed_places
from science.identity.matching import Thresholds
from science.identity.rematching import Before, Matched, rematch
from warehouse.engine import connect
from warehouse.settings import settings

# A birth date that cannot be is kept as it was written: it still tells who somebody is.
_CONTACTS = """
select
    * exclude (contact_id) replace (
        coalesce(birth_date::varchar, extra ->> '$.birth_date') as birth_date
    ),
    concat('contact:', source_name, '/', contact_id) as contact_id,
from staging.stg_crm__contacts
"""
_KEPT_PAIRS = """
select
    left_identifier as left_contact_id,
    right_identifier as right_contact_id,
    * exclude (left_identifier, right_identifier),
from identities.matches
"""
_KEPT_FORMS = """
select identifier as contact_id, * exclude (identifier) from identities.contact_forms
"""
_WRITTEN = {
    "matches": """
        select
            left_contact_id as left_identifier,
            right_contact_id as right_identifier,
            * exclude (left_contact_id, right_contact_id),
        from pairs
    """,
    "contact_forms": """
        select contact_id as identifier, * exclude (contact_id) from forms
    """,
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


@dataclass(frozen=True)
class Asked:
    """How ``identity.yml`` has contacts matched."""

    thresholds: Thresholds
    region: str | None
    places: Mapping[str, Mapping[str, list[str]]]


def match_contacts(at: datetime | None = None) -> Matched:
    """Fill ``identities.matches``, and keep what the next run begins with.

    The caller holds the run lock.

    Args:
        at: The moment of the run, with its time zone; now by default.

    Returns:
        What was found, and how much of it was looked at anew.

    Raises:
        SettingsError: If the list of places cannot be read.
    """
    how = asked()
    with connect() as connection:
        contacts = connection.sql(_CONTACTS).to_arrow_table()
        before = _before(connection)
    found = rematch(
        before,
        contacts,
        how.thresholds,
        now=at or datetime.now(UTC),
        region=how.region,
        places=how.places,
    )
    with connect() as connection:
        _keep(connection, found)
    return found


def asked() -> Asked:
    """Return how the settings have contacts matched.

    Raises:
        SettingsError: If the list of places cannot be read.
    """
    identity = settings().identity
    return Asked(
        thresholds=Thresholds(
            merge=identity.matching.merge,
            review=identity.matching.review,
            cut=identity.matching.cut,
            largest=identity.matching.largest,
        ),
        region=identity.region,
        places=listed_places(),
    )


def _before(connection: duckdb.DuckDBPyConnection) -> Before:
    told = connection.execute(
        "select model, taken_out from identities.matching_model"
    ).fetchall()
    model, taken_out = told[0] if told else ("", "[]")
    return Before(
        pairs=connection.sql(_KEPT_PAIRS).to_arrow_table(),
        forms=connection.sql(_KEPT_FORMS).to_arrow_table(),
        model=model,
        taken_out=pa.Table.from_pylist(json.loads(taken_out), _TAKEN_OUT),
    )


def _keep(connection: duckdb.DuckDBPyConnection, found: Matched) -> None:
    taken_out = json.dumps(found.matches.taken_out.to_pylist())
    for name, frame in (
        ("pairs", found.matches.pairs),
        ("forms", found.forms),
        ("model", pa.table({"model": [found.model], "taken_out": [taken_out]})),
    ):
        connection.register(name, frame)
    connection.execute("begin")
    for table, query in _WRITTEN.items():
        connection.execute(f"delete from identities.{table}")
        connection.execute(f"insert into identities.{table} by name {query}")
    connection.execute("commit")
