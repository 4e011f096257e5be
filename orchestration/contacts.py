"""Contacts of the CRM, held against each other: who is one person, and who may be."""

import duckdb
import pyarrow as pa

from science.identity.matching import Thresholds, match
from warehouse.engine import connect
from warehouse.settings import settings

_CONTACTS = """
select
    * exclude (contact_id),
    concat('contact:', source_name, '/', contact_id) as contact_id,
from staging.stg_crm__contacts
"""
_KEPT = """
insert into identities.matches by name
select
    * exclude (left_contact_id, right_contact_id),
    left_contact_id as left_identifier,
    right_contact_id as right_identifier,
from found
"""


def match_contacts() -> int:
    """Fill ``identities.matches`` and return how many pairs there are.

    The caller holds the run lock.
    """
    with connect() as connection:
        contacts = connection.sql(_CONTACTS).to_arrow_table()
    found = _matches(contacts)
    with connect() as connection:
        _keep(connection, found)
    return found.num_rows


def _matches(contacts: pa.Table) -> pa.Table:
    identity = settings().identity
    thresholds = Thresholds(
        merge=identity.matching.merge,
        review=identity.matching.review,
        cut=identity.matching.cut,
        largest=identity.matching.largest,
    )
    return match(
        contacts,
        thresholds,
        region=identity.region,
        places={**identity.places},
    ).pairs


def _keep(connection: duckdb.DuckDBPyConnection, found: pa.Table) -> None:
    connection.register("found", found)
    connection.execute("begin")
    connection.execute("delete from identities.matches")
    connection.execute(_KEPT)
    connection.execute("commit")
