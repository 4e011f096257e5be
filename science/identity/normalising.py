"""Contacts as people write them, made comparable.

Python sees each distinct text once; DuckDB joins what came of it to the rows.
"""

from collections.abc import Callable, Iterable, Mapping

import duckdb
import pyarrow as pa

from science.identity.countries import countries
from science.identity.dates import birth_dates
from science.identity.emails import emails
from science.identity.memory import database
from science.identity.names import fold, known, names
from science.identity.phones import phones
from science.identity.places import by_country, corrected_within

FORMS = 2
"""Raised where texts come to be written otherwise: then what is kept is made anew."""

COLUMNS = (
    "first_name", "last_name", "birth_date", "sex", "email", "phone", "website",
    "social_handle", "address", "city", "region", "postal_code", "country",
)  # fmt: skip
"""Columns of the entity ``contacts`` that say who somebody is."""

PLACES = ("city", "region")
CORRECTED = (*PLACES, "country")
"""Columns whose slips are corrected; ``<column>_written`` is what stood there."""

_ABBREVIATIONS = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road",
    "blvd": "boulevard", "dr": "drive", "pl": "place", "ct": "court", "cl": "close",
    "cres": "crescent", "ln": "lane", "sq": "square", "hwy": "highway",
    "kuc": "kucesi", "kuce": "kucesi", "pr": "prospekti", "kvchh": "alley",
    "khiaban": "street",
}  # fmt: skip

_OWN_USER = """
with

split as (
    select
        *,
        regexp_replace(email_user, '[0-9]', '', 'g') as email_word,
        length(regexp_replace(email_user, '[^0-9]', '', 'g')) as email_digits,
        replace(first_name, ' ', '') as first_word,
        replace(last_name, ' ', '') as last_word,
    from joined
),

judged as (
    select
        *,
        email_digits < 2
        and (
            list_max([
                jaro_winkler_similarity(email_word, word)
                for word in [
                    first_word,
                    last_word,
                    first_word || last_word,
                    last_word || first_word,
                    left(first_word, 1) || last_word,
                ]
            ]) >= .88
            or length(email_key) > 3
            and list_max([
                jaro_winkler_similarity(email_key, key)
                for key in [
                    first_name_key,
                    last_name_key,
                    first_name_key || last_name_key,
                    last_name_key || first_name_key,
                ]
            ]) >= .88
        ) as is_made_of_names,
    from split
)

select
    * exclude (
        email_word, email_digits, email_key, first_word, last_word, is_made_of_names
    ),
    case when not coalesce(is_made_of_names, false) then email_user end as email_own,
from judged
order by contact_id
"""


_WRITTEN = """
create table written as
select
    raw.* replace (countries.place as country),
    case when countries.reason = 'corrected' then raw.country end as country_written,
from raw
left join countries on raw.country = countries.value
"""


def normalised(
    contacts: pa.Table,
    *,
    region: str | None = None,
    places: Mapping[str, Iterable[str]] | None = None,
) -> pa.Table:
    """Return contacts with each column in the one form that its writings share.

    Args:
        contacts: ``contact_id`` (unique, not null) and any of `COLUMNS`; others are
            left out.
        region: Two letters of the country where telephone numbers are dialled, where
            the contact's own country does not say.
        places: The places there are, by column (`PLACES`), and where their countries
            are known by the country's code; texts near one are corrected to it, see
            `science.identity.places`.

    Returns:
        One row per contact, in the order of their ids, with all of `COLUMNS`, null
        where they say nothing, and ``first_name_key``, ``last_name_key`` (consonants),
        ``phone_key`` (last digits), ``email_user`` (before the ``@``), ``email_own``:
        the same where it says more than the names do, because it is not made of them
        or has two digits; ``country`` is its two letters where it is known; and of
        `CORRECTED` what was written, where it was corrected.

    Raises:
        ValueError: If ``contact_id`` is missing or places are given for another column.
    """
    if "contact_id" not in contacts.column_names:
        raise ValueError("contacts need a contact_id")
    if unknown := set(places or ()) - set(PLACES):
        raise ValueError(f"places are known of {', '.join(PLACES)}, not of {unknown}")
    with database() as connection:
        connection.register("contacts", contacts)
        there = [name for name in COLUMNS if name in contacts.column_names]
        texts = ", ".join(
            f"contacts.{name}::varchar as {name}"
            if name in there
            else f"null::varchar as {name}"
            for name in COLUMNS
        )
        connection.execute(
            "create table raw as "
            f"select contacts.contact_id::varchar as contact_id, {texts} from contacts"
        )
        found = connection.execute(
            "select distinct country from raw where country is not null order by all"
        ).fetchall()
        connection.register("countries", countries(value for (value,) in found))
        connection.execute(_WRITTEN)
        for name in COLUMNS[:-1]:
            connection.register(
                f"{name}_forms", _forms(connection, name, region, places or {})
            )
        connection.execute(f"create table joined as {_joined()}")
        return connection.sql(_OWN_USER).to_arrow_table()


def hashed(contacts: pa.Table) -> pa.Table:
    """Return ``contact_id`` and ``row_hash`` of what contacts say of who they are.

    Raises:
        ValueError: If ``contact_id`` is missing.
    """
    if "contact_id" not in contacts.column_names:
        raise ValueError("contacts need a contact_id")
    there = [name for name in COLUMNS if name in contacts.column_names]
    said = ", ".join(f"{name} := {name}::varchar" for name in there)
    with database() as connection:
        connection.register("contacts", contacts)
        return connection.sql(
            "select contact_id::varchar as contact_id,"
            f" md5(struct_pack({said or 'nothing := null'})::varchar) as row_hash"
            " from contacts order by contact_id"
        ).to_arrow_table()


def _forms(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    region: str | None,
    places: Mapping[str, Iterable[str]],
) -> pa.Table:
    """Return the forms of a column's distinct texts, as a frame with ``value``."""
    keys = f"{name}, country" if name in _BY_COUNTRY else name
    found = connection.execute(
        f"select distinct {keys} from written where {name} is not null order by all"
    ).fetchall()
    if name == "phone":
        return phones([(number, country) for number, country in found], region)
    if name in PLACES:
        pairs = [(place, country) for place, country in found]
        return corrected_within(pairs, by_country(places.get(name, ())))
    values = [value for (value,) in found]
    if name in _FORMS:
        return _FORMS[name](values)
    return _folded(values, name, _TEXTS.get(name, fold))


def _folded(values: list[str], name: str, form: Callable[[str], str]) -> pa.Table:
    return pa.table(
        {
            "value": pa.array(values, pa.string()),
            name: pa.array([known(form(value)) for value in values], pa.string()),
        }
    )


def _address(text: str) -> str:
    return " ".join(_ABBREVIATIONS.get(word, word) for word in fold(text).split())


_FORMS: dict[str, Callable[[list[str]], pa.Table]] = {
    "first_name": names,
    "last_name": names,
    "birth_date": birth_dates,
    "email": emails,
}
_TEXTS: dict[str, Callable[[str], str]] = {
    "address": _address,
    "postal_code": lambda text: fold(text).replace(" ", ""),
}
_BY_COUNTRY = ("phone", *PLACES)
_TAKEN = {
    "first_name": ("name as first_name", "name_key as first_name_key"),
    "last_name": ("name as last_name", "name_key as last_name_key"),
    "email": ("email", "email_user", "email_key"),
    "phone": ("phone", "phone_key"),
    "city": ("place as city",),
    "region": ("place as region",),
}


def _joined() -> str:
    columns = [
        f"{name}_forms.{column}"
        for name in COLUMNS[:-1]
        for column in _TAKEN.get(name, (name,))
    ]
    columns += [
        "written.country",
        *(
            f"case when {name}_forms.reason = 'corrected' then written.{name} end"
            f" as {name}_written"
            for name in PLACES
        ),
        "written.country_written",
    ]
    joins = "\n".join(
        f"left join {name}_forms on written.{name} = {name}_forms.value"
        + (
            f" and written.country is not distinct from {name}_forms.country"
            if name in _BY_COUNTRY
            else ""
        )
        for name in COLUMNS[:-1]
    )
    return f"select written.contact_id, {', '.join(columns)} from written {joins}"
