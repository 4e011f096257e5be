with orders as (

    select
        order_id,
        ordered_on,
        order_amount,
        not is_cancelled and not is_return as is_counted
    from {{ ref('fct_orders') }}
    where ordered_on is not null

),

touches as (

    select * from {{ ref('customer_touches') }}

),

spend as (

    select * from {{ ref('int_ad_spend__by_day') }}

),

touched as (

    select distinct order_id from touches

),

{# So that a day's orders and revenue add up to what they are. #}
untouched as (

    select
        orders.ordered_on as day_on,
        case
            when orders.is_counted then 'no touch known'
            else 'returned or cancelled'
        end as channel,
        sum(case when orders.is_counted then 1 else 0 end) as conversions,
        sum(orders.order_amount) as revenue_amount
    from orders
    left join touched
        on orders.order_id = touched.order_id
    where touched.order_id is null
    group by
        orders.ordered_on,
        orders.is_counted

),

credited as (

    {% for model in attribution_models() -%}
        select
            ordered_on as day_on,
            '{{ model }}' as attribution_model,
            channel,
            campaign,
            sum({{ model }}_credit) as conversions,
            sum({{ model }}_credit * cast(order_amount as double)) as revenue_amount,
            0 as spend_amount,
            0 as impressions,
            0 as clicks
        from touches
        where {{ model }}_credit > 0
        group by
            ordered_on,
            channel,
            campaign
        union all
        select
            day_on,
            '{{ model }}' as attribution_model,
            channel,
            null as campaign,
            conversions,
            revenue_amount,
            0 as spend_amount,
            0 as impressions,
            0 as clicks
        from untouched
        union all
        select
            day_on,
            '{{ model }}' as attribution_model,
            channel,
            campaign,
            0 as conversions,
            0 as revenue_amount,
            spend_amount,
            impressions,
            clicks
        from spend
        {{ "union all" if not loop.last }}
    {% endfor %}

),

summed as (

    select
        day_on,
        attribution_model,
        channel,
        campaign,
        cast(sum(conversions) as double) as conversions,
        cast(sum(revenue_amount) as double) as revenue_amount,
        sum(spend_amount) as spend_amount,
        sum(impressions) as impressions,
        sum(clicks) as clicks
    from credited
    group by
        day_on,
        attribution_model,
        channel,
        campaign

),

final as (

    select
        day_on,
        attribution_model,
        channel,
        campaign,
        channel not in ('no touch known', 'returned or cancelled') as is_attributed,
        conversions,
        cast(revenue_amount as decimal(18, 4)) as revenue_amount,
        cast(spend_amount as decimal(18, 4)) as spend_amount,
        cast(impressions as bigint) as impressions,
        cast(clicks as bigint) as clicks,
        case
            when spend_amount > 0 then revenue_amount / cast(spend_amount as double)
        end as return_on_ad_spend
    from summed

)

select * from final
order by
    attribution_model,
    day_on,
    channel,
    campaign
