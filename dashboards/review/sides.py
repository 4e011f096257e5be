"""Two records side by side, with what differs between them marked."""

from collections.abc import Mapping
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

import pandas as pd

from dashboards.customer.words import is_known
from dashboards.formats import NOTHING, day, plain
from dashboards.queries.review import FIELDS
from science.identity.names import fold

_BREAK = "\u200b"
"""A space without width."""
_ALIKE = 0.5
"""Likeness from which letters are marked; below, the whole value is."""


def side_by_side(pair: Mapping[str, Any], left: str, right: str) -> pd.DataFrame:
    """Return both records as Markdown; fields that neither has are left out.

    Args:
        pair: Columns of both after ``left_`` and ``right_``.
        left: Heading of the one.
        right: Heading of the other.
    """
    rows = []
    for field, name in FIELDS.items():
        one, other = (_text(pair.get(f"{side}_{field}")) for side in ("left", "right"))
        if one or other:
            marked = marked_both(one, other, is_time=field == "updated_at")
            rows.append((f":gray[{name}]", *marked))
    return pd.DataFrame(rows, columns=["", _written(left), _written(right)])


def marked_both(one: str, other: str, *, is_time: bool = False) -> tuple[str, str]:
    """Return both values as Markdown: letters that differ are on a coloured ground.

    Args:
        one: A value; empty where it is missing.
        other: The other record's.
        is_time: Whether it says when something was, which is no difference.
    """
    if not one or not other or is_time or one == other:
        return _written(one) or NOTHING, _written(other) or NOTHING
    if fold(one) == fold(other) != "":
        # Written otherwise, and the same: capitals, accents, another script.
        return _written(one), _written(other)
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    is_cut = len(one.casefold()) != len(one) or len(other.casefold()) != len(other)
    if is_cut or matcher.ratio() < _ALIKE:
        return _marked(one), _marked(other)
    left, right = "", ""
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        is_same = tag == "equal"
        left += _written(one[i1:i2]) if is_same else _marked(one[i1:i2])
        right += _written(other[j1:j2]) if is_same else _marked(other[j1:j2])
    return left, right


def _marked(text: str) -> str:
    return f":orange-background[{_written(text)}]" if text else ""


def _written(text: str) -> str:
    """Return Markdown that may be broken where a phone has no room for all of it."""
    return plain(text).replace("@", f"{_BREAK}@").replace("/", f"/{_BREAK}")


def _text(value: Any) -> str:
    if not is_known(value):
        return ""
    if isinstance(value, datetime):
        return day(value.date())
    return " ".join(str(value).split())
