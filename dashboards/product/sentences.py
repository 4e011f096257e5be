"""Titles that carry the answer on products: frames in, one sentence out."""

from collections.abc import Mapping

import pandas as pd

from dashboards.formats import change, counted, money, number, share
from dashboards.product.names import product_name

Totals = Mapping[str, float]

LEAST = 30
"""People or orders below which a share of them says too little."""


def assortment_sentence(best: pd.DataFrame, totals: Totals) -> str:
    """Return which product leads, and what the ten best bring.

    Columns read: product_id, name, revenue_share.
    """
    first = best.iloc[0]
    name = product_name(first["name"], first["product_id"])
    sentence = f"{name} leads with {share(first['revenue_share'])} of revenue"
    if len(best) < 10:
        return sentence
    ten = share(totals["ten_revenue"] / totals["revenue"])
    sold = counted(round(totals["sold"]), "product")
    return f"{sentence}; ten of {sold} bring {ten}"


def history_sentence(
    measure: str, now: Totals, before: Totals | None, currency: str
) -> str:
    """Return how its revenue or units went, and how many people bought it."""
    value = now[measure]
    said = money(value, currency) if measure == "revenue" else number(value)
    noun = measure.capitalize()
    buyers = counted(round(now["buyers"]), "buyer")
    verb = "was" if measure == "revenue" else "were"
    moved = change(value, before[measure]) if before is not None else None
    if moved is None:
        return f"{noun} {verb} {said} from {buyers}"
    if moved == "0%":
        return f"{noun} held steady at {said} from {buyers}"
    went = "rose" if moved.startswith("+") else "fell"
    return f"{noun} {went} {moved.lstrip('+-')} to {said} from {buyers}"


def companions_sentence(companions: pd.DataFrame) -> str:
    """Return what goes with it most beyond chance.

    Columns read: product_id, name, lift.
    """
    if companions.empty:
        return "Nothing is often bought with it"
    first = companions.iloc[0]
    name = product_name(first["name"], first["product_id"])
    if first["lift"] <= 1:
        return "Nothing is bought with it more often than chance"
    return f"{name}: {first['lift']:.1f} times as often with it as by chance"


def groups_sentence(groups: pd.DataFrame) -> str:
    """Return which group buys it most for its size, of those with `LEAST` buyers.

    Columns read: name, buyers, buyer_share, customer_share.
    """
    large = groups.loc[groups["buyers"] >= LEAST]
    if large.empty:
        known = int(groups["buyers"].to_numpy().sum())
        return f"{counted(known, 'buyer')} of known groups"
    best = large.loc[(large["buyer_share"] / large["customer_share"]).idxmax()]
    return (
        f"{best['name']}: {share(best['buyer_share'])} of its buyers, "
        f"{share(best['customer_share'])} of all customers"
    )


def stores_sentence(stores: pd.DataFrame) -> str:
    """Return in how many stores it sold, and what the first of them brings.

    Columns read: revenue_share.
    """
    best = stores["revenue_share"].iloc[0]
    sold = f"Sold in {counted(len(stores), 'store')}"
    if len(stores) == 1 or pd.isna(best):
        return sold
    return f"{sold}; the best brings {share(best)} of its revenue"


def price_sentence(series: pd.DataFrame, currency: str) -> str:
    """Return between which prices it was sold.

    Columns read: price.
    """
    prices = series["price"].dropna().to_numpy()
    if not len(prices):
        return "No price known"
    low, high = money(prices.min(), currency), money(prices.max(), currency)
    return f"Sold at {low}" if low == high else f"Sold at {low} to {high} a unit"


def promotion_sentence(promoted: pd.DataFrame, measure: str) -> str:
    """Return how a store's week with a promotion compares with one without.

    Columns read: promotion, store_weeks, and units_each or revenue_each by the measure.
    """
    by_kind = promoted.loc[promoted["store_weeks"] > 0].set_index("promotion")
    kinds = by_kind.drop(index="none", errors="ignore")
    if kinds.empty:
        return "On no display and in no mailer in these weeks"
    large = kinds.loc[kinds["store_weeks"] >= LEAST]
    if "none" not in by_kind.index:
        return "Promoted wherever it was sold in these weeks"
    if large.empty or by_kind.loc["none", "store_weeks"] < LEAST:
        return "Promoted too seldom to compare"
    plain = by_kind.loc["none", f"{measure}_each"]
    best = large[f"{measure}_each"].idxmax()
    times = large.loc[best, f"{measure}_each"] / plain if plain > 0 else float("nan")
    if pd.isna(times):
        return "Promoted too seldom to compare"
    where = {"display": "On display", "mailer": "In the mailer"}
    said = where.get(str(best), "On display and in the mailer")
    return f"{said}, a store sells {times:.1f} times as much"
