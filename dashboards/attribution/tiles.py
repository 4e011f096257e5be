"""The tiles of attribution: what visits and spending brought, by one model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dashboards.attribution.judged import MODELS
from dashboards.components.compared import HISTORY
from dashboards.components.filters import Chosen
from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import plain
from dashboards.queries import attribution, metrics
from warehouse.settings import settings


def _ratio(part: str, whole: str) -> Callable[[Totals], float | None]:
    return lambda row: row[part] / row[whole] if row[whole] > 0 else None


METRICS: Mapping[str, Callable[[Totals], float | None]] = {
    "attributed_revenue": lambda row: row["attributed_revenue"],
    "attributed_orders": lambda row: row["attributed_orders"],
    "campaign_spend": lambda row: row["spend"],
    "return_on_ad_spend": _ratio("paid_revenue", "spend"),
    "cost_per_order": _ratio("spend", "paid_orders"),
    "attributed_order_share": _ratio("attributed_orders", "orders"),
}
"""Metrics of the tiles, and where rows of `queries.attribution.totals` have them."""
_OF_THE_CATALOGUE = "last_non_direct"
"""The model of attribution that the metrics are told by."""


def attribution_tiles(chosen: Chosen, model: str) -> tuple[list[Tile], list[Any]]:
    """Return six tiles of the chosen period, and the totals of the last periods.

    The chosen period is the last of them.

    Args:
        chosen: What the filters say.
        model: Of attribution; the numbers of another than the catalogue's say so, and
            have no target.
    """
    compared = chosen.compared
    windows = [*chosen.period.earlier(HISTORY), *([compared] if compared else [])]
    history = attribution.totals(windows, model).to_dict("records")
    before = history.pop() if compared else None
    is_metric = model == _OF_THE_CATALOGUE
    found = Compared(
        history[-1],
        before,
        history,
        chosen.note,
        settings().shop.currency,
        targets(metrics.kind_of(chosen.window) if is_metric else None),
        chosen.against_target,
    )
    tiles = [found.metric(name, of) for name, of in METRICS.items()]
    if not is_metric:
        other = f"Here by another model: {plain(MODELS[model].lower())}."
        tiles = [replace(tile, help=f"{other}\n\n{tile.help}") for tile in tiles]
    return tiles, history
