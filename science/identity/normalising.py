"""Contacts as people write them, made comparable.

Python sees each distinct text once; DuckDB joins what came of it to the rows.
"""

from collections.abc import Callable, Iterable, Mapping

import duckdb
import pyarrow as pa

from science.identity.dates import birth_dates
from science.identity.emails import emails
from science.identity.memory import database
from science.identity.names import fold, known, names
from science.identity.phones import phones
from science.identity.places import corrected

COLUMNS = (
    "first_name", "last_name", "birth_date", "sex", "email", "phone", "website",
    "social_handle", "address", "city", "region", "postal_code", "country",
)  # fmt: skip
"""Columns of the entity ``contacts`` that say who somebody is."""

PLACES = ("city", "region", "country")

_ABBREVIATIONS = {
    "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "rd": "road",
    "blvd": "boulevard", "dr": "drive", "pl": "place", "ct": "court", "cl": "close",
    "cres": "crescent", "ln": "lane", "sq": "square", "hwy": "highway",
    "kuc": "kucesi", "kuce": "kucesi", "pr": "prospekti", "kwchh": "alley",
    "khiaban": "street", "khiabana": "street",
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
        places: The places there are, by column (`PLACES`); texts near one are corrected
            to it, see `science.identity.places`.

    Returns:
        One row per contact, in the order of their ids, with all of `COLUMNS`, null
        where they say nothing, and ``first_name_key``, ``last_name_key`` (consonants),
        ``phone_key`` (last digits), ``email_user`` (before the ``@``), ``email_own``:
        the same where it says more than the names do, because it is not made of them
        or has two digits.

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
            "create table written as "
            f"select contacts.contact_id::varchar as contact_id, {texts} from contacts"
        )
        for name in COLUMNS:
            connection.register(
                f"{name}_forms", _forms(connection, name, region, places)
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
    places: Mapping[str, Iterable[str]] | None,
) -> pa.Table:
    """Return the forms of a column's distinct texts, as a frame with ``value``."""
    keys = f"{name}, country" if name == "phone" else name
    found = connection.execute(
        f"select distinct {keys} from written where {name} is not null order by all"
    ).fetchall()
    if name == "phone":
        return phones([(number, country) for number, country in found], region)
    values = [value for (value,) in found]
    if places and name in places:
        return corrected(values, places[name]).rename_columns({"place": name})
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
_TAKEN = {
    "first_name": ("name as first_name", "name_key as first_name_key"),
    "last_name": ("name as last_name", "name_key as last_name_key"),
    "email": ("email", "email_user", "email_key"),
    "phone": ("phone", "phone_key"),
}


def _joined() -> str:
    columns = [
        f"{name}_forms.{column}"
        for name in COLUMNS
        for column in _TAKEN.get(name, (name,))
    ]
    joins = "\n".join(
        f"left join {name}_forms on written.{name} = {name}_forms.value"
        + (
            " and written.country is not distinct from phone_forms.country"
            if name == "phone"
            else ""
        )
        for name in COLUMNS
    )
    return f"select written.contact_id, {', '.join(columns)} from written {joins}"
