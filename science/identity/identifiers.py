"""Identifiers as they are written, in the one form by which they are compared.

What names nobody is left out and told: placeholders, what is too long to be an id, and
what is no address or number. Characters that nobody sees are taken out.
"""

import duckdb
import pyarrow as pa

from science.identity.emails import emails
from science.identity.phones import phones
from science.identity.rules import Rules

_INVISIBLE = (
    r"[\x{0000}-\x{001F}\x{007F}-\x{009F}\x{00AD}\x{034F}\x{061C}\x{115F}\x{1160}"
    r"\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{200B}-\x{200F}\x{2028}-\x{202E}"
    r"\x{2060}-\x{206F}\x{3164}\x{FE00}-\x{FE0F}\x{FEFF}\x{FFA0}\x{FFF9}-\x{FFFB}]"
)
"""Controls, joiners, marks of direction, fillers: who looks alike is alike without."""

_SHOWN = 80
"""Characters of a text that is too long, as it is told."""


def row_hash(row: str) -> str:
    """Return SQL of a number that stands for a whole row, of 64 bits.

    DuckDB's ``hash()`` gives like texts one number: a row that came in the place of
    another one would not be seen.
    """
    return f"(md5_number(to_json({row})::varchar) >> 64)::ubigint"


def key(side: str) -> str:
    """Return SQL of a text of ``seen`` as it was written, and what says how it is read.

    Args:
        side: ``left`` or ``right``.
    """
    kind, value = f"seen.{side}_kind", f"seen.{side}_value"
    return f"""
        case
            when {kind} is null or {value} is null then null
            when {kind} = 'phone' then concat('phone:', {value}, chr(0), seen.country)
            else concat({kind}, ':', {value})
        end
    """


_TEXTS = f"""
create table texts as
select distinct key, kind, value, country
from (
    select
        {key("left")} as key,
        left_kind as kind,
        left_value as value,
        null as country,
    from seen
    union all
    select
        {key("right")} as key,
        right_kind as kind,
        right_value as value,
        case when right_kind = 'phone' then country end as country,
    from seen
)
where key is not null
"""
_BARE = """
create table bare as
select
    *,
    case when length(value) <= $longest
        then trim(regexp_replace(nfc_normalize(value), $invisible, '', 'g'))
    end as bare,
from texts
"""
_FORMS = """
create table formed as
select
    bare.* exclude (bare),
    bare.bare,
    case
        when bare.kind = 'email' then email_forms.email
        when bare.kind = 'phone' then phone_forms.phone
        else nullif(bare.bare, '')
    end as form,
from bare
left join email_forms on bare.kind = 'email' and bare.bare = email_forms.value
left join phone_forms
    on
        bare.kind = 'phone'
        and bare.bare = phone_forms.value
        and bare.country is not distinct from phone_forms.country
"""
_NAMED = """
create table named as
select
    *,
    case
        when bare is null then 'too_long'
        when {blocked} then 'blocked'
        when form is null or length(form) > $longest then 'unreadable'
    end as code,
    case when code is null then concat(kind, ':', form) end as identifier,
from formed
"""
_TOLD = """
create table told as
select
    key,
    coalesce(code, 'mended') as code,
    kind,
    case when code = 'too_long'
        then concat(left(value, $shown), '… (', length(value), ' characters)')
        else value
    end as value,
    case when code is null then form end as becomes,
from named
where
    code is not null
    or case when kind in ('email', 'phone')
        then regexp_matches(value, $invisible)
        else form <> value
    end
"""
_NOTED = f"""
create table noted as
select {row_hash("seen")} as row_hash, told.* exclude (key)
from seen
inner join told on {key("left")} = told.key
union all
select {row_hash("seen")} as row_hash, told.* exclude (key)
from seen
inner join told on {key("right")} = told.key
"""


def name_identifiers(connection: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Create the table ``named``, with an identifier for each text.

    And ``noted``: the texts that name nobody or were mended, by the rows of them.

    Args:
        connection: With the table ``seen``, see `linking.linked`.
        rules: What names nobody.
    """
    longest = {"longest": rules.longest}
    invisible = {"invisible": _INVISIBLE}
    connection.execute(_TEXTS)
    connection.execute(_BARE, longest | invisible)
    connection.register("email_forms", emails(_distinct(connection, "email")))
    connection.register("phone_forms", _phones(connection, rules.region))
    connection.execute(_FORMS)
    connection.execute(_NAMED.format(blocked=_blocked(rules)), longest)
    connection.execute(_TOLD, {"shown": _SHOWN} | invisible)
    connection.execute(_NOTED)
    for used in ("texts", "bare", "formed", "told"):
        connection.execute(f"drop table {used}")


def _distinct(connection: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    rows = connection.execute(
        "select distinct bare from bare where kind = ? and bare is not null", [kind]
    )
    return [text for (text,) in rows.fetchall()]


def _phones(connection: duckdb.DuckDBPyConnection, region: str | None) -> pa.Table:
    rows = connection.execute(
        "select distinct bare, country from bare "
        "where kind = 'phone' and bare is not null"
    ).fetchall()
    return phones(rows, region)


def _blocked(rules: Rules) -> str:
    """Return the condition that a text names nobody."""
    conditions = ["false"]
    for kind, values in rules.blocked.items():
        listed = ", ".join(map(_quoted, values))
        for text in ("bare", "form") if values else ():
            conditions.append(f"kind = {_quoted(kind)} and lower({text}) in ({listed})")
    for kind, patterns in rules.blocked_patterns.items():
        for pattern in patterns:
            conditions.append(
                f"kind = {_quoted(kind)} and "
                f"regexp_full_match(coalesce(form, bare), {_quoted(pattern)}, 'i')"
            )
    return f"coalesce(({') or ('.join(conditions)}), false)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
