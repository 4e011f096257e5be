"""Contacts in, people out: which contacts are one person, which may be, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from science.identity.blocking import Budget, block
from science.identity.clustering import Clusters, cluster
from science.identity.columns import mended, shared
from science.identity.explaining import bars
from science.identity.identical import find_identical, people_of_identical
from science.identity.memory import database
from science.identity.normalising import normalised
from science.identity.scoring import score
from science.identity.training import Model, compare, plausible, train


@dataclass(frozen=True)
class Thresholds:
    """Where a suggestion becomes a merge. Weights are bits: 4 is 16 to 1."""

    merge: float = 4.0
    """From here two contacts are one person. F1 moves by 0.01 between 3 and 4."""
    review: float = 0.0
    """From here a person is asked."""
    cut: float = -4.0
    """Parts of a person that are on average less alike than this are two persons."""
    largest: int = 50
    """Contacts of one person beyond which nothing is merged before a person looked."""
    names_per_identifier: int = 4
    """First names that an e-mail or telephone may stand with and be a person's."""
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True)
class Matches:
    """What was found."""

    pairs: pa.Table
    """One row per pair at or above the review threshold: ``left_contact_id``,
    ``right_contact_id``, ``weight`` (bits), ``probability``, ``rule`` (by what the pair
    was found), ``decision`` (``merge``, ``review``, or ``held`` where more hang
    together than a person has) and ``explanation`` (JSON, see `explaining.bars`)."""
    people: pa.Table
    """One row per contact: ``contact_id``, ``person`` (the first contact's id of those
    that are one person) and ``is_held``."""
    taken_out: pa.Table
    """E-mails and telephones of too many people: ``kind``, ``value``, ``contacts``,
    ``names``."""
    corrected: pa.Table
    """Slips in places that were mended to be compared: ``kind``, ``value``,
    ``becomes``, ``contacts``."""
    model: Model | None = field(compare=False)
    """What was learnt; None where nothing could be told apart."""


_FOUND = """
select
    scored.l,
    scored.r,
    scored.weight,
    scored.probability,
    compared.rule,
    {bars} as explanation,
from scored
inner join compared using (l, r)
"""
_PAIRS = """
select
    l.contact_id as left_contact_id,
    r.contact_id as right_contact_id,
    found.weight,
    found.probability,
    found.rule,
    case
        when l_person.person = r_person.person then 'merge'
        when l_person.is_held and r_person.is_held and found.weight >= $merge
            then 'held'
        else 'review'
    end as decision,
    found.explanation,
from found
inner join contacts as l on found.l = l.contact_number
inner join contacts as r on found.r = r.contact_number
inner join people as l_person on l.contact_id = l_person.contact_id
inner join people as r_person on r.contact_id = r_person.contact_id
order by left_contact_id, right_contact_id
"""
_PEOPLE = """
select contacts.contact_id, firsts.contact_id as person, clusters.is_held
from contacts
positional join clusters
inner join contacts as firsts on clusters.person = firsts.contact_number
order by contacts.contact_number
"""


def match(
    contacts: pa.Table,
    thresholds: Thresholds | None = None,
    *,
    region: str | None = None,
    places: Mapping[str, Iterable[str]] | None = None,
    model: Model | None = None,
) -> Matches:
    """Return which contacts are one person.

    The same contacts give the same answer, in whatever order they stand.

    Args:
        contacts: Columns of the entity ``contacts``; ``contact_id`` is unique, others
            may be missing.
        thresholds: Where a suggestion becomes a merge.
        region: Two letters of the country where telephone numbers are dialled.
        places: The places there are, by column (city, region), see
            `normalising.normalised`.
        model: One that was learnt before; else one is learnt.

    Raises:
        ValueError: If ``contact_id`` is missing or places are given for other columns.
    """
    limits = thresholds or Thresholds()
    forms = normalised(contacts, region=region, places=places)
    return match_forms(forms, limits, model)


def match_forms(forms: pa.Table, limits: Thresholds, model: Model | None) -> Matches:
    """Return which contacts are one person, of contacts that are normalised."""
    with database() as connection:
        taken_out = put(connection, forms, limits)
        if model is None:
            model = train(connection, limits.budget)
        else:
            block(connection, model.rules)
        if model is None:
            find_identical(connection, limits.merge)
            people = people_of_identical(connection, limits.largest).to_arrow_table()
            pairs = _pairs(connection, people, limits)
            return Matches(pairs, people, taken_out, mended(connection), None)
        find(connection, model, limits)
        return matches(connection, model, limits, taken_out)


def put(
    connection: duckdb.DuckDBPyConnection, forms: pa.Table, limits: Thresholds
) -> pa.Table:
    """Create the table ``contacts``, numbered by their ids; return what is taken out.

    Args:
        connection: A new database.
        forms: Contacts, normalised.
        limits: How many people an e-mail or telephone may be of.
    """
    connection.register("forms", forms)
    connection.execute(
        "create table contacts as select"
        " row_number() over (order by contact_id) - 1 as contact_number, *"
        " from forms order by contact_id"
    )
    connection.unregister("forms")
    return shared(connection, limits.names_per_identifier)


def find(
    connection: duckdb.DuckDBPyConnection, model: Model, limits: Thresholds
) -> None:
    """Create the table ``found``: those of ``pairs`` at or above the review threshold.

    It has ``l``, ``r``, ``weight``, ``probability``, ``rule`` and ``explanation``.
    """
    patterns = compare(connection, model.comparisons)
    connection.register("reachable", plausible(model, patterns, limits.review))
    levels = ", ".join(f"level_{each.column}" for each in model.comparisons)
    connection.execute(
        "create or replace table worthwhile as select l, r from compared"
        f" semi join reachable using ({levels})"
    )
    score(connection, model, "worthwhile", "scored", limits.review)
    query = _FOUND.format(bars=bars(model))
    connection.execute(f"create or replace table found as {query}")


def matches(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    limits: Thresholds,
    taken_out: pa.Table,
) -> Matches:
    """Return what the tables ``contacts`` and ``found`` say."""
    clusters = cluster(
        connection,
        model,
        merge=limits.merge,
        cut=limits.cut,
        largest=limits.largest,
    )
    people = _people(connection, clusters)
    pairs = _pairs(connection, people, limits)
    return Matches(pairs, people, taken_out, mended(connection), model)


def _people(connection: duckdb.DuckDBPyConnection, found: Clusters) -> pa.Table:
    clusters = pa.table({"person": found.person, "is_held": found.is_held})
    connection.register("clusters", clusters)
    return connection.sql(_PEOPLE).to_arrow_table()


def _pairs(
    connection: duckdb.DuckDBPyConnection, people: pa.Table, limits: Thresholds
) -> pa.Table:
    connection.register("people", people)
    return connection.sql(_PAIRS, params={"merge": limits.merge}).to_arrow_table()
