"""Random formulas, with their exact value: written from metrics.md alone."""

from collections.abc import Mapping
from fractions import Fraction

from hypothesis import strategies as st

from warehouse.metrics.units import Unit

UNITS = {
    name: Unit.named(unit)
    for name, unit in {
        "revenue": "money",
        "discount": "money",
        "orders": "count",
        "customers": "count",
        "class": "count",
        "recency_score": "score",
        "repeat_rate": "ratio",
        "average_order_value": "money per count",
    }.items()
}

Part = str | Fraction | tuple[str, "Part", "Part"]
"""A metric, a number, or two parts with the sign between them."""

_numbers = st.integers(0, 20).map(lambda number: Fraction(number, 2))
_metrics = st.sampled_from(sorted(UNITS))


_weighted = st.tuples(st.just("*"), _numbers, _metrics)
_halved = st.tuples(st.just("/"), _metrics, _numbers.filter(bool))


def _sum_of(terms: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    return st.recursive(
        terms,
        lambda part: st.tuples(st.sampled_from("+-"), part, part),
        max_leaves=4,
    )


_sums = _sum_of(_metrics | _weighted | _halved | _numbers)
_divisors = _sum_of(_metrics | _weighted | _numbers)
"""Of halves and whole numbers alone: a double holds exactly whether they are 0."""
parts: st.SearchStrategy[Part] = _sum_of(
    _sums | st.tuples(st.just("/"), _sums, _divisors)
)
"""Sums of terms and of ratios of sums; parts of them may be unlike."""


def text_of(part: Part) -> str:
    """Return a part as a user may write it, each pair in parentheses."""
    if isinstance(part, str):
        return part
    if isinstance(part, Fraction):
        return str(float(part))
    sign, left, right = part
    return f"({text_of(left)}{sign} {text_of(right)})"


def exact(part: Part, values: Mapping[str, Fraction]) -> Fraction | None:
    """Return the value in exact arithmetic; null without data or over 0."""
    if isinstance(part, str):
        return values.get(part)
    if isinstance(part, Fraction):
        return part
    sign, left, right = part
    before, after = exact(left, values), exact(right, values)
    if before is None or after is None or (sign == "/" and after == 0):
        return None
    return {
        "+": lambda: before + after,
        "-": lambda: before - after,
        "*": lambda: before * after,
        "/": lambda: before / after,
    }[sign]()
