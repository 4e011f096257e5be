"""What a formula is a number of; parts that do not add are refused.

Like adds to like, and a number to anything. Unlike parts add only where each has a
weight, as ``0.5 * orders + 0.3 * recency_score``: the weights say how much one is worth
of the other, and the sum is a score. Without weights such a sum is a slip.
"""

from collections.abc import Iterator, Mapping

from warehouse.metrics.formula_tokens import FormulaError
from warehouse.metrics.formula_tree import (
    Minus,
    Name,
    Node,
    Number,
    Operation,
    has_metric,
    written,
)
from warehouse.metrics.units import RATIO, SCORE, Unit


def unit_of(node: Node, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit of a part; null is that of a constant.

    Raises:
        FormulaError: If unlike parts are added; the message names both.
    """
    match node:
        case Number():
            return None
        case Name(metric):
            return units[metric]
        case Minus(of):
            return unit_of(of, units)
        case Operation("*", left, right):
            return unit_of(left if has_metric(left) else right, units)
        case Operation("/", left, right):
            over, under = unit_of(left, units), unit_of(right, units)
            if under is None:
                return over
            return (RATIO if over is None else over).per(under)
        case Operation():
            return _unit_of_sum(node, units)


def _unit_of_sum(node: Operation, units: Mapping[str, Unit]) -> Unit | None:
    terms = [
        (term, place, unit)
        for term, place in _terms(node, node.place)
        if (unit := unit_of(term, units)) is not None
    ]
    if not terms:
        return None
    first, _, unit = terms[0]
    unlike = next((term for term in terms if term[2] != unit), None)
    if unlike is None:
        return unit
    if all(found == SCORE or _has_weight(term) for term, _, found in terms):
        return SCORE
    other, place, other_unit = unlike
    message = (
        f"{written(first)} ({unit}) and {written(other)} ({other_unit}) do not add "
        f"(character {place}); for a score give each part a weight, as 0.5 * …"
    )
    raise FormulaError(message, place)


def _terms(node: Node, place: int) -> Iterator[tuple[Node, int]]:
    """Give what is added, each with the place of the sign before it."""
    if isinstance(node, Operation) and node.sign in "+-":
        yield from _terms(node.left, place)
        yield from _terms(node.right, node.place)
    else:
        yield node, place


def _has_weight(node: Node) -> bool:
    match node:
        case Minus(of):
            return _has_weight(of)
        case Operation("*"):
            return True
        case Operation("/", left, right):
            return not has_metric(right) or _has_weight(left)
    return False
