"""The smaller cards of one product: what goes with it, who buys it, where, promoted."""

from typing import Literal

import pandas as pd

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.formats import capital, counted, money, number, ratio, share
from dashboards.palette import PROMOTIONS, ranked, segment_colour
from dashboards.product import sentences
from dashboards.product.history import price_line
from dashboards.product.names import chart_name, store_name
from dashboards.queries.baskets import LEAST_TOGETHER
from dashboards.queries.product import Product
from warehouse.settings import settings

_SHOWN = 8


def companion_card(companions: pd.DataFrame, orders: int) -> None:
    """Show what is bought with it; ``orders`` are those that hold it."""
    held = counted(orders, "order")
    title = sentences.companions_sentence(companions)
    said = f"Orders with both beyond what chance would bring, of its {held}"
    if orders < sentences.LEAST:
        title = f"{held} hold it: too few to say what goes with it"
        said = f"Shown from {sentences.LEAST} orders on; choose a longer period"
    elif companions.empty:
        said = f"No other product shares {LEAST_TOGETHER} of its {held}"
    with card(title, said):
        rows = companions.loc[companions["extra"] > 0].head(_SHOWN)
        if orders < sentences.LEAST or rows.empty:
            return
        rows = rows.assign(
            name=[
                chart_name(name, product_id)
                for name, product_id in zip(
                    rows["name"], rows["product_id"], strict=True
                )
            ],
            value=rows["extra"],
            text=[
                f"{number(extra)} · lift {lift:.1f}"
                for extra, lift in zip(rows["extra"], rows["lift"], strict=True)
            ],
            lifted=[ratio(value) for value in rows["lift"]],
            both=[f"{together:,} of {orders:,}" for together in rows["together"]],
            sure=[share(value) for value in rows["confidence"]],
            more=[number(value) for value in rows["extra"]],
        )
        facts = {
            "name": "Product",
            "more": "Orders beyond chance",
            "lifted": "Lift",
            "both": "Orders with both",
            "sure": "Confidence",
        }
        draw(bars(rows, facts), said)


def group_card(groups: pd.DataFrame, by: Literal["segment", "age_band"]) -> None:
    """Show which customers buy it, beside all who ordered in the period."""
    noun = {"segment": "RFM segment", "age_band": "age"}[by]
    known = int(groups["buyers"].to_numpy().sum())
    said = f"Share of {counted(known, 'buyer')} by {noun} · upright line: all customers"
    title = sentences.groups_sentence(groups)
    if known < sentences.LEAST:
        title = f"{counted(known, 'buyer')} of known {noun}: too few for shares"
        said = f"Shown from {sentences.LEAST} buyers on; choose a longer period"
    with card(title, said):
        if known < sentences.LEAST:
            return
        rows = groups
        if by == "segment":
            order = {name: place for place, name in enumerate(ranked(groups["name"]))}
            rows = groups.assign(
                colour=[segment_colour(name) for name in groups["name"]]
            ).sort_values("name", key=lambda names: names.map(order))
        rows = rows.assign(
            value=rows["buyer_share"],
            tick=rows["customer_share"],
            text=[share(value) for value in rows["buyer_share"]],
            all=[share(value) for value in rows["customer_share"]],
            people=[f"{count:,}" for count in rows["buyers"]],
        )
        facts = {
            "name": capital(noun),
            "people": "Buyers",
            "text": "Of its buyers",
            "all": "Of all customers",
        }
        draw(bars(rows, facts), said)


def promotion_card(promoted: pd.DataFrame, found: Product) -> None:
    """Show what a store sells of it in a week with a promotion and without."""
    measure = "units" if found.has_units else "revenue"
    currency = settings().shop.currency
    said = (
        f"{measure.capitalize()} per week of each store that sold it · "
        "stores that sold none are on no side"
    )
    title = sentences.promotion_sentence(promoted, measure)
    sold = promoted.loc[promoted["store_weeks"] >= sentences.LEAST]
    if len(sold) < len(promoted):
        said += f" · kinds with fewer than {sentences.LEAST} such weeks are left out"
    with card(title, said):
        # A single bar compares nothing.
        if len(sold) < 2:
            return
        each = sold[f"{measure}_each"]
        rows = sold.assign(
            name=[_promotion(name) for name in sold["promotion"]],
            value=each,
            text=[
                f"{ratio(value) if found.has_units else money(value, currency)}"
                for value in each
            ],
            role=[PROMOTIONS[name] for name in sold["promotion"]],
            n=[
                f"{int(store_weeks):,} in {counted(int(weeks), 'week')}"
                for store_weeks, weeks in zip(
                    sold["store_weeks"], sold["weeks"], strict=True
                )
            ],
        )
        facts = {
            "name": "Promotion",
            "text": f"{measure.capitalize()} per store and week",
            "n": "Stores that sold it, summed over weeks",
        }
        draw(bars(rows, facts), said)


def store_card(stores: pd.DataFrame) -> None:
    """Show where it sells."""
    currency = settings().shop.currency
    said = f"Revenue by store, {currency}"
    if len(stores) > _SHOWN:
        said += f" · the first {_SHOWN} of {len(stores):,}"
    with card(sentences.stores_sentence(stores), said):
        rows = stores.head(_SHOWN)
        rows = rows.assign(
            name=[
                store_name(name, store_id)
                for name, store_id in zip(rows["name"], rows["store_id"], strict=True)
            ],
            value=rows["revenue"],
            text=[money(value, currency) for value in rows["revenue"]],
            part=[share(value) for value in rows["revenue_share"].fillna(0)],
            people=[f"{count:,}" for count in rows["buyers"]],
        )
        facts = {
            "name": "Store",
            "text": "Revenue",
            "part": "Of its revenue",
            "people": "Buyers",
        }
        draw(bars(rows, facts), said)


def price_card(buckets: pd.DataFrame, chosen: Chosen) -> None:
    """Show what was paid for a unit."""
    currency = settings().shop.currency
    said = f"Revenue per unit by {chosen.grain}, {currency}"
    with card(sentences.price_sentence(buckets, currency), said):
        if len(buckets["price"].dropna()):
            draw(price_line(buckets, chosen.grain, currency), said)


def _promotion(name: str) -> str:
    return {"none": "Neither"}.get(name, name.capitalize())
