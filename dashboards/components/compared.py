"""What metrics come to in the chosen period, beside the compared one and the last."""

from collections.abc import Sequence

import pandas as pd

from dashboards.components.filters import Chosen
from dashboards.components.targets import targets
from dashboards.components.tiles import Compared
from dashboards.queries import metrics
from warehouse.settings import settings

HISTORY = 12
"""Periods of the small trend in a tile."""


def compared(names: Sequence[str], chosen: Chosen) -> Compared:
    """Return what metrics come to, all periods in one question.

    A metric that the published version does not have yet is None in each of them.
    """
    windows = chosen.period.earlier(HISTORY)
    if chosen.compared is not None:
        windows.append(chosen.compared)
    history = metrics.known_totals(names, windows)
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


def courses(
    names: Sequence[str], chosen: Chosen
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return what metrics come to by period, chosen and compared, as a chart has them.

    Raises:
        MetricError: If the published version lacks one of them.
    """
    now = metrics.series(names, chosen.window, chosen.grain)
    if chosen.compared is None:
        return now, None
    return now, metrics.series(names, chosen.compared, chosen.grain)
