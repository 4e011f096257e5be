"""Metrics to click into a formula: those that the word at its end may become."""

import re
from collections.abc import Mapping

from warehouse.metrics.formula import FormulaError, parse
from warehouse.metrics.model import Metric
from warehouse.metrics.units import Unit

MOST = 12
"""Chips at once; the catalogue below the formula has all."""
_SALES = "marts.fct_orders"
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")


def suggested(text: str, metrics: Mapping[str, Metric]) -> list[str]:
    """Return names of metrics to go on with.

    Where a formula ends in a part of a name these are the names and labels that hold
    it, those that begin with it first; else those of sales, and simulated ones last.
    """
    word = _unfinished(text, metrics).lower()
    found = [
        name
        for name, metric in metrics.items()
        if word and (word in name.lower() or word in metric.label.lower())
    ]
    found.sort(key=lambda name: (not name.lower().startswith(word), len(name)))
    return (found or sorted(metrics, key=lambda name: _rank(metrics[name])))[:MOST]


def _rank(metric: Metric) -> tuple[bool, bool]:
    return metric.is_simulated, _SALES not in metric.sources


def with_metric(text: str, name: str, metrics: Mapping[str, Metric]) -> str:
    """Return a formula with a metric at its end.

    It takes the place of the part of a name that stands there, or comes after the sign;
    after a whole part it is added, where their units add, or divides it.
    """
    kept = text.removesuffix(_unfinished(text, metrics)).rstrip()
    if not kept or kept[-1] in "+-*/(":
        space = "" if kept.endswith("(") or not kept else " "
        return f"{kept}{space}{name}"
    units = {known: Unit.named(metric.unit) for known, metric in metrics.items()}
    for sign in "+/":
        joined = f"{kept} {sign} {name}"
        try:
            parse(joined, units)
        except FormulaError:
            continue
        return joined
    return f"{kept} + {name}"


def _unfinished(text: str, metrics: Mapping[str, Metric]) -> str:
    """Return the word at the end, with spaces after it, unless it is a metric."""
    word = _WORD.search(text)
    return "" if word is None or word.group() in metrics else word.group()
