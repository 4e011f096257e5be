"""The tiles of demographics: who is known, who brings most, and who is new."""

from dataclasses import replace

import pandas as pd

from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.demographics.filters import Chosen
from dashboards.demographics.names import UNKNOWN
from dashboards.formats import NOTHING, counted, points, share

_SOURCE = "Source: `marts.kpi_demographics`."


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
    customers, customers_then = (
        {"customers": float(_customers(groups))} for groups in (now, then)
    )
    compared = Compared(
        customers,
        customers_then if len(then) else None,
        (),
        chosen.note,
        currency,
        targets(chosen.kind if chosen.is_complete else None),
    )
    known, known_then = _known(now), _known(then)
    best = now.dropna(subset=["known_share"]).nlargest(1, "known_share")
    band = "" if best.empty else str(best["band"].iloc[0])
    part = None if best.empty else float(best["known_share"].iloc[0])
    part_then = then.loc[then["band"] == band, "known_share"].dropna()
    return [
        compared.metric("customers"),
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
        _order_value(best, currency),
        *_new_tiles(new_numbers(new), currency),
    ]


def _order_value(best: pd.DataFrame, currency: str) -> Tile:
    orders = sum(best["orders"])
    value = {"average_order_value": sum(best["revenue"]) / orders if orders else None}
    tile = Compared(value, None, (), counted(orders, "order"), currency).metric(
        "average_order_value"
    )
    return replace(
        tile, label="Its order value", help=f"Of the largest group.\n\n{tile.help}"
    )


def _new_tiles(numbers: Totals, currency: str) -> list[Tile]:
    found = Compared(numbers, None, (), "", currency)
    count, known = (
        round(numbers[name])
        for name in ("customers_with_first_order", "customers_known_90_days")
    )
    return [
        replace(found.metric("first_order_value"), note=counted(count, "new customer")),
        replace(
            found.metric("repeat_rate_90_days"),
            note=f"of {known:,}" if known else "not enough data",
        ),
    ]


def new_numbers(new: pd.DataFrame) -> Totals:
    """Return the metrics of new customers of some months, by name."""
    over = new.loc[new["is_complete"]]
    total, known = sum(new["customers"]), sum(over["customers"])
    amount = sum(new["first_order"] * new["customers"])
    return {
        "customers_with_first_order": total,
        "first_order_value": amount / total if total else None,
        "customers_known_90_days": known,
        "repeat_rate_90_days": sum(over["repeat"]) / known if known else None,
    }


def _customers(groups: pd.DataFrame) -> int:
    return sum(groups["customers"])


def _known(groups: pd.DataFrame) -> float | None:
    total = _customers(groups)
    if not total:
        return None
    return _customers(groups.loc[groups["band"] != UNKNOWN]) / total


def _hundred(part: float | None) -> float | None:
    return None if part is None else 100 * part
