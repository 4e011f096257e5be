"""Birth dates as eight digits, whichever way they were written."""

import re
from collections.abc import Iterable

import pyarrow as pa

PLACEHOLDERS = frozenset({"00000000", "19000101", "19700101", "99991231"})
"""What systems write where they know no date."""

_YEAR_LAST = re.compile(r"\s*(\d{1,2})\D(\d{1,2})\D(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})(?!\d)")
_SHORTEST = 4
_MONTHS = 12


def birth_date(text: str) -> str | None:
    """Return a date as ``yyyymmdd``: 1957-11-30, 30.11.1957 and 19571130 are one.

    Day before month, unless only the other order gives a month. A date that cannot be
    keeps its digits: a slip is still evidence. None for placeholders and where fewer
    than four digits are left.
    """
    if match := _YEAR_LAST.match(text):
        day, month, year = match.groups()
        if int(month) > _MONTHS >= int(day):
            day, month = month, day
        digits = f"{year}{int(month):02}{int(day):02}"
    elif match := _YEAR_FIRST.match(text):
        year, month, day = match.groups()
        digits = f"{year}{int(month):02}{int(day):02}"
    else:
        digits = "".join(c for c in text if c.isascii() and c.isdigit())[:8]
    return None if len(digits) < _SHORTEST or digits in PLACEHOLDERS else digits


def birth_dates(values: Iterable[str]) -> pa.Table:
    """Return ``value`` and its ``birth_date`` of eight digits, for distinct texts."""
    values = list(values)
    return pa.table(
        {
            "value": pa.array(values, pa.string()),
            "birth_date": pa.array([birth_date(text) for text in values], pa.string()),
        }
    )
