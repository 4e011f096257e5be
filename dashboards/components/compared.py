"""What metrics come to in the chosen period, beside the compared one and the last."""

from collections.abc import Sequence

from dashboards.components.filters import Chosen
from dashboards.components.targets import targets
from dashboards.components.tiles import Compared
from dashboards.queries import metrics
from warehouse.settings import settings

HISTORY = 12
"""Periods of the small trend in a tile."""


def compared(names: Sequence[str], chosen: Chosen) -> Compared:
    """Return what metrics come to, all periods in one question.

    Raises:
        MetricError: If the catalogue has no such metric.
    """
    windows = chosen.period.earlier(HISTORY)
    if chosen.compared is not None:
        windows.append(chosen.compared)
    history = metrics.totals(names, windows)
    before = history.pop() if chosen.compared is not None else None
    return Compared(
        history[-1],
        before,
        history,
        chosen.note,
        settings().shop.currency,
        targets(metrics.kind_of(chosen.window)),
        chosen.against_target,
    )
