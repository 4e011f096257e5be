"""The tiles of behaviour: what each number is, where it comes from, how it moved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from dashboards.behaviour.filters import Chosen
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import NOTHING, duration, number, percent, points
from dashboards.queries import behaviour, behaviour_products
from warehouse.settings import settings

_TILES = 12
"""Periods in a tile's small chart."""


def behaviour_tiles(chosen: Chosen) -> list[Tile]:
    """Return six tiles of the chosen period."""
    history = _history(chosen)
    now = history[chosen.at]
    before = None if chosen.compared_at is None else history[chosen.compared_at]
    last = history[max(0, chosen.at - _TILES + 1) : chosen.at + 1]
    tile = Compared(now, before, last, chosen.note).tile
    least = settings().behaviour.min_viewers
    return [
        tile(
            "Entered the funnel",
            _of("entered"),
            number,
            "Visitors with the first step of the chosen funnel in the period; bots are "
            "left out. Source: `marts.kpi_funnels`.",
        ),
        tile(
            "Went all the way",
            _of("conversion_pct"),
            percent,
            "Visitors at the last step / at the first. Source: `marts.kpi_funnels`.",
            points,
        ),
        _time_tile(now, chosen.note),
        _worse_up(
            tile(
                "Viewed, not bought",
                _of("not_buying_pct"),
                percent,
                "1 - buyers / viewers: of the customers and visitors who looked at a "
                "product, those who bought none in the period, online or in the shop. "
                f"Not told of fewer than {least}. Source: `marts.kpi_view_not_buy`.",
                points,
            )
        ),
        _worse_up(
            tile(
                "Taken out again",
                _removed_pct,
                percent,
                "Times that a product was taken out of a cart / put into one. Source: "
                "`marts.kpi_product_interest`.",
                points,
            )
        ),
        _hesitating_tile(),
    ]


def _history(chosen: Chosen) -> Sequence[Totals]:
    """Return one row for each period; what is missing is None."""
    rows = chosen.rows[["first_on"]]
    if chosen.funnel is not None:
        found = behaviour.funnel_history(chosen.funnel, chosen.kind)
        rows = rows.merge(
            found.drop(columns="is_complete"), on="first_on", how="left"
        ).fillna({"entered": 0.0})
    rows = rows.merge(behaviour_products.totals(chosen.kind), on="first_on", how="left")
    return [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]


def _worse_up(tile: Tile) -> Tile:
    return replace(tile, is_up_good=False)


def _of(name: str) -> Callable[[Totals], float | None]:
    return lambda totals: totals.get(name)


def _removed_pct(totals: Totals) -> float | None:
    adds = totals.get("adds")
    return 100 * (totals["removes"] or 0) / adds if adds else None


def _time_tile(now: Totals, note: str) -> Tile:
    spent = now.get("median_s")
    return Tile(
        "Time to the last step",
        NOTHING if spent is None else duration(timedelta(seconds=spent)),
        "From the first step to the last, median of who went all the way. Source: "
        "`marts.kpi_funnels`.",
        None,
        note if spent is None else "median",
    )


def _hesitating_tile() -> Tile:
    said = settings().behaviour
    persons, customers = behaviour_products.hesitating()
    return Tile(
        "Hesitating now",
        number(persons),
        f"Customers and visitors who looked at one product {said.hesitation_views} "
        f"times or more in {said.hesitation_days} days, and have not bought it since. "
        "Source: `marts.customer_hesitations`.",
        None,
        f"{customers:,} of them customers" if persons else None,
        is_up_good=None,
    )
