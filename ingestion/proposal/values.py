"""What a column's sampled values can be: the last word on what its name suggests."""

import re
from collections.abc import Callable
from typing import Literal

from ingestion.discovery.tables import Column, Kind
from ingestion.events.calls import CALLS

EpochUnit = Literal["s", "ms", "us", "ns"]

SHARE = 0.95
"""How many of the values must fit: files have cells that fit nothing."""

FIRST_S, LAST_S = 631_152_000, 4_102_444_800
"""The years 1990 to 2099, between which a number may be a time."""

UNITS: tuple[tuple[EpochUnit, int], ...] = (
    ("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)
)  # fmt: skip

_NUMBER = re.compile(
    r"[-+]?[$€£₼]?\s?\d{1,3}([,. ']?\d{3})*([.,]\d+)?\s?[$€£₼]?"
    r"|[-+]?\d*[.,]?\d+(e[-+]?\d+)?",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"[-+]?\d+(\.0+)?")
_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}")
_DATE = re.compile(
    r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[ -/]?[A-Za-z]{3,9}[ -/,]{0,2}\d{2,4}"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{8})"
    r"([T ,]+.*)?"
)
_HOUR = re.compile(r"\d{1,2}:\d{2}")
_ZONE = re.compile(r":\d{2}.*?( ?Z| [A-Z]{3,}| ?[+-]\d{2}(:?\d{2})?)$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WORDS_OF_TRUTH = {
    "true", "false", "t", "f", "yes", "no", "y", "n", "0", "1", "ja", "nein", "si",
    "evet", "hayir", "on", "off",
}  # fmt: skip


def kind_of(column: Column) -> Kind:
    """Return what the values are; of text, what could be made of it."""
    if column.kind not in ("text", "other") or not column.values:
        return column.kind
    if fits(column, is_integer):
        return "integer"
    if fits(column, is_number):
        return "number"
    if fits(column, is_date):
        has_hours = any(_HOUR.search(value) for value in column.values)
        return "timestamp" if has_hours else "date"
    return column.kind


def fits(column: Column, check: Callable[[str], bool]) -> bool:
    """Return whether nearly all values pass a check; true of no values."""
    passed = sum(check(value) for value in column.values)
    return passed >= SHARE * len(column.values)


def is_integer(value: str) -> bool:
    """Return whether text is a whole number."""
    return bool(_INTEGER.fullmatch(value))


def is_number(value: str) -> bool:
    """Return whether text is a number, its separators whatever they are."""
    return bool(_NUMBER.fullmatch(value))


def is_date(value: str) -> bool:
    """Return whether text is a date or a time, in one of many styles."""
    return bool(_DATE.fullmatch(value))


def is_email(value: str) -> bool:
    """Return whether text is an e-mail address."""
    return bool(_EMAIL.fullmatch(value))


def is_order_number(value: str) -> bool:
    """Return whether text is a number after a sign, such as ``#1001``."""
    return bool(re.fullmatch(r"#[\w-]*\d", value))


def is_truth(value: str) -> bool:
    """Return whether text says yes or no."""
    return value.casefold() in _WORDS_OF_TRUTH


def is_call(value: str) -> bool:
    """Return whether text is one of the six calls of the Segment specification."""
    return value in CALLS


def is_fraction(column: Column) -> bool:
    """Return whether all values lie from 0 to 1: a share of an amount, not an amount.

    True of a column without values, for nobody knows.
    """
    try:
        return all(0 <= float(value) <= 1 for value in column.values)
    except ValueError:
        return False


def epoch_unit(column: Column) -> EpochUnit | None:
    """Return the unit in which all values are times since 1970; None if they are not.

    Days written as 20241231 are none: as seconds they would all lie in August 1970.
    """
    if not column.values or kind_of(column) != "integer":
        return None
    numbers = [int(float(value)) for value in column.values]
    for unit, factor in UNITS:
        if all(FIRST_S * factor <= number < LAST_S * factor for number in numbers):
            return unit
    return None


def has_decimal_comma(column: Column) -> bool:
    """Return whether text writes decimals after a comma, and never after a point."""
    commas = sum(bool(_COMMA.fullmatch(value)) for value in column.values)
    points = sum("." in value and "," not in value for value in column.values)
    return column.kind == "text" and commas > 0 and points == 0


def is_naive_time(column: Column) -> bool:
    """Return whether values have an hour and no zone."""
    if column.kind == "timestamp":
        return True
    timed = [value for value in column.values if _HOUR.search(value)]
    return (
        kind_of(column) == "timestamp"
        and bool(timed)
        and not all(_ZONE.search(value) for value in timed)
    )
