"""The tiles of demographics: who is known, who brings most, and who is new."""

import pandas as pd

from dashboards.components.tiles import Tile
from dashboards.demographics.filters import Chosen
from dashboards.demographics.names import UNKNOWN
from dashboards.formats import NOTHING, change, counted, money, number, points, share

_SOURCE = "Source: `marts.kpi_demographics`."
_NEW = "Source: `marts.kpi_new_customers`."


def demographic_tiles(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    new: pd.DataFrame,
    chosen: Chosen,
    currency: str,
) -> list[Tile]:
    """Return six tiles.

    Args:
        now: Groups of the period, as `queries.demographics.mix` returns them.
        before: Those of the compared period, or None.
        new: Months of surely new customers, ascending.
        chosen: What the filters say.
        currency: Of the shop.
    """
    then = before if before is not None else now.iloc[:0]
    customers, customers_then = _customers(now), _customers(then)
    known, known_then = _known(now), _known(then)
    best = now.dropna(subset=["known_share"]).nlargest(1, "known_share")
    band = "" if best.empty else str(best["band"].iloc[0])
    part = None if best.empty else float(best["known_share"].iloc[0])
    part_then = then.loc[then["band"] == band, "known_share"].dropna()
    orders = sum(best["orders"])
    each = sum(best["revenue"]) / orders if orders else None
    return [
        Tile(
            "Customers",
            number(customers),
            f"Customers with an order in the period. {_SOURCE}",
            change(customers, customers_then or None),
            chosen.note,
        ),
        Tile(
            "Group known",
            share(known),
            f"Customers of the period whose {chosen.by} a record says. {_SOURCE}",
            points(_hundred(known), _hundred(known_then)),
            chosen.note,
            is_up_good=None,
        ),
        Tile(
            "Largest group",
            band or NOTHING,
            f"The group that brings most of the revenue of those known. {_SOURCE}",
            points(
                _hundred(part),
                None if part_then.empty else _hundred(float(part_then.iloc[0])),
            ),
            f"{share(part)} of revenue",
            is_up_good=None,
        ),
        Tile(
            "Its order value",
            money(each, currency),
            f"Revenue / orders of the largest group. {_SOURCE}",
            note=counted(orders, "order"),
        ),
        _first_order(new, currency),
        _repeat(new),
    ]


def _first_order(new: pd.DataFrame, currency: str) -> Tile:
    total = sum(new["customers"])
    mean = sum(new["first_order"] * new["customers"]) / total if total else None
    return Tile(
        "First order, new",
        money(mean, currency),
        f"Mean first order of those who are surely new. {_NEW}",
        note=counted(total, "new customer"),
    )


def _repeat(new: pd.DataFrame) -> Tile:
    over = new.loc[new["is_complete"]]
    total = sum(over["customers"])
    return Tile(
        "Again in 90 days",
        share(sum(over["repeat"]) / total if total else None),
        "Surely new customers with another order up to 90 days after the first, of "
        f"those whose 90 days are over. {_NEW}",
        note=f"of {total:,}" if total else "not enough data",
    )


def _customers(groups: pd.DataFrame) -> int:
    return sum(groups["customers"])


def _known(groups: pd.DataFrame) -> float | None:
    total = _customers(groups)
    if not total:
        return None
    return _customers(groups.loc[groups["band"] != UNKNOWN]) / total


def _hundred(part: float | None) -> float | None:
    return None if part is None else 100 * part
