"""The tiles of behaviour: what each number is, where it comes from, how it moved.

Who hesitates is no metric: it is the state of today, and no earlier one is kept that
it could be compared with.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from dashboards.behaviour.filters import Chosen
from dashboards.components.compared import HISTORY
from dashboards.components.targets import Target, targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import number
from dashboards.queries import behaviour, behaviour_products
from warehouse.settings import settings


def _of(name: str) -> Callable[[Totals], float | None]:
    return lambda totals: totals.get(name)


def _fraction(name: str) -> Callable[[Totals], float | None]:
    def of(totals: Totals) -> float | None:
        pct = totals.get(name)
        return None if pct is None else pct / 100

    return of


def _removed(totals: Totals) -> float | None:
    adds = totals.get("adds")
    return (totals["removes"] or 0) / adds if adds else None


FUNNEL: Mapping[str, Callable[[Totals], float | None]] = {
    "funnel_entries": _of("entered"),
    "funnel_conversion": _fraction("conversion_pct"),
    "funnel_duration": _of("median_s"),
}
"""Metrics of a funnel, and where `queries.behaviour.funnel_history` has them."""
PRODUCTS: Mapping[str, Callable[[Totals], float | None]] = {
    "view_not_buy_rate": _fraction("not_buying_pct"),
    "cart_removal_rate": _removed,
}
"""Those of products, and where `queries.behaviour_products.totals` has them."""


def behaviour_tiles(chosen: Chosen) -> list[Tile]:
    """Return six tiles of the chosen period."""
    history = _history(chosen)
    found = Compared(
        history[chosen.at],
        None if chosen.compared_at is None else history[chosen.compared_at],
        history[max(0, chosen.at - HISTORY + 1) : chosen.at + 1],
        chosen.note,
        settings().shop.currency,
        _targets(chosen),
    )
    return [
        *(found.metric(name, of).saying(chosen.title) for name, of in FUNNEL.items()),
        *(found.metric(name, of) for name, of in PRODUCTS.items()),
        _hesitating_tile(),
    ]


def _targets(chosen: Chosen) -> Mapping[str, Target]:
    """Return targets for the period; those of a funnel are of all that there are."""
    if chosen.kind == "all" or not chosen.rows["is_complete"].iloc[chosen.at]:
        return {}
    found = targets(chosen.kind)
    is_only = len(chosen.titles) == 1
    return {name: aim for name, aim in found.items() if is_only or name not in FUNNEL}


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
