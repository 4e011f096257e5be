"""One product: what it is, how it sold, to whom, with what, where and how promoted."""

import pandas as pd
import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.components.faults import part
from dashboards.components.filters import Chosen
from dashboards.components.tiles import tiles
from dashboards.formats import day, days, plain
from dashboards.product import parts, sentences
from dashboards.product.history import history
from dashboards.product.names import described, product_name
from dashboards.product.picker import show_all
from dashboards.product.tables import detail_tables
from dashboards.product.tiles import product_tiles
from dashboards.queries import baskets, product, product_parts, promotions
from dashboards.queries.product import Product
from warehouse.settings import settings

_UNPROMOTED = pd.DataFrame(columns=["bucket_on", "promotion", "stores", "store_share"])


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
    """Show how one product sold, or since when it has not."""
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
    if not any(buckets["orders"]) and not any(buckets["revenue"]):
        _say_unsold(found, chosen)
        return
    buckets_before = product.series(key, compared, chosen.grain) if compared else None
    promoted_weeks = _UNPROMOTED
    with part("Weeks with promotions"):
        promoted_weeks = promotions.promoted_buckets(key, window, chosen.grain)
    title = sentences.history_sentence(measure, now, before, currency)
    _history_card(title, chosen, measure, buckets, buckets_before, promoted_weeks)

    companions = baskets.companions(key, window)
    stores = product_parts.stores(key, window)
    segments = product_parts.groups(key, window, "segment")
    ages = product_parts.groups(key, window, "age_band")
    promoted = pd.DataFrame()
    with st.grid(3, min_column_width=300):
        parts.companion_card(companions, round(now["orders"]))
        parts.group_card(segments, "segment")
        if not ages.empty:
            parts.group_card(ages, "age_band")
        with part("Promotions"):
            promoted = promotions.by_promotion(key, window)
            parts.promotion_card(promoted, found)
        parts.store_card(stores)
        if found.has_units:
            parts.price_card(buckets, chosen)
    detail_tables(
        found,
        chosen,
        sales=(buckets, buckets_before, promoted_weeks),
        groups={"RFM segment": segments, "Age": ages},
        companions=companions,
        stores=stores,
        promoted=promoted,
    )


def _history_card(
    title: str,
    chosen: Chosen,
    measure: str,
    buckets: pd.DataFrame,
    buckets_before: pd.DataFrame | None,
    promoted: pd.DataFrame,
) -> None:
    currency = settings().shop.currency
    window, compared = chosen.window, chosen.compared
    legend = {}
    if compared is not None:
        legend = {
            "accent": days(window.first_on, window.last_on),
            "muted": days(compared.first_on, compared.last_on),
        }
    kinds = set(promoted["promotion"])
    if "display" in kinds:
        legend["amber"] = "on display"
    if "mailer" in kinds:
        legend["green"] = "in the mailer"
    unit = f", {currency}" if measure == "revenue" else ""
    said = [f"{measure.capitalize()} by {chosen.grain}{unit}"]
    if kinds:
        said.append("strips above: promoted, the stronger the more stores")
    if not all(buckets["is_whole"]):
        said.append(f"pale: a {chosen.grain} of which only some days are counted")
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
