"""All products: what sells best in a period, and the table to pick one from."""

from functools import partial

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.components.tables import SHOWN, table
from dashboards.components.targets import targets
from dashboards.components.tiles import tiles
from dashboards.formats import money, money_column, share
from dashboards.product import sentences
from dashboards.product.names import chart_name, described
from dashboards.product.picker import pick
from dashboards.product.tables import about_period
from dashboards.product.tiles import assortment_tiles
from dashboards.queries import metrics, products
from warehouse.settings import settings


def all_products(chosen: Chosen, search: str) -> None:
    """Show what sells best in the period, and every product to choose from."""
    currency = settings().shop.currency
    now = products.assortment(chosen.window)
    before = products.assortment(chosen.compared) if chosen.compared else None
    aims = targets(metrics.kind_of(chosen.window))
    tiles(assortment_tiles(now, before, chosen.note, currency, aims))
    best = products.products("", chosen.window, SHOWN).head(10)
    if not best.empty:
        rows = best.assign(
            name=[
                chart_name(name, product_id)
                for name, product_id in zip(
                    best["name"], best["product_id"], strict=True
                )
            ],
            value=best["revenue"],
            text=[money(value, currency) for value in best["revenue"]],
            part=[share(value) for value in best["revenue_share"].fillna(0)],
            group=[described(name) for name in best["department"]],
        )
        facts = {
            "name": "Product",
            "group": "Department",
            "text": "Revenue",
            "part": "Of all revenue",
        }
        said = f"Revenue of the ten best sellers, {currency}"
        with card(sentences.assortment_sentence(best, now), said, is_main=True):
            draw(bars(rows, facts, label_width=240), said)
    _product_table(search, chosen, currency)


def _product_table(search: str, chosen: Chosen, currency: str) -> None:
    """Show products to choose from, by what they sold."""
    window = chosen.window
    shown = products.products(search, window, SHOWN)
    count = 0 if shown.empty else int(shown["found"].iloc[0])
    said = "A tick before a row opens the product"
    if count > SHOWN:
        said += f" · the {SHOWN:,} with most revenue; exports hold all"
    title = "Products found" if search else "Products on orders"
    table(
        f"{title}: {count:,}",
        shown,
        _product_columns(currency),
        "products",
        about_period(chosen) | {"Found by": search},
        caption=said,
        export=partial(products.products, search, window, None),
        empty="No product has all these words. Search for fewer, or a part of them.",
        on_pick=pick,
    )


def _product_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "product_id": config.TextColumn("Product", pinned=True),
        "name": config.TextColumn("Name"),
        "department": config.TextColumn("Department"),
        "category": config.TextColumn("Category"),
        "brand": config.TextColumn("Brand"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "revenue_share": config.NumberColumn("Of revenue", format="percent"),
        "units": config.NumberColumn("Units", format="%,d"),
        "buyers": config.NumberColumn("Buyers", format="%,d"),
    }
