"""The tiles of demographics: who is known, who brings most, and who is new.

What the largest group brings is no metric: which one it is differs by period. Its
revenue is that of the catalogue, cut by the group.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.demographics.filters import Chosen
from dashboards.demographics.names import UNKNOWN
from dashboards.formats import counted, period_name, share, share_change
from dashboards.periods import Window

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
    band = largest(now)
    is_compared = before is not None and len(before) > 0
    found = Compared(
        numbers(now, band),
        numbers(before, band) if before is not None and is_compared else None,
        (),
        chosen.note,
        currency,
        targets(chosen.kind if chosen.is_complete else None),
    )
    orders = sum(now.loc[now["band"] == band, "orders"])
    return [
        found.metric("customers"),
        found.metric("demographics_known_share").saying(f"Here by {chosen.by}"),
        _largest_tile(found, band),
        replace(
            found.metric("average_order_value").saying(
                f"Of the largest group, {counted(orders, 'order')}"
            ),
            label="Its order value",
        ),
        *_new_tiles(new, chosen, currency),
    ]


def largest(groups: pd.DataFrame) -> str | None:
    """Return the known group with most revenue; None of none."""
    best = groups.dropna(subset=["known_share"]).nlargest(1, "known_share")
    return None if best.empty else str(best["band"].iloc[0])


def numbers(groups: pd.DataFrame, band: str | None) -> Totals:
    """Return the metrics of a period by name, the order value of a group.

    Also known_share, which is the group's of the revenue of those known.
    """
    customers = sum(groups["customers"])
    known = sum(groups.loc[groups["band"] != UNKNOWN, "customers"])
    of_band = groups.loc[groups["band"] == band]
    orders = sum(of_band["orders"])
    shares = of_band["known_share"].dropna()
    return {
        "customers": customers,
        "demographics_known_share": known / customers if customers else None,
        "average_order_value": sum(of_band["revenue"]) / orders if orders else None,
        "known_share": None if shares.empty else float(shares.iloc[0]),
    }


def _largest_tile(found: Compared, band: str | None) -> Tile:
    tile = found.tile(
        f"Most from {band}" if band else "Largest group",
        lambda totals: totals["known_share"],
        share,
        "The group that brings most of the revenue of those known, and its share of "
        f"it. {_SOURCE}",
        share_change,
    )
    return replace(tile, is_up_good=None)


def _new_tiles(new: pd.DataFrame, chosen: Chosen, currency: str) -> list[Tile]:
    """Return what new customers of the period spend first, and who comes again.

    Whether they come again is known when 90 days are over: it is told of the last
    period of which they are.
    """
    aims = targets(chosen.kind if chosen.is_complete else None)

    def compared(now: Window, then: Window | None, note: str) -> Compared:
        before = new_numbers(within(new, then)) if then is not None else None
        of_now = new_numbers(within(new, now))
        return Compared(of_now, before, (), note, currency, aims)

    first = again = compared(chosen.window, chosen.compared, chosen.note)
    places = range(len(chosen.earlier))
    at = next((at for at in places if _is_over(new, chosen.earlier[at])), 0)
    if at > 0:
        then = _at(chosen.earlier, at, chosen.back)
        again = compared(chosen.earlier[at], then, _note(chosen.earlier[at], then))
    count, known = (
        round(totals[name])
        for totals, name in (
            (first.now, "customers_with_first_order"),
            (again.now, "customers_known_90_days"),
        )
    )
    return [
        first.metric("first_order_value").saying(counted(count, "new customer")),
        again.metric("repeat_rate_90_days").saying(
            f"Of {counted(known, 'new customer')} in {_name(chosen.earlier[at])}"
        ),
    ]


def _note(now: Window, then: Window | None) -> str:
    """Return what a tile says of another period than the chosen one, in short."""
    name = _name(now)
    if then is None:
        return f"in {name}"
    year = name.rsplit(" ", 1)[-1]
    if _name(then).endswith(f" {year}"):
        name = name.removesuffix(f" {year}")
    return f"{name} vs {_name(then)}"


def _name(window: Window) -> str:
    return period_name(window.first_on, window.last_on)


def _at(windows: Sequence[Window], at: int, back: int | None) -> Window | None:
    """Return the window that lies behind another one; None where there is none."""
    if back is None or at + back >= len(windows):
        return None
    return windows[at + back]


def _is_over(new: pd.DataFrame, window: Window) -> bool:
    months = within(new, window)
    return len(months) > 0 and all(months["is_complete"])


def within(new: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the months of new customers in a period."""
    first_on, last_on = pd.Timestamp(window.first_on), pd.Timestamp(window.last_on)
    return new.loc[(new["first_on"] >= first_on) & (new["last_on"] <= last_on)]


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
