"""A metric's own filter, as its YAML says it in dbt's words.

Two forms are read: SQL with dimensions in it, such as ``not {{
Dimension('order__is_return') }}``, and a condition on another metric of the same table,
``{{ Metric('orders', group_by=['customer']) }} >= 2``. The latter holds within each
period and cell: of customers, those with at least two orders *in it*; of channels, the
revenue of those that money was spent on in it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from warehouse.metrics.errors import MetricError
from warehouse.metrics.model import Metric

DIMENSION = re.compile(r"\{\{\s*Dimension\(\s*'(\w+)'\s*\)\s*\}\}")
OF_A_METRIC = re.compile(
    r"\s*\{\{\s*Metric\(\s*'(\w+)'\s*,\s*(?:group_by\s*=\s*)?\[\s*'(\w+)'\s*\]\s*\)"
    r"\s*\}\}\s*(>=|<=|<>|!=|=|>|<)\s*(\d+(?:\.\d+)?)\s*"
)


@dataclass(frozen=True)
class Having:
    """A condition on a metric of each key."""

    metric: str
    entity: str
    """Whose key."""
    comparison: str
    """Such as ``>= 2``."""


def parted(metric: Metric) -> tuple[list[str], Having | None]:
    """Return a metric's conditions on rows, and the one on another metric.

    Raises:
        MetricError: If they are not of the forms that are read.
    """
    filters = metric.aggregation.filters if metric.aggregation else ()
    found = [OF_A_METRIC.fullmatch(text) for text in filters]
    having = [Having(one[1], one[2], f"{one[3]} {one[4]}") for one in found if one]
    on_rows = [text for text, one in zip(filters, found, strict=True) if one is None]
    left = [text for text in on_rows if "{{" in DIMENSION.sub("", text)]
    if left or len(having) > 1:
        message = f"metric {metric.name}: its filter is not read here: {filters}"
        raise MetricError(message)
    return on_rows, having[0] if having else None


def translated(texts: Sequence[str], column: Callable[[str], str]) -> list[str]:
    """Return conditions on rows as SQL, with dimensions as `column` calls them."""
    return [
        "(" + DIMENSION.sub(lambda found: column(found[1]), text) + ")"
        for text in texts
    ]
