"""How dates and times are written, and SQL that reads them as the contract's.

Text that begins like 2024-12-31 is read as ISO 8601. Other text is read by the style
that fails least over the whole column (`recognised`). Where day-first and month-first
both fit every value, the shop's currency decides: month first for USD, day first for
all others; ``datetime_format`` overrides.

An offset, ``Z`` or ``UTC`` after a time is respected; other times are in the source's
zone. They become UTC in timestamp columns and the shop's days in date columns.

In a shop of the Jalali calendar the years 1200 to 1599 are Jalali's (by its 33-year
cycle, exact from 1178 to 1501 AP).
"""

from dataclasses import dataclass
from typing import Literal

import duckdb

from ingestion.quoting import literal

TIMES = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S",
)  # fmt: skip
"""What may follow a date."""

STYLES = (
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y",
    "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%d.%m.%y", "%m.%d.%y",
    "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%d%b%Y", "%d/%b/%Y",
    "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%a, %d %b %Y", "%Y%m%d", "%Y.%m.%d",
)  # fmt: skip
"""Dates that are not ISO 8601."""

SAMPLE_VALUES = 500
"""Distinct values that all styles are tried on."""

ISO = r"^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ].*)?$"
JALALI = r"^(1[2-5][0-9]{2})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(([T ].*)?)$"
ZONED = (
    r"[0-9]:[0-9]{2}.*?"
    r"( ?Z| [A-Za-z]{3,}(/[A-Za-z_]+)*| ?[+-][0-9]{2}(:?[0-9]{2})?)$"
)
UTC_WORD = r" ?(Z|UTC|GMT)$"

FIRST_US, LAST_US = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The years 1 to 9999."""


@dataclass(frozen=True)
class TimeReading:
    """How one column's dates and times are written, and where they are local."""

    timezone: str
    """Zone of times without an offset."""
    shop_timezone: str
    """Zone whose days date columns hold."""
    epoch_unit: Literal["s", "ms", "us", "ns"] | None = None
    formats: tuple[str, ...] = ()
    """strptime formats of text; ISO 8601 if there is none."""
    is_jalali: bool = False
    """Whether years of ISO 8601 may be Jalali's."""


def typed_as_time(
    value: str, source_type: str, contract_type: str, reading: TimeReading
) -> str:
    """Return SQL that reads a date, a timestamp or a number of a typed file."""
    if source_type == "DATE":
        return _local(f"cast({value} as timestamp)", contract_type, reading)
    if source_type == "TIMESTAMP WITH TIME ZONE":
        return _instant(_finite(value), contract_type, reading)
    if source_type.startswith("TIMESTAMP"):
        naive = f"try_cast({value} as timestamp)"
        return _local(_finite(naive), contract_type, reading)
    if reading.epoch_unit:
        return _epoch(value, contract_type, reading)
    if contract_type == "date" and not source_type.startswith(("TIME", "INTERVAL")):
        return _eight_digits(value)
    return "null"


def text_as_time(value: str, contract_type: str, reading: TimeReading) -> str:
    """Return SQL that reads text."""
    if reading.epoch_unit:
        return _epoch(value, contract_type, reading)
    if not reading.formats:
        written = value
        if reading.is_jalali:
            written = f"translate({value}, '۰۱۲۳۴۵۶۷۸۹', '0123456789')"
            value = _gregorian(written)
        close = f"regexp_replace({value}, ' ([+-][0-9:]+)$', '\\1')"
        instant = _instant(
            f"try_cast({close} as timestamp with time zone)", contract_type, reading
        )
        local = _local(f"try_cast({value} as timestamp)", contract_type, reading)
        return (
            f"case when not regexp_matches({written}, '{ISO}') then null "
            f"when regexp_matches({value}, '{ZONED}') then {instant} else {local} end"
        )
    if any("%z" in one or "%Z" in one for one in reading.formats):
        return _instant(_parsed(value, reading.formats), contract_type, reading)
    bare = f"regexp_replace({value}, '{UTC_WORD}', '')"
    instant = _instant(
        f"timezone('UTC', {_parsed(bare, reading.formats)})", contract_type, reading
    )
    local = _local(_parsed(value, reading.formats), contract_type, reading)
    return f"case when {value} = {bare} then {local} else {instant} end"


def _gregorian(value: str) -> str:
    """Return SQL of text whose date is Gregorian, where it was Jalali; null if none."""
    year, month, day = (
        f"cast(regexp_extract({value}, '{JALALI}', {group}) as int)"
        for group in (1, 2, 3)
    )
    length = (
        f"case when {month} <= 6 then 31 when {month} <= 11 then 30 "
        f"when (25 * {year} + 11) % 33 < 8 then 30 else 29 end"
    )
    first = f"365 * ({year} - 1) + (8 * {year} + 21) // 33"
    before = f"31 * ({month} - 1) - greatest({month} - 7, 0)"
    # Day 1948320 of the Julian day number is 1 Farvardin 1, day 2440588 is 1970-01-01.
    gregorian = (
        f"date '1970-01-01' + cast(1948320 - 2440588 + {first} + {before} "
        f"+ {day} - 1 as int)"
    )
    return (
        f"case when not regexp_matches({value}, '{JALALI}') then {value} "
        f"when {month} between 1 and 12 and {day} between 1 and {length} "
        f"then strftime({gregorian}, '%Y-%m-%d') "
        f"|| regexp_extract({value}, '{JALALI}', 4) end"
    )


def recognised(
    connection: duckdb.DuckDBPyConnection, values: str, *, is_month_first: bool
) -> tuple[tuple[str, ...], bool]:
    """Return the formats of a column of text, and whether another fits as well.

    Args:
        connection: Where ``values`` can be read.
        values: A query of one column, ``value``, cleaned.
        is_month_first: Which of two readings that fit equally is taken.
    """
    connection.execute(
        f"create or replace temp table sampled as select distinct value from "
        f"(select value from ({values}) where value is not null limit 100_000) "
        f"limit {SAMPLE_VALUES}"
    )
    (total, iso), *_ = connection.execute(
        f"select count(*), count(*) filter (regexp_matches(value, '{ISO}')) "
        "from sampled"
    ).fetchall()
    if iso == total:
        return (), False
    everything = [tuple(style + time for time in TIMES) for style in STYLES]
    fitting = _fits(connection, "sampled", everything)
    best = max(fitting)
    if best <= iso:
        return (), False
    # The sample narrows the styles; all values decide between those that are near.
    near = [
        (style, _usual_first(connection, formats))
        for style, formats, fits in zip(STYLES, everything, fitting, strict=True)
        if fits and fits >= best - total / 5
    ]
    counts = _fits(connection, f"({values})", [formats for _, formats in near])
    fits_most = [
        one for one, fits in zip(near, counts, strict=True) if fits == max(counts)
    ]
    first = [one for one in fits_most if _is_month_first(one[0]) == is_month_first]
    is_doubtful = len({_is_month_first(style) for style, _ in fits_most}) > 1
    return (first or fits_most)[0][1], is_doubtful


def _usual_first(
    connection: duckdb.DuckDBPyConnection, formats: tuple[str, ...]
) -> tuple[str, ...]:
    """Return formats in the order of their use: each that fails costs 1 s a million."""
    fits = _fits(connection, "sampled", [(one,) for one in formats])
    order = sorted(zip(fits, formats, strict=True), key=lambda one: -one[0])
    return tuple(one for _, one in order)


def _fits(
    connection: duckdb.DuckDBPyConnection, values: str, tried: list[tuple[str, ...]]
) -> list[int]:
    """Return how many values each of some lists of formats reads."""
    bare = f"regexp_replace(value, '{UTC_WORD}', '')"
    counts = ", ".join(f"count({_parsed(bare, formats)})" for formats in tried)
    row = connection.execute(f"select {counts} from {values}").fetchone()
    return [int(count) for count in row or ()]


def _is_month_first(style: str) -> bool:
    return style.startswith(("%m", "%b", "%B"))


def _parsed(value: str, formats: tuple[str, ...]) -> str:
    """Return SQL of a timestamp; ``%Y`` would read 10 as the year 10."""
    listed = ", ".join(literal(one) for one in formats)
    parsed = f"try_strptime({value}, [{listed}])"
    return f"case when year({parsed}) between 1000 and 9999 then {parsed} end"


def _finite(value: str) -> str:
    return f"case when isfinite({value}) then {value} end"


def _epoch(value: str, contract_type: str, reading: TimeReading) -> str:
    micros = {
        "s": f"try_cast(try_cast({value} as double) * 1e6 as bigint)",
        "ms": f"try_cast(try_cast({value} as double) * 1e3 as bigint)",
        "us": f"try_cast({value} as bigint)",
        "ns": f"try_cast({value} as bigint) // 1000",
    }[reading.epoch_unit or "s"]
    inside = f"case when {micros} between {FIRST_US} and {LAST_US} then {micros} end"
    return _instant(
        f"timezone('UTC', make_timestamp({inside}))", contract_type, reading
    )


def _eight_digits(value: str) -> str:
    """Return SQL of the day that a number such as 19571130 writes."""
    whole = f"try_cast(try_cast({value} as decimal(18, 3)) as bigint)"
    digits = f"case when {whole} = {value} then cast({whole} as varchar) end"
    return (
        f"case when {whole} between 10000101 and 99991231 "
        f"then cast(try_strptime({digits}, '%Y%m%d') as date) end"
    )


def _local(naive: str, contract_type: str, reading: TimeReading) -> str:
    if contract_type == "date":
        return f"cast({naive} as date)"
    if reading.timezone == "UTC":
        return naive
    return f"timezone('UTC', timezone({literal(reading.timezone)}, {naive}))"


def _instant(instant: str, contract_type: str, reading: TimeReading) -> str:
    if contract_type == "date":
        return f"cast(timezone({literal(reading.shop_timezone)}, {instant}) as date)"
    return f"timezone('UTC', {instant})"
