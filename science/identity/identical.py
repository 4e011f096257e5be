"""Contacts that say the same in everything, where no model could be learnt.

A model learns from columns that tell people apart; where all contacts are one person's
none does. A list of some dozen copies of one record is such a list.
"""

import duckdb

from science.identity.normalising import COLUMNS

RULE = "everything the same"
FEWEST = 3
"""Columns that must say something: a first name and a city are no person."""

_FOUND = """
create or replace table found as
with

copies as (
    select
        contact_number as r,
        min(contact_number) over (partition by {columns}) as l,
    from contacts
    where {filled} >= $fewest
)

select
    l,
    r,
    $weight::double as weight,
    1 / (1 + pow(2, -$weight)) as probability,
    $rule as rule,
    to_json([
        {{
            'column': 'prior', 'level': null::varchar, 'weight': 0::double,
            'frequency_weight': 0::double
        }},
        {{
            'column': 'everything', 'level': 'same', 'weight': $weight::double,
            'frequency_weight': 0::double
        }}
    ])::varchar as explanation,
from copies
where l < r
"""
_PEOPLE = """
with

firsts as (
    select
        contacts.contact_id,
        contacts.contact_number,
        coalesce(found.l, contacts.contact_number) as l,
    from contacts
    left join found on contacts.contact_number = found.r
),

counted as (
    select *, count(*) over (partition by l) > $largest as is_held from firsts
)

select
    counted.contact_id,
    case when is_held then counted.contact_id else contacts.contact_id end as person,
    counted.is_held,
from counted
inner join contacts on counted.l = contacts.contact_number
order by counted.contact_number
"""


def find_identical(connection: duckdb.DuckDBPyConnection, weight: float) -> None:
    """Create the table ``found``: the first of some copies with each of the others.

    Args:
        connection: With the table ``contacts``.
        weight: The weight that such a pair is given, in bits.
    """
    filled = " + ".join(f"({name} is not null)::int" for name in COLUMNS)
    query = _FOUND.format(columns=", ".join(COLUMNS), filled=filled)
    connection.execute(query, {"fewest": FEWEST, "weight": weight, "rule": RULE})


def people_of_identical(
    connection: duckdb.DuckDBPyConnection, largest: int
) -> duckdb.DuckDBPyRelation:
    """Return ``contact_id``, ``person`` and ``is_held`` of each contact.

    Args:
        connection: With the tables ``contacts`` and ``found``.
        largest: Most contacts of a person; more are held.
    """
    return connection.sql(_PEOPLE, params={"largest": largest})
