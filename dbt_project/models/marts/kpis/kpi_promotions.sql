with promotions as (

    select
        product_id,
        store_id,
        week_start_on,
        is_on_display,
        is_in_mailer
    from {{ ref('fct_promotions') }}
    where
        week_start_on is not null
        and (is_on_display or is_in_mailer)

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

stores as (

    select store_id from {{ ref('dim_stores') }}

),

dates as (

    select
        day_on,
        week_start_on
    from {{ ref('dim_dates') }}

),

{# Orders without a store are of one more place, which has no id. #}
sales as (

    select
        lines.product_id,
        coalesce(orders.store_id, '') as place_id,
        lines.ordered_on,
        sum(cast(lines.units as decimal(18, 5))) as units,
        sum(lines.line_amount) as revenue_amount,
        sum(lines.discount_amount) as discount_amount
    from lines
    inner join orders
        on lines.order_id = orders.order_id
    where
        lines.product_id is not null
        and lines.ordered_on is not null
    group by
        lines.product_id,
        coalesce(orders.store_id, ''),
        lines.ordered_on

),

places as (

    select store_id as place_id from stores
    union
    select '' as place_id from orders
    where store_id is null

),

of_a_store as (

    select * from promotions
    where store_id is not null

),

of_all_stores as (

    select * from promotions
    where store_id is null

),

{# What a product had in a place in a week, be it of this store or of all. #}
promoted_in_stores as (

    select
        of_a_store.product_id,
        of_a_store.store_id as place_id,
        of_a_store.week_start_on,
        of_a_store.is_on_display or coalesce(of_all_stores.is_on_display, false)
            as is_on_display,
        of_a_store.is_in_mailer or coalesce(of_all_stores.is_in_mailer, false)
            as is_in_mailer
    from of_a_store
    left join of_all_stores
        on
            of_a_store.product_id = of_all_stores.product_id
            and of_a_store.week_start_on = of_all_stores.week_start_on

),

promoted_everywhere as (

    select
        of_all_stores.product_id,
        places.place_id,
        of_all_stores.week_start_on,
        of_all_stores.is_on_display,
        of_all_stores.is_in_mailer
    from of_all_stores
    cross join places
    left join of_a_store
        on
            of_all_stores.product_id = of_a_store.product_id
            and of_all_stores.week_start_on = of_a_store.week_start_on
            and places.place_id = of_a_store.store_id
    where of_a_store.store_id is null

),

promoted as (

    select
        *,
        case
            when is_on_display and is_in_mailer then 'display and mailer'
            when is_on_display then 'display'
            else 'mailer'
        end as promotion
    from (
        select * from promoted_in_stores
        union all
        select * from promoted_everywhere
    ) as everything_promoted

),

covering as (

    select
        sales.product_id,
        sales.place_id,
        sales.ordered_on,
        promoted.week_start_on,
        promoted.promotion,
        max(promoted.week_start_on) over (
            partition by sales.product_id, sales.place_id, sales.ordered_on
        ) as last_week_start_on
    from sales
    inner join promotion_days
        on sales.ordered_on = promotion_days.day_on
    inner join promoted
        on
            sales.product_id = promoted.product_id
            and sales.place_id = promoted.place_id
            and promotion_days.week_start_on = promoted.week_start_on

),

weeks as (

    select
        dates.day_on,
        coalesce(max(promotion_days.week_start_on), dates.week_start_on)
            as week_start_on
    from dates
    left join promotion_days
        on dates.day_on = promotion_days.day_on
    group by
        dates.day_on,
        dates.week_start_on

),

{# Where weeks overlap a sale is of the promotion that began last, so counts once. #}
placed as (

    select
        sales.*,
        coalesce(covering.week_start_on, weeks.week_start_on) as week_start_on,
        coalesce(covering.promotion, 'none') as promotion
    from sales
    inner join weeks
        on sales.ordered_on = weeks.day_on
    left join covering
        on
            sales.product_id = covering.product_id
            and sales.place_id = covering.place_id
            and sales.ordered_on = covering.ordered_on
            and covering.week_start_on = covering.last_week_start_on

),

sold as (

    select
        product_id,
        week_start_on,
        promotion,
        count(distinct place_id) as selling_stores,
        sum(units) as units,
        sum(revenue_amount) as revenue_amount,
        sum(discount_amount) as discount_amount
    from placed
    group by
        product_id,
        week_start_on,
        promotion

),

promoted_weeks as (

    select
        product_id,
        week_start_on,
        promotion,
        count(*) as stores
    from promoted
    group by
        product_id,
        week_start_on,
        promotion

),

final as (

    select
        coalesce(promoted_weeks.product_id, sold.product_id) as product_id,
        coalesce(promoted_weeks.week_start_on, sold.week_start_on) as week_start_on,
        coalesce(promoted_weeks.promotion, sold.promotion) as promotion,
        cast(coalesce(promoted_weeks.stores, sold.selling_stores) as bigint) as stores,
        cast(coalesce(sold.selling_stores, 0) as bigint) as selling_stores,
        cast(coalesce(sold.units, 0) as double) as units,
        cast(coalesce(sold.revenue_amount, 0) as decimal(18, 4)) as revenue_amount,
        cast(coalesce(sold.discount_amount, 0) as decimal(18, 4)) as discount_amount
    from promoted_weeks
    full outer join sold
        on
            promoted_weeks.product_id = sold.product_id
            and promoted_weeks.week_start_on = sold.week_start_on
            and promoted_weeks.promotion = sold.promotion

)

select * from final
order by
    product_id,
    week_start_on,
    promotion
