"""All products: what sells, and the search for one of them."""

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.published import one_row, read


def assortment(window: Window) -> dict[str, float]:
    """Return what the products of a window are, each number 0 where there is nothing.

    Keys: sold (products on lines with a positive quantity), revenue, ten_revenue (of
    the ten with most), newly_sold (whose first line ever is in the window), unsold (of
    the product list, without lines in the window), unlisted (with lines, not in the
    product list).
    """
    row = one_row(
        """
        with sold as (
            select
                product_id,
                sum(line_amount)::double as revenue,
                count(*) filter (quantity > 0) as sales
            from marts.fct_order_lines
            where ordered_on between $1 and $2 and product_id is not null
            group by product_id
        ),
        ranked as (
            select *, row_number() over (order by revenue desc, product_id) as place
            from sold
        ),
        listed as (
            select
                count(*) filter (is_in_catalogue) as products,
                count(ranked.product_id) filter (is_in_catalogue) as sold_products,
                count(ranked.product_id) filter (not is_in_catalogue) as unlisted,
                count(ranked.product_id) filter (first_sold_on >= $1) as newly_sold
            from marts.dim_products
            left join ranked using (product_id)
        ),
        summed as (
            select
                count(*) filter (sales > 0) as sold,
                coalesce(sum(revenue), 0) as revenue,
                coalesce(sum(revenue) filter (place <= 10), 0) as ten_revenue
            from ranked
        )
        select
            sold, revenue, ten_revenue, newly_sold,
            products - sold_products as unsold, unlisted
        from summed
        cross join listed
        """,
        [window.first_on, window.last_on],
    )
    names = ("sold", "revenue", "ten_revenue", "newly_sold", "unsold", "unlisted")
    return dict(zip(names, map(float, row), strict=True))


def products(search: str, window: Window, limit: int | None) -> pd.DataFrame:
    """Return products by revenue in the window, most first; an id that matches leads.

    Columns: product_id, name, department, category, brand, revenue, units, buyers (as
    `queries.product` counts them), revenue_share (of all products, a fraction), found
    (how many there are, the same in each row).

    Args:
        search: Words that all stand in the id, name, department, category or brand;
            empty for all with lines in the window, sold or only returned.
        window: The days to count.
        limit: Most rows to return; None for all.
    """
    condition, parameters = _condition(search, window)
    order = "lower(product_id) = $3 desc, revenue desc nulls last, product_id"
    # Buyers are counted of the products that are listed alone.
    return read(
        f"""
        with sold as (
            select
                product_id,
                sum(line_amount) as revenue,
                sum(units) as units
            from marts.fct_order_lines
            where ordered_on between $1 and $2
            group by product_id
        ),
        listed as (
            select
                *,
                coalesce(revenue, 0)::double
                    / (select nullif(sum(revenue), 0)::double from sold)
                    as revenue_share,
                count(*) over () as found
            from marts.dim_products
            left join sold using (product_id)
            where {condition}
            order by {order}
            {"" if limit is None else f"limit {limit:d}"}
        ),
        bought as (
            select distinct product_id, customer_id
            from marts.fct_order_lines
            semi join listed using (product_id)
            where
                ordered_on between $1 and $2
                and quantity > 0
                and is_counted
                and customer_id is not null
        ),
        counted as (
            select product_id, count(*) as buyers from bought group by product_id
        )
        select
            product_id, name, department, category, brand,
            coalesce(revenue, 0)::double as revenue,
            coalesce(units, 0) as units,
            coalesce(buyers, 0) as buyers,
            revenue_share,
            found
        from listed
        left join counted using (product_id)
        order by {order}
        """,
        parameters,
    )


def _condition(search: str, window: Window) -> tuple[str, list[object]]:
    """Return which products match, and the parameters: days, the search, its words."""
    words = search.lower().split()
    text = "lower(concat_ws(' ', product_id, name, department, category, brand))"
    found = [f"contains({text}, ${place})" for place in range(4, 4 + len(words))]
    days = [window.first_on, window.last_on]
    return (
        " and ".join(found) or "sold.product_id is not null",
        [*days, " ".join(words), *words],
    )
