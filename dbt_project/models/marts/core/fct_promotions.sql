with promotions as (

    select * from {{ ref('stg_marketing__promotions') }}

),

promotion_days as (

    select * from {{ ref('int_promotions__days') }}

),

lines as (

    select * from {{ ref('fct_order_lines') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

daily_sales as (

    select
        lines.product_id,
        orders.store_id,
        lines.ordered_on,
        sum(cast(lines.units as decimal(18, 5))) as units,
        sum(lines.line_amount) as revenue_amount
    from lines
    inner join orders
        on lines.order_id = orders.order_id
    where
        lines.product_id is not null
        and lines.ordered_on is not null
    group by
        lines.product_id,
        orders.store_id,
        lines.ordered_on

),

weekly_sales as (

    select
        daily_sales.product_id,
        daily_sales.store_id,
        promotion_days.week_start_on,
        sum(daily_sales.units) as units,
        sum(daily_sales.revenue_amount) as revenue_amount
    from daily_sales
    inner join promotion_days
        on daily_sales.ordered_on = promotion_days.day_on
    group by
        daily_sales.product_id,
        daily_sales.store_id,
        promotion_days.week_start_on

),

{# A promotion without a store is one of all stores, and so are its sales. #}
sales as (

    select
        product_id,
        store_id as promoted_in,
        week_start_on,
        units,
        revenue_amount
    from weekly_sales
    where store_id is not null
    union all
    select
        product_id,
        '' as promoted_in,
        week_start_on,
        sum(units) as units,
        sum(revenue_amount) as revenue_amount
    from weekly_sales
    group by
        product_id,
        week_start_on

),

final as (

    select
        promotions.product_id,
        promotions.store_id,
        promotions.week_start_on,
        promotions.display,
        promotions.mailer,
        coalesce(promotions.display not in ('', '0'), false) as is_on_display,
        coalesce(promotions.mailer not in ('', '0'), false) as is_in_mailer,
        cast(coalesce(sales.units, 0) as double) as units,
        cast(coalesce(sales.revenue_amount, 0) as decimal(18, 4)) as revenue_amount
    from promotions
    left join sales
        on
            promotions.product_id = sales.product_id
            and coalesce(promotions.store_id, '') = sales.promoted_in
            and promotions.week_start_on = sales.week_start_on

)

select * from final
order by
    product_id,
    week_start_on,
    store_id
