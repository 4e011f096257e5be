"""The two faces of the page Product: all products to pick from, or one of them."""

import pandas as pd
import streamlit as st

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.components.faults import part
from dashboards.components.filters import Chosen
from dashboards.components.tiles import tiles
from dashboards.formats import day, days, money, plain, share
from dashboards.product import parts, sentences
from dashboards.product.history import history
from dashboards.product.names import chart_name, described, product_name
from dashboards.product.picker import show_all
from dashboards.product.tables import SHOWN, detail_tables, product_table
from dashboards.product.tiles import assortment_tiles, product_tiles
from dashboards.queries import baskets, product, product_parts, products, promotions
from dashboards.queries.product import Product
from warehouse.settings import settings


def all_products(chosen: Chosen, search: str) -> None:
    """Show what sells best in the period, and every product to choose from."""
    currency = settings().shop.currency
    now = products.assortment(chosen.window)
    before = products.assortment(chosen.compared) if chosen.compared else None
    tiles(assortment_tiles(now, before, chosen.note, currency))
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
    product_table(search, chosen, currency)


def product_heading(found: Product) -> None:
    """Show what the product is, and the way back to all of them."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        name = product_name(found.name, found.product_id)
        st.subheader(plain(name), anchor=False, width="content")
        st.button("All products", icon=":material/arrow_back:", on_click=show_all)
    said = [plain(found.product_id)]
    if found.is_listed:
        said.append(plain(described(found.department, found.category, found.brand)))
    else:
        said.append("not in the product list: only order lines name it")
    if found.first_sold_on is not None and found.last_sold_on is not None:
        said.append(f"sold {days(found.first_sold_on, found.last_sold_on)}")
    st.caption(" · ".join(said))


def one_product(found: Product, chosen: Chosen, measure: str) -> None:
    """Show how one product sold, to whom, with what, where and how promoted."""
    currency = settings().shop.currency
    key, window, compared = found.product_id, chosen.window, chosen.compared
    windows = [*chosen.period.earlier(12), *([compared] if compared else [])]
    totals = product.totals(key, windows).to_dict("records")
    before = totals.pop() if compared else None
    now = totals[-1]
    tiles(
        product_tiles(
            now, before, totals, chosen.note, currency, has_units=found.has_units
        )
    )
    buckets = product.series(key, window, chosen.grain)
    is_sold = bool(buckets["orders"].any() or buckets["revenue"].any())
    if is_sold:
        buckets_before = (
            product.series(key, compared, chosen.grain) if compared else None
        )
        _history_card(found, chosen, measure, now, before, buckets, buckets_before)
    else:
        _say_unsold(found, chosen)
    companions = baskets.companions(key, window)
    stores = product_parts.stores(key, window)
    promoted = pd.DataFrame()
    with st.grid(3 if is_sold else 1, min_column_width=300):
        if is_sold:
            with part("Bought with it"):
                parts.companion_card(companions, round(now["orders"]))
            parts.group_card(product_parts.groups(key, window, "segment"), "segment")
            ages = product_parts.groups(key, window, "age_band")
            if not ages.empty:
                parts.group_card(ages, "age_band")
        with part("Promotions"):
            promoted = promotions.by_promotion(key, window)
            parts.promotion_card(promoted, found)
        if is_sold:
            parts.store_card(stores)
            if found.has_units:
                parts.price_card(buckets, chosen)
    if is_sold:
        detail_tables(found, chosen, buckets, companions, stores, promoted, currency)


def _history_card(
    found: Product,
    chosen: Chosen,
    measure: str,
    now: sentences.Totals,
    before: sentences.Totals | None,
    buckets: pd.DataFrame,
    buckets_before: pd.DataFrame | None,
) -> None:
    currency = settings().shop.currency
    window, compared = chosen.window, chosen.compared
    legend = {}
    if compared is not None:
        legend = {
            "accent": days(window.first_on, window.last_on),
            "muted": days(compared.first_on, compared.last_on),
        }
    promoted = None
    with part("Weeks with promotions"):
        found_promoted = promotions.promoted_buckets(
            found.product_id, window, chosen.grain
        )
        if not found_promoted.empty:
            promoted = found_promoted
            kinds = set(promoted["promotion"])
            if "display" in kinds:
                legend["amber"] = "on display"
            if "mailer" in kinds:
                legend["green"] = "in the mailer"
    unit = f", {currency}" if measure == "revenue" else ""
    said = [f"{measure.capitalize()} by {chosen.grain}{unit}"]
    if promoted is not None:
        said.append("strips above: promoted, the stronger the more stores")
    if not all(buckets["is_whole"]):
        said.append(f"pale: a {chosen.grain} of which only some days are counted")
    title = sentences.history_sentence(measure, now, before, currency)
    with card(title, " · ".join(said), is_main=True):
        chart = history(
            buckets, buckets_before, promoted, measure, chosen.grain, currency, legend
        )
        draw(chart, f"{measure.capitalize()} over time")


def _say_unsold(found: Product, chosen: Chosen) -> None:
    span = days(chosen.window.first_on, chosen.window.last_on)
    if found.last_sold_on is None:
        since = day(chosen.period.data.first_on)
        body = f"It stands in the product list; data begin {since}."
        title = "It was never sold"
    else:
        title = f"It was not sold {span}"
        body = f"It last sold {day(found.last_sold_on)}; choose a longer period."
    st.info(body, title=title, icon=":material/info:")
