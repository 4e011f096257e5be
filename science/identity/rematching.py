"""Contacts matched again after some of them changed, with the model learnt before.

Only what changed is normalised and compared. The answer is that of matching all
contacts with the same model; a new one is learnt where there is reason to
(`keeping.outdated`).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import pyarrow as pa

from science.identity.blocking import block_touched, shares_too_much
from science.identity.keeping import from_text, outdated, to_text
from science.identity.matching import (
    Matches,
    Thresholds,
    find,
    match_forms,
    matches,
    put,
)
from science.identity.memory import database
from science.identity.normalising import FORMS, hashed, normalised
from science.identity.places import by_country

_TOUCHED = """
create table touched as
select * from contacts
where
    contact_id not in (select contact_id from kept)
    -- An e-mail or number that is taken out now and was not, or the other way round.
    or contact_id in (
        select forms.contact_id
        from forms
        inner join swayed
            on forms.email = swayed.value and swayed.kind = 'email'
            or forms.phone_key = swayed.value and swayed.kind = 'phone'
    )
"""
_SWAYED = """
create table swayed as
(select kind, value from taken_before except select kind, value from taken_now)
union
(select kind, value from taken_now except select kind, value from taken_before)
"""
_KEPT_PAIRS = """
insert into found by name
select
    l.contact_number as l,
    r.contact_number as r,
    before.weight,
    before.probability,
    before.rule,
    before.explanation,
from before
inner join contacts as l on before.left_contact_id = l.contact_id
inner join contacts as r on before.right_contact_id = r.contact_id
where
    l.contact_number not in (select contact_number from touched)
    and r.contact_number not in (select contact_number from touched)
"""


@dataclass(frozen=True)
class Matched:
    """What was found, and what is kept to find it again."""

    matches: Matches
    forms: pa.Table
    """One row per contact, normalised, with ``row_hash`` of the row as it came."""
    model: str
    """What was learnt, as text (`keeping.to_text`); empty where nothing could be."""
    learnt: str | None
    """Why it was learnt anew; None where it was used again."""
    touched: int
    """Contacts that were compared with all others."""


@dataclass(frozen=True)
class Before:
    """What is kept of the last time: of `Matched`, its pairs, forms and model."""

    pairs: pa.Table
    forms: pa.Table
    model: str
    taken_out: pa.Table

    @classmethod
    def of(cls, found: Matched) -> "Before":
        """Return what is kept."""
        told = found.matches
        return cls(told.pairs, found.forms, found.model, told.taken_out)


def rematch(
    before: Before | None,
    contacts: pa.Table,
    thresholds: Thresholds | None = None,
    *,
    now: datetime,
    region: str | None = None,
    places: Mapping[str, Iterable[str]] | None = None,
) -> Matched:
    """Return which contacts are one person, from what was found before.

    Args:
        before: What is kept of the last time, if anything is.
        contacts: All contacts, as `matching.match` takes them.
        thresholds: Where a suggestion becomes a merge.
        now: The time, with its zone: a model is kept for a month.
        region: As in `matching.match`.
        places: As there.

    Raises:
        ValueError: As there.
    """
    limits = thresholds or Thresholds()
    places = {column: by_country(names) for column, names in (places or {}).items()}
    settings = _settings(limits, region, places)
    rows = hashed(contacts)
    why = "there is no model"
    if before is not None:
        why = outdated(before.model, contacts.num_rows, settings, now)
    kept = None if before is None or why == "the settings changed" else before.forms
    forms, unchanged = _forms(kept, rows, contacts, region=region, places=places)
    if before is not None and why is None:
        found = _increment(before, forms, unchanged, limits)
        if found is not None:
            return Matched(found[0], forms, before.model, None, found[1])
        why = "too many contacts share a key"
    found_anew = match_forms(forms.drop_columns(["row_hash"]), limits, None)
    model = found_anew.model
    text = to_text(model, now, settings) if model else ""
    return Matched(found_anew, forms, text, why, contacts.num_rows)


def _forms(
    kept: pa.Table | None,
    rows: pa.Table,
    contacts: pa.Table,
    *,
    region: str | None,
    places: Mapping[str, Iterable[str]] | None,
) -> tuple[pa.Table, pa.Table]:
    """Return the forms of all contacts, and the ids of those that did not change."""
    with database() as connection:
        connection.register("rows", rows)
        connection.register("contacts", contacts)
        if kept is None:
            unchanged = rows.slice(0, 0).select(["contact_id"])
        else:
            connection.register("kept", kept)
            unchanged = connection.sql(
                "select contact_id from kept inner join rows"
                " using (contact_id, row_hash) order by contact_id"
            ).to_arrow_table()
        connection.register("unchanged", unchanged)
        changed = connection.sql(
            "select * from contacts where contact_id::varchar"
            " not in (select contact_id from unchanged)"
        ).to_arrow_table()
        made = normalised(changed, region=region, places=places)
        connection.register("made", made)
        fresh = "select * from made inner join rows using (contact_id)"
        old = (
            "" if kept is None
            else "select * from kept semi join unchanged using (contact_id)"
            " union all by name "
        )  # fmt: skip
        query = f"select * from ({old}{fresh}) order by contact_id"
        return connection.sql(query).to_arrow_table(), unchanged


def _increment(
    before: Before, forms: pa.Table, unchanged: pa.Table, limits: Thresholds
) -> tuple[Matches, int] | None:
    """Return what is found, and how many were touched; None if too much is shared."""
    model = from_text(before.model)
    with database() as connection:
        forms = forms.drop_columns(["row_hash"])
        taken_out = put(connection, forms, limits)
        if shares_too_much(connection, model.rules, limits.budget):
            return None
        for name, frame in (
            ("forms", forms),
            ("kept", unchanged),
            ("taken_now", taken_out),
            ("taken_before", before.taken_out),
            ("before", before.pairs),
        ):
            connection.register(name, frame)
        connection.execute(_SWAYED)
        connection.execute(_TOUCHED)
        [(touched,)] = connection.execute("select count(*) from touched").fetchall()
        block_touched(connection, model.rules)
        find(connection, model, limits)
        connection.execute(_KEPT_PAIRS)
        return matches(connection, model, limits, taken_out), touched


def _settings(
    limits: Thresholds,
    region: str | None,
    places: Mapping[str, Mapping[str, list[str]]],
) -> str:
    """Return all on which forms and weights depend, as a short text."""
    told = json.dumps([FORMS, asdict(limits), region, places], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
