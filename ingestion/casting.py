"""SQL expressions that turn a source's value into the contract's type, or into null.

A value arrives as the type that its file has: text of a CSV file, a double of a Parquet
file. Every expression is null where the value does not fit, and never raises, so that a
bad cell costs its row and nothing else.
"""

from ingestion.quoting import literal
from ingestion.times import TimeReading, text_as_time, typed_as_time

BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(65279)"
"""White space around text, with the spaces that are not to be broken, and the mark
that begins some files."""

NUMBERS = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
)  # fmt: skip
FRACTIONS = ("FLOAT", "DOUBLE")

OBJECT = "OBJECT"
"""Type of a cell that was made as the text of a JSON object."""

NULL_WORDS = (
    "na", "n/a", "nan", "null", "none", "nat", r"\n", "#n/a", "<na>",
)  # fmt: skip
"""What systems write for nothing, in lower case. In text they may be a value, such as
the country code of Namibia; no number, date or id is called so."""

RULES = {
    "bigint": "must be a whole number",
    "double": "must be a number (`decimal_separator` says how it is written)",
    "decimal": "must be a number (`decimal_separator` says how it is written)",
    "bool": "must be yes or no",
    "date": "must be a date (`datetime_format` and `epoch_unit` say how it is written)",
    "timestamp": (
        "must be a time (`datetime_format` and `epoch_unit` say how it is written)"
    ),
    "text": "must be text",
    "json": "must be a JSON object",
}
"""Contract type to the rule that a value breaks, for people."""

# The last symbol is what € of Windows-1252 is when it is read as Latin-1.
_CURRENCY = (
    "([A-Z]{0,2}\\$|[€£¥₹₺₼₽₴₩₦\u0080]|kr|zł|Kč"
    "|AZN|BRL|CHF|CZK|DKK|EUR|GBP|IRR|NOK|PLN|SEK|TRY|USD)"
)


def cleaned(column: str, source_type: str, *, is_prose: bool) -> str:
    """Return a value without what means nothing: blank text and NaN are null.

    Args:
        column: The source's column, quoted.
        source_type: DuckDB's type of it.
        is_prose: Whether `NULL_WORDS` may be meant as they stand.
    """
    if source_type in FRACTIONS:
        return f"case when not isnan({column}) then {column} end"
    if source_type != "VARCHAR" and not source_type.startswith("ENUM"):
        return column
    text = f"nullif(trim({column}::varchar, {BLANKS}), '')"
    if is_prose:
        return text
    words = ", ".join(literal(word) for word in NULL_WORDS)
    return f"case when lower({text}) not in ({words}) then {text} end"


def converted(
    value: str,
    source_type: str,
    contract_type: str,
    *,
    is_id: bool,
    decimal_separator: str,
    reading: TimeReading,
) -> str:
    """Return a cleaned value as the contract's type; null where it does not fit.

    Args:
        value: SQL of the value, as `cleaned` gives it.
        source_type: DuckDB's type of the source's column.
        contract_type: Type of the contract, such as ``decimal``.
        is_id: Whether ``17850.0`` means ``17850``.
        decimal_separator: What stands before the fraction in text.
        reading: How dates and times are written.
    """
    source_type = "VARCHAR" if source_type.startswith("ENUM") else source_type
    if contract_type == "text":
        return _text(value, source_type, is_id=is_id)
    if contract_type in ("date", "timestamp"):
        if source_type == "VARCHAR":
            return text_as_time(value, contract_type, reading)
        return typed_as_time(value, source_type, contract_type, reading)
    if contract_type == "bool":
        return _bool(value, source_type)
    if contract_type == "json":
        return _object(value, source_type)
    return _number(value, source_type, contract_type, decimal_separator)


def always_fits(source_type: str, contract_type: str) -> bool:
    """Return whether every value of a type fits the contract's."""
    return (
        contract_type == "text"
        or (contract_type == "json" and source_type == OBJECT)
        or (contract_type, source_type) in (("date", "DATE"), ("bool", "BOOLEAN"))
        or (
            contract_type in ("double", "bigint")
            and source_type in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "BOOLEAN")
        )
    )


def _text(value: str, source_type: str, *, is_id: bool) -> str:
    if source_type == "VARCHAR":
        if not is_id:
            return value
        return (
            f"case when regexp_full_match({value}, '-?[0-9]+\\.0+') "
            f"then split_part({value}, '.', 1) else {value} end"
        )
    if source_type in FRACTIONS or source_type.startswith("DECIMAL"):
        # Beyond 15 digits a double is no longer exact.
        return (
            f"case when {value} = trunc({value}) and abs({value}) < 1e15 "
            f"then cast(cast({value} as bigint) as varchar) "
            f"else cast({value} as varchar) end"
        )
    if source_type.endswith("]") or source_type.startswith(("STRUCT", "MAP", "UNION")):
        return f"cast(to_json({value}) as varchar)"
    return f"cast({value} as varchar)"


def _object(value: str, source_type: str) -> str:
    if source_type == OBJECT:
        return value
    text = _text(value, source_type, is_id=False)
    # Inside a `case`, for `json_type` raises where text is no JSON.
    kind = f"case when json_valid({text}) then json_type({text}) end"
    return f"case when {kind} = 'OBJECT' then {text} end"


def _bool(value: str, source_type: str) -> str:
    if source_type == "BOOLEAN":
        return value
    return (
        f"case when lower(cast({value} as varchar)) in "
        "('true', 't', 'yes', 'y', '1', '1.0') then true "
        f"when lower(cast({value} as varchar)) in "
        "('false', 'f', 'no', 'n', '0', '0.0') then false end"
    )


def _number(
    value: str, source_type: str, contract_type: str, decimal_separator: str
) -> str:
    if source_type == "VARCHAR":
        number = _number_text(value, decimal_separator)
    elif source_type in (*NUMBERS, *FRACTIONS, "BOOLEAN") or source_type.startswith(
        "DECIMAL"
    ):
        number = value
    else:
        return "null"
    if contract_type == "decimal":
        return f"try_cast({number} as decimal(18, 4))"
    if contract_type == "double":
        number = f"try_cast({number} as double)"
        return f"case when isfinite({number}) then {number} end"
    if source_type in (*NUMBERS, "BOOLEAN"):
        return f"try_cast({number} as bigint)"
    number = f"try_cast({number} as decimal(38, 9))"
    return f"case when {number} = trunc({number}) then try_cast({number} as bigint) end"


def _number_text(value: str, decimal_separator: str) -> str:
    """Return text as digits and a point, where it is one number without doubt."""
    group, point = (",", "\\.") if decimal_separator == "." else ("\\.", ",")
    grouped = f"[0-9]{{1,3}}([{group} '' \u00a0\u202f][0-9]{{3}})+"
    amount = f"({grouped}|[0-9]+)({point}[0-9]*)?|{point}[0-9]+"
    before = f"[+-]?\\s?({_CURRENCY}\\s?)?|{_CURRENCY}\\s?[+-]"
    signed = f"({before})({amount})(\\s?{_CURRENCY})?"
    plain = f"[+-]?([0-9]+({point}[0-9]*)?|{point}[0-9]+)([eE][+-]?[0-9]+)?"
    western = f"translate({value}, '۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩', '01234567890123456789')"
    sign = f"case when contains({value}, '-') or {value}[1] = '(' then '-' else '' end"
    kept = "0-9." if decimal_separator == "." else "0-9,"
    digits = f"replace(regexp_replace({western}, '[^{kept}]', '', 'g'), ',', '.')"
    return (
        f"case when regexp_full_match({value}, '{plain}') "
        f"then replace({value}, ',', '.') "
        f"when regexp_full_match({western}, '{signed}|\\(({signed})\\)') "
        f"then {sign} || {digits} end"
    )
