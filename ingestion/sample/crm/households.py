"""Which households the CRM knows people of.

Those of the panel with demographics, those that sign in on the web shop, and strangers
who sign up there: with the address that the CRM may have of them, too.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from ingestion.sample.chance import drawn
from ingestion.sample.crm.people import Household, people

DEMOGRAPHICS = """
select household_id::varchar, age, coalesce(household_comp like '2 Adults%', false)
from '{data}/demographics.parquet'
"""
COUPLES = 0.4
"""Share of the households that are two adults, where the panel does not say."""


def households(data: Path, signed_in: Iterable[str]) -> list[Household]:
    """Return the households, in the order of their ids.

    Args:
        data: Folder of the panel's Parquet files.
        signed_in: Ids with which visitors of the web shop signed in or up.
    """
    with duckdb.connect() as connection:
        known = connection.execute(DEMOGRAPHICS.format(data=data)).fetchall()
    found = {
        name: Household(name, 1 + is_couple, age_band)
        for name, age_band, is_couple in known
    }
    for name in signed_in:
        if name not in found:
            is_couple = not name.startswith("web-") and drawn("couple", name) < COUPLES
            found[name] = Household(name, 1 + is_couple)
    return [found[name] for name in sorted(found)]


def account_emails(data: Path, signed_in: Iterable[str]) -> dict[str, str]:
    """Return the address of each account on the web shop: that of its first adult.

    Args:
        data: Folder of the panel's Parquet files.
        signed_in: Ids with which visitors of the web shop signed in or up.
    """
    accounts = frozenset(signed_in)
    found: dict[str, str] = {}
    for person in people(households(data, accounts)):
        if person.household_id in accounts:
            found.setdefault(person.household_id, person.email)
    return found
