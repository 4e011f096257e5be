"""A formula of metrics, as a user writes it: parsed, checked, computed; never run.

A linear KPI is a sum of weight × metric and constants, or a ratio of such sums, as
``(revenue - discount) / orders``. A sum of ratios is one, too, since a metric may be a
ratio itself; two metrics are never multiplied. The text becomes a tree of our own; SQL
is written from that tree.

Numbers are doubles. A part without data, a division by 0 and what no double can hold
give null.
"""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.metrics.formula_tokens import FormulaError, Token, tokens
from warehouse.metrics.formula_tree import (
    Minus,
    Name,
    Node,
    Number,
    Operation,
    joined,
    tree_of,
    written,
)
from warehouse.metrics.formula_units import unit_of
from warehouse.metrics.units import RATIO, Unit

__all__ = ["Formula", "FormulaError", "parse"]


@dataclass(frozen=True)
class Formula:
    """A checked formula: what it says, what it needs, what it is a number of."""

    text: str
    """Written one way: single spaces, no parentheses that change nothing."""
    metrics: tuple[str, ...]
    """Names of its metrics, each once, in the order in which they come."""
    unit: Unit
    tree: Node

    def sql(self, columns: Mapping[str, str]) -> str:
        """Return a DuckDB expression of the value: a finite double, or null.

        Args:
            columns: For each metric the SQL expression of its value.
        """
        value = _sql(self.tree, columns)
        return f"case when isfinite({value}) then {value} end"

    def value(self, values: Mapping[str, float | None]) -> float | None:
        """Return what the expression of ``sql`` gives for these values of its metrics.

        Empty case: null where a metric that it names has no value, or is not there.
        """
        value = _value(self.tree, values)
        return value if value is not None and math.isfinite(value) else None


def parse(text: str, units: Mapping[str, Unit]) -> Formula:
    """Return the formula that a text says.

    Args:
        text: What a user wrote, whatever it is.
        units: The unit of each metric there is, by name.

    Raises:
        FormulaError: If it is none. The message is one sentence that names the place.
    """
    found = tokens(text)
    for token in found:
        if token.kind == "name" and token.text not in units:
            raise _unknown(token, units)
    names = tuple(dict.fromkeys(token.text for token in found if token.kind == "name"))
    if not names:
        message = "the formula names no metric; add one, such as revenue"
        raise FormulaError(message, 1)
    tree = tree_of(found)
    return Formula(written(tree), names, unit_of(tree, units) or RATIO, tree)


def _unknown(token: Token, units: Mapping[str, Unit]) -> FormulaError:
    by_small_letters = {name.lower(): name for name in units}
    near = difflib.get_close_matches(token.text.lower(), by_small_letters, 3)
    names = " or ".join(by_small_letters[name] for name in near)
    hint = f"; did you mean {names}?" if names else ""
    message = f"there is no metric {token.text} (character {token.place}){hint}"
    return FormulaError(message, token.place)


def _sql(node: Node, columns: Mapping[str, str]) -> str:
    match node:
        case Number(value):
            # With an exponent it is a double from the start: 0.1 is a decimal.
            text = repr(value)
            return text if "e" in text else f"{text}e0"
        case Name(metric):
            return f"cast({columns[metric]} as double)"
        case Minus(of):
            return f"(-{_sql(of, columns)})"
        case Operation("/", left, right):
            return f"({_sql(left, columns)} / nullif({_sql(right, columns)}, 0))"
        case Operation(sign, left, right):
            return f"({_sql(left, columns)} {sign} {_sql(right, columns)})"


def _value(node: Node, values: Mapping[str, float | None]) -> float | None:
    match node:
        case Number(value):
            return value
        case Name(metric):
            value = values.get(metric)
            return None if value is None else float(value)
        case Minus(of):
            value = _value(of, values)
            return None if value is None else -value
        case Operation(sign, left, right):
            before, after = _value(left, values), _value(right, values)
            if before is None or after is None or (sign == "/" and after == 0):
                return None
            return joined(sign, before, after)
