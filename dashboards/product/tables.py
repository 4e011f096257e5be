"""The tables of the page Product, and what each column means."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.filters import Chosen
from dashboards.components.header import about
from dashboards.components.tables import Listed, tabbed, table
from dashboards.formats import counted, days, money_column
from dashboards.product.names import product_name
from dashboards.product.picker import pick
from dashboards.queries import product_parts, products
from dashboards.queries.product import Product

SHOWN = 1_000
"""Rows on the page; the exports hold all."""
_DAY = "D MMM YYYY"

Columns = dict[str, ColumnConfig]


def product_table(search: str, chosen: Chosen, currency: str) -> None:
    """Show products to choose from, by what they sold."""
    window = chosen.window
    shown = products.products(search, window, SHOWN)
    count = 0 if shown.empty else int(shown["found"].iloc[0])
    said = "A tick before a row opens the product"
    if count > SHOWN:
        said += f" · the {SHOWN:,} with most revenue; exports hold all"
    title = "Products found" if search else "Products sold"
    table(
        f"{title}: {count:,}",
        shown,
        _product_columns(currency),
        "products",
        _about(chosen) | {"Found by": search},
        caption=said,
        export=partial(products.products, search, window, None),
        empty="No product has all these words. Search for fewer, or a part of them.",
        on_pick=pick,
    )


def detail_tables(
    found: Product,
    chosen: Chosen,
    buckets: pd.DataFrame,
    companions: pd.DataFrame,
    stores: pd.DataFrame,
    promoted: pd.DataFrame,
    currency: str,
) -> None:
    """Show what stands behind the charts of one product, each under its tab."""
    config = st.column_config
    window, name = chosen.window, f"product_{found.product_id}"
    buyers = product_parts.buyers(found.product_id, window, SHOWN)
    listed = {
        f"By {chosen.grain}": Listed(
            f"Sales by {chosen.grain}",
            f"{name}_sales",
            buckets.iloc[::-1],
            {
                "first_on": config.DateColumn("From", format=_DAY, pinned=True),
                "last_on": config.DateColumn("To", format=_DAY),
                **_sales_columns(currency),
                "price": config.NumberColumn(
                    "Price per unit", format=money_column(currency)
                ),
            },
        ),
        "Buyers": Listed(
            "Buyers",
            f"{name}_buyers",
            buyers,
            _buyer_columns(currency),
            caption=f"The {SHOWN:,} who paid most for it; exports hold all"
            if len(buyers) == SHOWN
            else None,
            export=partial(product_parts.buyers, found.product_id, window, None),
            empty="No customer with an id bought it in these days.",
        ),
        "With it": Listed(
            "Bought with it",
            f"{name}_bought_with",
            companions,
            _companion_columns(),
            caption="Of the 100 products that share most orders with it, most beyond "
            "chance first. A tick before a row opens the product",
            empty="No other product shares enough orders with it.",
            on_pick=pick,
        ),
        "Stores": Listed(
            f"Sold in {counted(len(stores), 'store')}",
            f"{name}_stores",
            stores,
            {
                "store_id": config.TextColumn("Store", pinned=True),
                "name": config.TextColumn("Name"),
                **_sales_columns(currency),
                "buyers": config.NumberColumn("Buyers", format="%,d"),
                "revenue_share": config.NumberColumn(
                    "Of its revenue", format="percent"
                ),
            },
            empty="It was sold in no store in these days.",
        ),
        "Promotions": Listed(
            "With and without promotion",
            f"{name}_promotions",
            promoted,
            promotion_columns(currency),
            caption="Whole weeks of the period; a store counts in a week in which it "
            "sold the product",
            empty="Nothing is known of its promotions in these weeks.",
        ),
    }
    tabbed(
        listed,
        _about(chosen)
        | {
            "Product": found.product_id,
            "Name": product_name(found.name, found.product_id),
        },
    )


def promotion_columns(currency: str) -> Columns:
    """Return heading and format of what was sold with a promotion and without."""
    config = st.column_config
    amount = money_column(currency)
    return {
        "promotion": config.TextColumn("Promotion", pinned=True),
        "weeks": config.NumberColumn("Weeks", format="%,d"),
        "store_weeks": config.NumberColumn(
            "Store-weeks", format="%,d", help="Stores that sold it, summed over weeks"
        ),
        "units": config.NumberColumn("Units", format="%,d"),
        "revenue": config.NumberColumn("Revenue", format=amount),
        "discount": config.NumberColumn("Discounts", format=amount),
        "units_each": config.NumberColumn("Units per store-week", format="%.2f"),
        "revenue_each": config.NumberColumn("Revenue per store-week", format=amount),
    }


def _about(chosen: Chosen) -> dict[str, str]:
    window = chosen.window
    return about() | {"Period": days(window.first_on, window.last_on)}


def _sales_columns(currency: str) -> Columns:
    config = st.column_config
    return {
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "units": config.NumberColumn("Units", format="%,d"),
        "orders": config.NumberColumn("Orders", format="%,d"),
    }


def _product_columns(currency: str) -> Columns:
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


def _buyer_columns(currency: str) -> Columns:
    config = st.column_config
    return {
        "customer_id": config.TextColumn("Customer", pinned=True),
        "segment": config.TextColumn("Segment"),
        "age_band": config.TextColumn("Age"),
        **_sales_columns(currency),
        "last_bought_on": config.DateColumn("Last bought", format=_DAY),
    }


def _companion_columns() -> Columns:
    config = st.column_config
    return {
        "product_id": config.TextColumn("Product", pinned=True),
        "name": config.TextColumn("Name"),
        "lift": config.NumberColumn(
            "Lift", format="%.2f", help="Confidence / its share of all orders"
        ),
        "together": config.NumberColumn("Orders with both", format="%,d"),
        "confidence": config.NumberColumn(
            "Confidence",
            format="percent",
            help="Of the orders with the product, those that hold this one, too",
        ),
        "support": config.NumberColumn(
            "Support", format="percent", help="Of all orders, those that hold both"
        ),
        "extra": config.NumberColumn(
            "Beyond chance",
            format="%,.1f",
            help="Orders with both, less those that chance would bring: "
            "leverage x all orders",
        ),
        "orders": config.NumberColumn("Orders with this one", format="%,d"),
    }
