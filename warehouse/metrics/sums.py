"""Whether a formula's value in a period is the sum of its values on the period's days.

Revenue is, and half of it. A ratio, an average, a state as on the last day and people
who are counted once are not; a constant would be added once for each day.
"""

from warehouse.metrics.catalogue import Catalogue
from warehouse.metrics.compiler import parse_formula
from warehouse.metrics.formula_tree import (
    Minus,
    Name,
    Node,
    Number,
    Operation,
    has_metric,
)

_ADDED = frozenset({"sum", "count", "sum_boolean"})
"""Aggregations of dbt that give for all days what they give for each, added."""


def is_sum_of_days(catalogue: Catalogue, text: str) -> bool:
    """Return whether days add up to the value of a formula.

    Raises:
        MetricError: If the formula is none.
    """
    return _adds(catalogue, parse_formula(catalogue, text).tree)


def _adds(catalogue: Catalogue, node: Node) -> bool:
    match node:
        case Number():
            return False
        case Name(name):
            metric = catalogue.metric(name)
            given = metric.aggregation
            if given is None:
                return is_sum_of_days(catalogue, metric.formula)
            return given.function in _ADDED and not given.is_last_of_period
        case Minus(of):
            return _adds(catalogue, of)
        case Operation("*", left, right):
            return _adds(catalogue, left if has_metric(left) else right)
        case Operation("/", left, right):
            return not has_metric(right) and _adds(catalogue, left)
        case Operation(_, left, right):
            return _adds(catalogue, left) and _adds(catalogue, right)
