"""The tiles of attribution: what visits and spending brought, by one model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboards.attribution.judged import MODELS
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import plain


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


def attribution_tiles(
    now: Totals,
    before: Totals | None,
    history: Sequence[Totals],
    note: str,
    currency: str,
    model: str,
) -> list[Tile]:
    """Return six tiles.

    Args:
        now: Of the chosen period, as `queries.attribution.totals` has them.
        before: Of the compared one; None where there is none.
        history: Of the last periods, the chosen one last.
        note: Names the compared period, or says why there is none.
        currency: Of the shop.
        model: Of attribution; the numbers of another than the catalogue's say so.
    """
    compared = Compared(now, before, history, note, currency)
    tiles = [compared.metric(name, of) for name, of in METRICS.items()]
    if model == _OF_THE_CATALOGUE:
        return tiles
    other = f"Here by another model: {plain(MODELS[model].lower())}."
    return [replace(tile, help=f"{other}\n\n{tile.help}") for tile in tiles]
