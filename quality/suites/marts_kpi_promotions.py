"""Sales by promotion as they would be published: every line that was sold, once."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.kpi_promotions"

RULES = [
    not_null("product_id", "Every row is of a product"),
    not_null("week_start_on", "Every row is of a week"),
    not_null("promotion", "Every row is of a promotion, or of none"),
    one_of(
        "promotion",
        ("none", "display", "mailer", "display and mailer"),
        "Every promotion is display, mailer, both or none",
    ),
    unique(
        "product_id, week_start_on, promotion",
        "Every product, week and promotion is there once",
    ),
    no_rows(
        "selling_stores_are_stores",
        "No more stores sold a product than had the promotion, and none had no store",
        "selling_stores not between 0 and stores or stores < 1",
    ),
    nothing_in(
        "revenue_is_sum_of_lines",
        "The revenue of a product is the sum of its lines, to the cent",
        """
        select product_id
        from (
            select product_id, sum(revenue_amount) as revenue_amount
            from marts.kpi_promotions
            group by product_id
        ) as promoted
        full join (
            select product_id, sum(line_amount) as revenue_amount
            from marts.fct_order_lines
            where product_id is not null and ordered_on is not null
            group by product_id
        ) as lines using (product_id)
        where abs(
            coalesce(promoted.revenue_amount, 0) - coalesce(lines.revenue_amount, 0)
        ) >= 0.005
        """,
        unit="products",
    ),
]
