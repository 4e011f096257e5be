"""One product: what it is, and what it sold.

Revenue and units are of all lines, so that returns subtract. A purchase is an order,
neither cancelled nor a pure return, with a positive quantity of the product; a buyer is
a customer with a purchase, so guests are none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards.periods import Grain, Window
from dashboards.queries.published import read
from dashboards.queries.windows import bucketed_days, window_days, window_rows

# Facts lie sorted by day: with the days named on both sides, 13 weeks out of 20,570,298
# lines of 14 years took 12 ms where the whole history took 377 (2026-11-26).
LINES = """
    lines as materialized (
        select
            lines.*, store_id, quantity > 0 and is_counted as is_purchase
        from marts.fct_order_lines as lines
        join marts.fct_orders as orders using (order_id)
        where
            product_id = $1
            and lines.ordered_on between $2 and $3
            and orders.ordered_on between $2 and $3
    )
"""
"""The product's lines in a window: `$1` is the product, `$2` and `$3` are the days."""


@dataclass(frozen=True)
class Product:
    """What is known of a product."""

    product_id: str
    name: str | None
    department: str | None
    category: str | None
    brand: str | None
    is_listed: bool
    """Whether the product list has it; else order lines alone name it."""
    has_units: bool
    """Whether its quantity counts in units, as the settings say."""
    first_sold_on: date | None
    last_sold_on: date | None


def product(product_id: str) -> Product | None:
    """Return the product of that id; None where there is none."""
    found = read(
        """
        with sold as (
            select min(ordered_on) as first_sold_on, max(ordered_on) as last_sold_on
            from marts.fct_order_lines
            where product_id = $1
        )
        select
            product_id, name, department, category, brand,
            is_in_catalogue, not is_excluded_from_units as has_units,
            sold.first_sold_on, sold.last_sold_on
        from marts.dim_products
        cross join sold
        where product_id = $1
        """,
        [product_id],
    )
    if found.empty:
        return None
    _, *text, is_listed, has_units, first_on, last_on = [
        None if pd.isna(value) else value for value in found.iloc[0]
    ]
    return Product(
        product_id,
        *text,
        is_listed=bool(is_listed),
        has_units=bool(has_units),
        first_sold_on=first_on.date() if first_on is not None else None,
        last_sold_on=last_on.date() if last_on is not None else None,
    )


def totals(product_id: str, windows: Sequence[Window]) -> pd.DataFrame:
    """Return one row for each window, in order.

    Columns: revenue, units, orders, buyers, repeat_buyers (two purchases or more in
    the window).
    """
    return read(
        f"""
        with {LINES},
        windows (place, first_on, last_on) as (values {window_rows(windows, 4)}),
        inside as (
            select place, lines.*
            from windows
            left join lines on ordered_on between first_on and last_on
        ),
        purchases as (
            select
                place,
                customer_id,
                count(distinct order_id) as orders
            from inside
            where is_purchase
            group by place, customer_id
        ),
        buyers as (
            select
                place,
                sum(orders) as orders,
                count(customer_id) as buyers,
                count(customer_id) filter (orders >= 2) as repeat_buyers
            from purchases
            group by place
        ),
        sales as (
            select place, sum(line_amount) as revenue, sum(units) as units
            from inside
            group by place
        )
        select
            coalesce(revenue, 0)::double as revenue,
            coalesce(units, 0)::double as units,
            coalesce(orders, 0)::double as orders,
            coalesce(buyers, 0)::double as buyers,
            coalesce(repeat_buyers, 0)::double as repeat_buyers
        from sales
        left join buyers using (place)
        order by place
        """,
        [
            product_id,
            min(window.first_on for window in windows),
            max(window.last_on for window in windows),
            *window_days(windows),
        ],
    )


def series(product_id: str, window: Window, grain: Grain) -> pd.DataFrame:
    """Return one row for each day, week or month of the window, without sales too.

    Columns: bucket_on, first_on, last_on (those of its days inside the window),
    is_whole (the window has all of its days), revenue, units, orders, price (revenue
    for each unit; missing where none was sold).
    """
    return read(
        f"""
        with {LINES},
        days as ({bucketed_days(grain)}),
        sales as (
            select
                ordered_on as day_on,
                sum(line_amount) as revenue,
                sum(units) as units,
                count(distinct order_id) filter (is_purchase) as orders
            from lines
            group by ordered_on
        )
        select
            bucket_on,
            min(day_on) as first_on,
            max(day_on) as last_on,
            count(*) = any_value(bucket_days) as is_whole,
            coalesce(sum(revenue), 0)::double as revenue,
            coalesce(sum(units), 0)::double as units,
            coalesce(sum(orders), 0)::double as orders,
            case when sum(units) > 0 then sum(revenue)::double / sum(units) end as price
        from days
        left join sales using (day_on)
        where day_on between $2 and $3
        group by bucket_on
        order by bucket_on
        """,
        [product_id, window.first_on, window.last_on],
    )
