"""The tables behind one product, and what each column means."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.filters import Chosen
from dashboards.components.header import about
from dashboards.components.tables import SHOWN, Listed, tabbed
from dashboards.formats import DAY_FORMAT, counted, days, money_column
from dashboards.product.names import product_name
from dashboards.product.picker import pick
from dashboards.queries import product_parts
from dashboards.queries.product import Product
from dashboards.sales.table import sales_columns, sales_rows
from warehouse.settings import settings

Columns = dict[str, ColumnConfig]


def detail_tables(
    found: Product,
    chosen: Chosen,
    *,
    sales: tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame],
    groups: Mapping[str, pd.DataFrame],
    companions: pd.DataFrame,
    stores: pd.DataFrame,
    promoted: pd.DataFrame,
) -> None:
    """Show what stands behind the charts of one product, each under its tab.

    Args:
        found: The product.
        chosen: Period, comparison and grain.
        sales: Its buckets, those compared with, and when it was promoted.
        groups: Its buyers by group, for each kind of group.
        companions: What is bought with it.
        stores: Where it sold.
        promoted: What it sold with a promotion and without.
    """
    config = st.column_config
    currency = settings().shop.currency
    name = f"product_{found.product_id}"
    export = partial(product_parts.buyers, found.product_id, chosen.window)
    buyers = export(SHOWN)
    # An order holds more than this product, so it has no average here.
    columns = sales_columns(chosen.grain, currency)
    del columns["average_order_value"]
    listed = {
        f"By {chosen.grain}": Listed(
            f"Sales by {chosen.grain}",
            f"{name}_sales",
            _with_promotions(sales_rows(sales[0], sales[1]), sales[2]),
            {
                **columns,
                "price": config.NumberColumn(
                    "Price per unit", format=money_column(currency)
                ),
                "display": config.NumberColumn("Stores on display", format="%,d"),
                "mailer": config.NumberColumn("Stores with mailer", format="%,d"),
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
            export=partial(export, None),
            empty="No customer with an id bought it in these days.",
        ),
        "Groups": Listed(
            "Buyers by group",
            f"{name}_groups",
            pd.concat([rows.assign(kind=kind) for kind, rows in groups.items()]),
            _group_columns(currency),
            caption="Beside all customers who ordered anything in these days",
            empty="No group of these customers is known.",
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
        ),
        "Promotions": Listed(
            "With and without promotion",
            f"{name}_promotions",
            promoted,
            _promotion_columns(currency),
            caption="Whole weeks of the period; a store counts in a week in which it "
            "sold the product",
            empty="Nothing is known of its promotions in these weeks.",
        ),
    }
    facts = {
        "Product": found.product_id,
        "Name": product_name(found.name, found.product_id),
    }
    tabbed(listed, about_period(chosen) | facts)


def _with_promotions(sales: pd.DataFrame, promoted: pd.DataFrame) -> pd.DataFrame:
    """Return the buckets with the stores that promoted it, by kind."""
    for kind, rows in promoted.groupby("promotion"):
        stores = dict(zip(rows["bucket_on"], rows["stores"], strict=True))
        sales = sales.assign(
            **{str(kind): [stores.get(day, 0) for day in sales["bucket_on"]]}
        )
    return sales


def _promotion_columns(currency: str) -> Columns:
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


def about_period(chosen: Chosen) -> dict[str, str]:
    """Return what a reader of an exported file has to know."""
    window = chosen.window
    return about() | {"Period": days(window.first_on, window.last_on)}


def _sales_columns(currency: str) -> Columns:
    config = st.column_config
    return {
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
        "units": config.NumberColumn("Units", format="%,d"),
        "orders": config.NumberColumn("Orders", format="%,d"),
    }


def _buyer_columns(currency: str) -> Columns:
    config = st.column_config
    return {
        "customer_id": config.TextColumn("Customer", pinned=True),
        "segment": config.TextColumn("Segment"),
        "age_band": config.TextColumn("Age"),
        **_sales_columns(currency),
        "last_bought_on": config.DateColumn("Last bought", format=DAY_FORMAT),
    }


def _group_columns(currency: str) -> Columns:
    config = st.column_config
    return {
        "kind": config.TextColumn("Group", pinned=True),
        "name": config.TextColumn("Name"),
        "buyers": config.NumberColumn("Buyers", format="%,d"),
        "buyer_share": config.NumberColumn("Of its buyers", format="percent"),
        "customers": config.NumberColumn("All customers", format="%,d"),
        "customer_share": config.NumberColumn("Of all customers", format="percent"),
        "revenue": config.NumberColumn("Revenue", format=money_column(currency)),
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
