"""Values of a database as text, and the types that all values of a column fit.

Text is what a row is hashed by: the same value is the same text, whatever else stands
in its column this time. What the text means is a second question, answered for a whole
column by the first type that all of it fits.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

WHOLE, AMOUNT = "decimal(38, 0)", "decimal(18, 4)"
WRITTEN = {
    "bigint": "-?[0-9]{1,18}",
    WHOLE: "-?[0-9]{1,38}",
    AMOUNT: "-?[0-9]{1,14}([.][0-9]{1,4})?",
}
"""Types to which DuckDB would round, to how their numbers are written."""
FITTING: dict[str, tuple[str, ...]] = {
    "boolean": ("boolean",),
    "integer": ("bigint", WHOLE, "double"),
    "double": ("double",),
    "numeric": ("bigint", WHOLE, AMOUNT, "decimal(38, 9)", "double"),
    "date": ("date", "timestamp"),
    "timestamp": ("timestamp",),
    "timestamptz": ("timestamptz",),
    "time": ("time",),
    "text": (),
}
"""Kind of a column to DuckDB's types that are tried in turn; text if none fits."""

WIDER = {
    frozenset({"integer", "double"}): "double",
    frozenset({"integer", "numeric"}): "numeric",
    frozenset({"date", "timestamp"}): "timestamp",
}
"""Kinds that stand in one column to the kind that covers both."""

POSTGRESQL_KINDS = {
    16: "boolean", 20: "integer", 21: "integer", 23: "integer", 26: "integer",
    700: "double", 701: "double", 1700: "numeric",
    1082: "date", 1083: "time", 1114: "timestamp", 1184: "timestamptz",
}  # fmt: skip
"""PostgreSQL's numbers of types; all others are text."""

_PLAIN: tuple[tuple[type, str], ...] = (
    (bool, "boolean"), (int, "integer"), (float, "double"), (Decimal, "numeric"),
    (str, "text"), (datetime, "timestamp"), (date, "date"), (time, "time"),
)  # fmt: skip


def kind_of(values: Sequence[Any], before: str | None) -> str | None:
    """Return the kind of a column, given what its earlier values were.

    None as long as all values are null.
    """
    kinds = {_kind(value) for value in values if value is not None}
    if before is not None:
        kinds.add(before)
    if len(kinds) <= 1:
        return next(iter(kinds), None)
    return WIDER.get(frozenset(kinds), "text")


def as_text(value: Any) -> str | None:
    """Return a driver's value as text that tells it from all others of its type."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, bytes | bytearray | memoryview):
        return "\\x" + bytes(value).hex()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)


def as_value(text: str | None, fitting: str) -> Any:
    """Return what a driver takes as a parameter for text of a type of DuckDB."""
    if text is None:
        return None
    if fitting == "bigint":
        return int(text)
    if fitting == "double":
        return float(text)
    if fitting.startswith("decimal"):
        return Decimal(text)
    if fitting.startswith("timestamp"):
        return datetime.fromisoformat(text)
    if fitting == "date":
        return date.fromisoformat(text)
    return text


def _kind(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return "timestamptz"
    for one, kind in _PLAIN:
        if isinstance(value, one):
            return kind
    return "text"
