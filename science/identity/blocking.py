"""Which pairs of contacts are looked at: those that share a key.

Keys stand from strict to loose; each is counted by grouping before it is used, and used
while its pairs fit the budget. Strict keys alone found 84 % of the pairs of a set with
ten slips a record, the loose ones 97 % (2026-11-26). A small list is compared whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

KEYS = (
    "email", "phone_key", "social_handle", "website",
    "birth_date + last_name_key", "birth_date + first_name_key",
    "first_name_key + last_name_key", "birth_date", "email_own", "email_user",
    "last_name + postal_code", "first_name + postal_code", "address",
    "address[1:8] + postal_code", "phone_key[-7:]", "birth_date[1:4] + first_name",
    "birth_date[1:4] + last_name", "birth_date[5:8] + last_name[1:3]",
    "birth_date[5:8] + first_name[1:3]", "birth_date[1:6] + last_name[1:2]",
    "first_name + city", "last_name + city", "last_name + first_name[1:1]",
    "first_name + last_name[1:2]", "last_name + address[1:4]",
    "first_name + address[1:6]", "city + address[1:6]", "email_user[1:6]",
    "postal_code", "last_name", "first_name", "address[1:8]", "birth_date[1:6]",
    "birth_date[5:8]", "last_name_key", "first_name_key", "city",
)  # fmt: skip
ALL = "all pairs"
SWAPPED = "first name = last name"

_COLUMN = re.compile("[a-z_]+")
_MADE_FROM = {
    "first_name_key": "first_name",
    "last_name_key": "last_name",
    "phone_key": "phone",
    "email_user": "email",
    "email_own": "email",
}


@dataclass(frozen=True)
class Budget:
    """How many pairs may be looked at."""

    whole: int = 1_000_000
    """Possible pairs up to which every pair is."""
    pairs_per_contact: int = 12
    least: int = 5_000_000
    """Pairs that may be looked at however few contacts there are."""
    share_of_one_key: float = 0.25


@dataclass(frozen=True)
class Rule:
    """What two contacts share if they are compared."""

    name: str
    condition: str
    """SQL of two contacts, ``l`` and ``r``."""
    pairs: int


def rules(
    connection: duckdb.DuckDBPyConnection, columns: list[str], budget: Budget
) -> list[Rule]:
    """Return the rules that the table ``contacts`` is blocked by.

    Args:
        connection: With the table of normalised contacts.
        columns: Those that can tell people apart.
        budget: How many pairs may be looked at.
    """
    [(rows,)] = connection.execute("select count(*) from contacts").fetchall()
    possible = rows * (rows - 1) // 2
    if possible <= budget.whole:
        return [Rule(ALL, "true", possible)]
    most = max(budget.pairs_per_contact * rows, budget.least)
    chosen: list[Rule] = []
    taken = 0
    for rule in _countable(connection, columns):
        fits = rule.pairs <= min(most - taken, most * budget.share_of_one_key)
        if rule.pairs and fits:
            chosen.append(rule)
            taken += rule.pairs
    return chosen


def block(connection: duckdb.DuckDBPyConnection, chosen: list[Rule]) -> None:
    """Create the table ``pairs``: ``l``, ``r`` (contact numbers), ``rule`` (its name).

    A pair stands once, under the first rule that it meets.
    """
    met = " union all ".join(
        f"select l.contact_number as l, r.contact_number as r, {place} as place"
        " from contacts as l inner join contacts as r"
        f" on l.contact_number < r.contact_number and {rule.condition}"
        for place, rule in enumerate(chosen)
    )
    _create(connection, chosen, met)


def block_touched(connection: duckdb.DuckDBPyConnection, chosen: list[Rule]) -> None:
    """Create the table ``pairs`` as `block` does, of those that one touched is in.

    Args:
        connection: With ``touched``, rows of the table ``contacts``.
        chosen: The rules.
    """
    met = " union all ".join(
        "select least(l.contact_number, r.contact_number) as l,"
        f" greatest(l.contact_number, r.contact_number) as r, {place} as place"
        " from touched as l inner join contacts as r"
        f" on l.contact_number != r.contact_number and {rule.condition}"
        for place, rule in enumerate(chosen)
    )
    _create(connection, chosen, met)


def shares_too_much(
    connection: duckdb.DuckDBPyConnection, chosen: list[Rule], budget: Budget
) -> bool:
    """Return whether rules chosen before give twice the pairs that may be looked at."""
    [(rows,)] = connection.execute("select count(*) from contacts").fetchall()
    most = max(budget.pairs_per_contact * rows, budget.least, budget.whole)
    counted = [
        connection.execute(_pairs_of(rule.name.split(" + "))).fetchall()[0][0]
        for rule in chosen
        if rule.name not in (ALL, SWAPPED)
    ]
    return sum(counted) > 2 * most


def _create(
    connection: duckdb.DuckDBPyConnection, chosen: list[Rule], met: str
) -> None:
    names = ", ".join(f"'{rule.name}'" for rule in chosen)
    connection.execute(
        "create or replace table pairs as"
        f" select l, r, [{names}][min(place) + 1] as rule from ({met}) group by l, r"
    )


def _countable(connection: duckdb.DuckDBPyConnection, columns: list[str]) -> list[Rule]:
    """Return the rules whose columns there are, with their pairs, strict ones first."""
    found = []
    for key in KEYS:
        parts = key.split(" + ")
        if not all(_is_there(part, columns) for part in parts):
            continue
        [(pairs,)] = connection.execute(_pairs_of(parts)).fetchall()
        found.append(Rule(key, " and ".join(map(_agrees, parts)), int(pairs)))
    if {"first_name", "last_name"} <= set(columns):
        [(pairs,)] = connection.execute(_PAIRS_SWAPPED).fetchall()
        condition = "l.first_name = r.last_name and l.last_name = r.first_name"
        found.append(Rule(SWAPPED, condition, int(pairs)))
    return found


def _is_there(part: str, columns: list[str]) -> bool:
    column = _COLUMN.findall(part)[0]
    return _MADE_FROM.get(column, column) in columns


def _agrees(part: str) -> str:
    return f"l.{part} = r.{part}"


def _pairs_of(parts: Sequence[str]) -> str:
    filled = " and ".join(f"{part} is not null" for part in parts)
    return (
        "select coalesce(sum(times * (times - 1) / 2), 0) from ("
        f"select count(*) as times from contacts where {filled}"
        f" group by {', '.join(parts)})"
    )


_PAIRS_SWAPPED = """
with counted as (
    select first_name, last_name, count(*) as times
    from contacts
    where first_name is not null and last_name is not null
    group by all
)

select coalesce(sum(l.times * r.times), 0) / 2
from counted as l
inner join counted as r on l.first_name = r.last_name and l.last_name = r.first_name
"""
