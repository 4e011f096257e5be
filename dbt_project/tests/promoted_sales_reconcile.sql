{{ config(meta={
    "description": "Units, revenue and discounts by promotion add up to those of all lines with a product and a day.",
    "dagster": {"ref": {"name": "kpi_promotions"}},
}) }}

with by_line as (

    select
        coalesce(sum(cast(units as decimal(18, 5))), 0) as units,
        coalesce(sum(line_amount), 0) as revenue_amount,
        coalesce(sum(discount_amount), 0) as discount_amount
    from {{ ref('fct_order_lines') }}
    where
        product_id is not null
        and ordered_on is not null

),

by_promotion as (

    select
        coalesce(sum(cast(units as decimal(18, 5))), 0) as units,
        coalesce(sum(revenue_amount), 0) as revenue_amount,
        coalesce(sum(discount_amount), 0) as discount_amount
    from {{ ref('kpi_promotions') }}

)

select
    by_line.units as units_by_line,
    by_promotion.units as units_by_promotion,
    by_line.revenue_amount as revenue_by_line,
    by_promotion.revenue_amount as revenue_by_promotion,
    by_line.discount_amount as discount_by_line,
    by_promotion.discount_amount as discount_by_promotion
from by_line
cross join by_promotion
where
    by_line.units <> by_promotion.units
    or by_line.revenue_amount <> by_promotion.revenue_amount
    or by_line.discount_amount <> by_promotion.discount_amount
