"""The tiles of baskets: how many and how large they are, and what goes together.

Three of them are of the rules that the filters leave. They are no metrics: rules are of
one span of days alone, and the highest of a filtered list is a fact of that list.
"""

import pandas as pd

from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile
from dashboards.formats import NOTHING, day, days, number, ratio, share
from dashboards.periods import Window
from dashboards.queries import metrics
from warehouse.settings import settings

METRICS = ("baskets", "lines_per_basket", "basket_value")
_KPI = "Source: `marts.kpi_baskets`."


def basket_tiles(rules: pd.DataFrame, span: Window, data: Window) -> list[Tile]:
    """Return six tiles, against as many days before.

    Args:
        rules: Those that are shown, the highest lift first.
        span: The days of the baskets.
        data: First and last complete day of sales.
    """
    before = span.moved(-span.days)
    is_compared = before.lies_in(data)
    then, now = metrics.known_totals(METRICS, [before, span])
    found = Compared(
        now,
        then if is_compared else None,
        (),
        f"vs {days(before.first_on, before.last_on)}"
        if is_compared
        else f"no data before {day(data.first_on)}",
        settings().shop.currency,
        targets(metrics.kind_of(span)),
    )
    lifts, together = rules["lift"].tolist(), rules["support"].tolist()
    return [
        *(found.metric(name) for name in METRICS),
        Tile(
            "Rules",
            number(len(rules)),
            f"What goes with what, as the filters choose. {_KPI}",
        ),
        Tile(
            "Highest lift",
            ratio(max(lifts)) if lifts else NOTHING,
            "How many times as often groups are together as chance would bring: "
            f"confidence / share of all baskets that hold the last group. {_KPI}",
        ),
        Tile(
            "Most common",
            share(max(together)) if together else NOTHING,
            f"Baskets that hold all groups of a rule / all baskets (support). {_KPI}",
        ),
    ]
