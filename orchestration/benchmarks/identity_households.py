"""How well customers were found: contacts, devices and cards of known households.

Two identifiers are truly one customer's if they are one person's contacts, or of one
household and not both contacts. Contacts of two people of one household are judged
neither way: the card that they share makes them one customer, and without it they are
two. Identifiers of two households are never one customer's.
"""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from science.identity.components import components

_TRUTH = """
create table truth as
select
    known.*,
    told.component as told,
    starts_with(identifier, 'contact:') as is_contact,
from known inner join told using (identifier)
"""
_CHAINS = """
select
    known.identifier as left_identifier,
    concat_ws(' ', known.household, said.value) as right_identifier,
from known
inner join (
    from said
    union all
    select identifier, 'person ' || person_id from known where person_id is not null
) as said using (identifier)
"""
_PAIRS = """
select coalesce(sum(times * (times - 1) / 2), 0)::bigint
from (select count(*) as times from {table} where {which} group by {keys})
"""
_ALL = "true"
_CONTACTS = "is_contact"


@dataclass(frozen=True)
class Together:
    """How well the customers of a shop were found whose households are known."""

    precision: float
    """Of the pairs found, the share that is right; 1 where none is found."""
    recall: float
    """Of the pairs there are, the share that is found; 1 where there is none."""
    recall_told: float
    """The same of those that any record tells."""
    share_told: float
    """Of the pairs there are, the share that any record tells."""
    pairs: int
    """Pairs found."""


def judged(customers: pa.Table, known: pa.Table, said: pa.Table) -> Together:
    """Return how well customers were found, over pairs of identifiers.

    A pair is told if a chain leads from one to the other within their household: a
    value that two of them have, or contacts of one person, however they are written.

    Args:
        customers: ``identifier``, ``customer_id``; those that are not known are not
            judged.
        known: ``identifier``, ``household``, and ``person_id`` of contacts.
        said: ``identifier``, ``value``: what records say of it, in a form that is
            equal where it means the same.
    """
    with duckdb.connect() as connection:
        connection.register("known", known)
        connection.register("said", said)
        chains = connection.sql(_CHAINS).to_arrow_table()
        connection.register("told", components(chains, known.select(["identifier"])))
        connection.execute(_TRUTH)
        connection.register("customers", customers)
        connection.execute(
            "create table found as from truth inner join customers using (identifier)"
        )

        def count(table: str, keys: str, which: str = _ALL) -> int:
            query = _PAIRS.format(table=table, keys=keys, which=which)
            return connection.execute(query).fetchall()[0][0]

        def true(table: str, keys: str, *more: str) -> int:
            """Return how many pairs are one customer's of those that share keys."""
            shared = ", ".join((keys, *more))
            person = ", ".join(("person_id", *more))
            alike = count(table, shared, _CONTACTS)
            return count(table, shared) - alike + count(table, person, _CONTACTS)

        there, told = true("truth", "household"), true("truth", "told")
        right = true("found", "household", "customer_id")
        right_told = true("found", "told", "customer_id")
        wrong = count("found", "customer_id") - count("found", "customer_id, household")
    return Together(
        precision=right / (right + wrong) if right + wrong else 1.0,
        recall=right / there if there else 1.0,
        recall_told=right_told / told if told else 1.0,
        share_told=told / there if there else 1.0,
        pairs=right + wrong,
    )
