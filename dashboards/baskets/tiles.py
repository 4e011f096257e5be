"""The tiles of baskets: how many there are, and how much goes together in them."""

import pandas as pd

from dashboards.components.tiles import Compared, Tile
from dashboards.formats import NOTHING, number, ratio, share

_KPI = "Source: `marts.kpi_baskets`."


def basket_tiles(rules: pd.DataFrame, baskets: int, span: str) -> list[Tile]:
    """Return four tiles.

    Args:
        rules: Those that are shown, the highest lift first.
        baskets: All of them.
        span: Their days, in words.
    """
    lifts, confidences = rules["lift"].tolist(), rules["confidence"].tolist()
    together = rules["support"].tolist()
    return [
        Compared({"baskets": baskets}, None, (), span).metric("baskets"),
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
            "Highest confidence",
            share(max(confidences)) if confidences else NOTHING,
            "Baskets that hold all groups of a rule / baskets that hold the first "
            f"ones. {_KPI}",
        ),
        Tile(
            "Most common",
            share(max(together)) if together else NOTHING,
            f"Baskets that hold all groups of a rule / all baskets (support). {_KPI}",
        ),
    ]
