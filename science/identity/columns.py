"""Which columns of contacts can tell people apart, and which values name nobody."""

import duckdb
import pyarrow as pa

from science.identity.normalising import COLUMNS, CORRECTED

LEAST_FILLED = 0.02
MOST_ALIKE = 0.995
DETERMINED = 0.9

_CONTENT = """
select
    count({name}) as filled,
    count(distinct {name}) as different,
    (
        select max(times) from (
            select count(*) as times from contacts
            where {name} is not null group by {name}
        )
    ) as most,
    (select count(*) from contacts) as contacts,
from contacts
"""
_SAID = """
with

pairs as (
    select {telling} as telling, {told} as told, count(*) as times
    from contacts
    where {telling} is not null and {told} is not null
    group by all
),

each as (
    select sum(times) as together, sum(times * times) as same
    from pairs
    group by telling
    having sum(times) > 1
)

select coalesce(sum(same) > ? * sum(together * together), false) from each
"""
_SHARED = """
select
    '{kind}' as kind,
    {column} as value,
    count(*) as contacts,
    count(distinct first_name_key) as names,
from contacts
where {column} is not null
group by {column}
having count(distinct first_name_key) > ?
"""


_CORRECTED = """
select
    '{column}' as kind,
    {column}_written as value,
    {column} as becomes,
    count(*) as contacts,
from contacts
where {column}_written is not null
group by all
"""


def mended(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return what was corrected in the table ``contacts``.

    Returns:
        ``kind`` (the column), ``value`` as it was written, ``becomes`` as it is
        compared, and ``contacts`` that have it.
    """
    query = " union all ".join(_CORRECTED.format(column=name) for name in CORRECTED)
    return connection.sql(f"{query} order by all").to_arrow_table()


def usable(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the columns of the table ``contacts`` that can tell people apart.

    They are filled in 2 % of rows, have two values, and none in more than 99.5 % of
    them. Region and country are left out where city or postal code says them already:
    they are no second witness.
    """
    found = []
    for name in COLUMNS:
        [(filled, different, most, rows)] = connection.execute(
            _CONTENT.format(name=name)
        ).fetchall()
        enough = filled >= max(2, LEAST_FILLED * rows)
        if enough and different > 1 and most < MOST_ALIKE * filled:
            found.append(name)
    for told in ("country", "region"):
        tellers = [
            name
            for name in ("postal_code", "city", "region")
            if name in found and name != told
        ]
        if told in found and any(_says(connection, name, told) for name in tellers):
            found.remove(told)
    return found


def shared(connection: duckdb.DuckDBPyConnection, most_names: int) -> pa.Table:
    """Take e-mails and telephones of too many people out of the table ``contacts``.

    The mailbox of an office, or the number that a clerk types where a customer has
    none, would make one person of all who have it.

    Args:
        connection: With the table of normalised contacts.
        most_names: First names, by their consonants, that one value may stand with.

    Returns:
        What was taken out: ``kind``, ``value``, ``contacts``, ``names`` (how many).
    """
    found = []
    for kind, column, emptied in (
        ("email", "email", "email = null, email_user = null, email_own = null"),
        ("phone", "phone_key", "phone = null, phone_key = null"),
    ):
        query = _SHARED.format(kind=kind, column=column) + " order by value"
        taken = connection.sql(query, params=[most_names]).to_arrow_table()
        connection.register("taken", taken)
        connection.execute(
            f"update contacts set {emptied} where {column} in (select value from taken)"
        )
        connection.unregister("taken")
        found.append(taken)
    return pa.concat_tables(found)


def _says(connection: duckdb.DuckDBPyConnection, telling: str, told: str) -> bool:
    query = _SAID.format(telling=telling, told=told)
    return connection.execute(query, [DETERMINED]).fetchall()[0][0]
