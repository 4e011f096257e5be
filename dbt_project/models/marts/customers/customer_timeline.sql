with facts as (

    select * from {{ ref('int_customers__facts') }}

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

orders as (

    select * from {{ ref('fct_orders') }}
    where
        customer_id is not null
        and ordered_at is not null

),

sessions as (

    select * from {{ ref('customer_sessions') }}

),

events as (

    select * from {{ ref('fct_events') }}
    where
        event in ('Signed Up', 'Signed In', 'Product Reviewed')
        and type = 'track'
        and not is_bot

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

redemptions as (

    select * from {{ ref('fct_coupon_redemptions') }}
    where redeemed_at is not null

),

told as (

    select
        facts.customer_id,
        facts.occurred_at,
        facts.kind,
        facts.title,
        cast(null as decimal(18, 4)) as amount,
        facts.detail,
        facts.source_table,
        facts.source_key,
        facts.source_name
    from facts
    inner join customers
        on facts.customer_id = customers.customer_id

    union all

    select
        customer_id,
        ordered_at as occurred_at,
        case
            when order_id like '%:refund:%' then 'refund'
            when is_return then 'return'
            when is_cancelled then 'cancelled_order'
            else 'order'
        end as kind,
        case
            when order_id like '%:refund:%' then 'Got money back'
            when is_return then 'Returned goods'
            when is_cancelled then 'Cancelled an order'
            when line_count = 0 then 'Ordered'
            when line_count = 1 then 'Ordered 1 product'
            else 'Ordered ' || cast(line_count as string) || ' products'
        end as title,
        order_amount as amount,
        concat_ws(
            ' · ', 'order ' || source_order_id, 'store ' || store_id, channel, status
        ) as detail,
        'marts.fct_orders' as source_table,
        order_id as source_key,
        source_name
    from orders

    union all

    select
        customer_id,
        started_at as occurred_at,
        'session' as kind,
        case
            when page_views = 1 then 'Visited 1 page'
            when page_views > 1
                then 'Visited ' || cast(page_views as string) || ' pages'
            else 'Visited'
        end as title,
        cast(null as decimal(18, 4)) as amount,
        concat_ws(' · ', channel, utm_campaign, device, entry_path) as detail,
        'marts.fct_sessions' as source_table,
        session_id as source_key,
        cast(null as string) as source_name
    from sessions

    union all

    select
        coalesce(owners.customer_id, devices.customer_id) as customer_id,
        events.occurred_at,
        case events.event
            when 'Signed Up' then 'sign_up'
            when 'Signed In' then 'sign_in'
            else 'review'
        end as kind,
        case events.event
            when 'Signed Up' then 'Signed up'
            when 'Signed In' then 'Signed in'
            else 'Wrote a review'
        end as title,
        cast(null as decimal(18, 4)) as amount,
        coalesce(events.product_name, 'product ' || events.product_id, events.device)
            as detail,
        'marts.fct_events' as source_table,
        events.message_id as source_key,
        events.source_name
    from events
    left join identifiers as owners
        on
            owners.kind = 'customer'
            and events.user_id = owners.value
    left join identifiers as devices
        on
            devices.kind = 'anonymous'
            and events.anonymous_id = devices.value
    where coalesce(owners.customer_id, devices.customer_id) is not null

    union all

    select
        redemptions.customer_id,
        redemptions.redeemed_at as occurred_at,
        'coupon' as kind,
        'Redeemed a coupon' as title,
        cast(null as decimal(18, 4)) as amount,
        concat_ws(
            ' · ',
            'coupon ' || redemptions.coupon_id,
            'campaign ' || redemptions.campaign_id
        ) as detail,
        'marts.fct_coupon_redemptions' as source_table,
        redemptions.redemption_id as source_key,
        redemptions.source_name
    from redemptions
    inner join customers
        on redemptions.customer_id = customers.customer_id

),

final as (

    select * from told

)

{# By more columns the sort of 10 million rows takes more than 2 GB. #}
select * from final
order by
    customer_id,
    occurred_at
