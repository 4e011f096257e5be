with events as (

    select
        *,
        {{ is_one_of('source_name', var('simulated_sources')) }} as is_simulated
    from {{ ref('stg_events__orders') }}

),

lines as (

    select * from {{ ref('stg_events__order_lines') }}

),

orders_of_the_shop as (

    select order_id from {{ ref('stg_shop__orders') }}
    union all
    select order_id from {{ ref('stg_shop__order_lines') }}

),

systems as (

    select count(*) > 0 as is_any from orders_of_the_shop

),

known_orders as (

    select distinct orders_of_the_shop.order_id
    from orders_of_the_shop
    inner join events
        on orders_of_the_shop.order_id = events.order_id

),

listed as (

    select
        source_name,
        message_id,
        try_cast(
            sum(
                try_cast(
                    coalesce(quantity, 1) * cast(unit_price as decimal(28, 4))
                    as decimal(16, 4)
                )
            ) as decimal(16, 4)
        ) as listed_amount
    from lines
    group by
        source_name,
        message_id

),

{# A site and its server often tell the same order: the one that names an amount and
   products is it, or the earliest of those. What is simulated never takes the place of
   what is not. #}
numbered as (

    select
        events.*,
        coalesce(events.order_amount, listed.listed_amount) as told_amount,
        row_number() over (
            partition by events.order_id, events.is_refund
            order by
                case when events.is_simulated then 1 else 0 end,
                case
                    when coalesce(events.order_amount, listed.listed_amount) is null
                        then 1
                    else 0
                end,
                case when listed.message_id is null then 1 else 0 end,
                events.event_at,
                events.source_name,
                events.message_id
        ) as place
    from events
    left join listed
        on
            events.source_name = listed.source_name
            and events.message_id = listed.message_id

),

completed as (

    select
        *,
        coalesce(told_amount, 0) as amount
    from numbered
    where
        not is_refund
        and place = 1

),

asked as (

    select
        numbered.*,
        completed.amount as completed_amount,
        coalesce(numbered.told_amount, completed.amount, 0) as asked_amount
    from numbered
    left join completed
        on
            numbered.order_id = completed.order_id
            and not completed.is_simulated
    where
        numbered.is_refund
        and not numbered.is_simulated

),

{# A refund that names no amount gives everything back, and no refund gives back more
   than is left of its order: so one that is told twice gives nothing. #}
refunds as (

    select
        *,
        case
            when completed_amount is null then asked_amount
            else
                least(
                    asked_amount,
                    completed_amount - coalesce(
                        sum(asked_amount) over (
                            partition by order_id
                            order by
                                event_at,
                                source_name,
                                message_id
                            rows between unbounded preceding and 1 preceding
                        ),
                        0
                    )
                )
        end as amount
    from asked

),

told as (

    select
        message_id,
        source_name,
        order_id as completed_order_id,
        order_id,
        is_refund,
        is_simulated,
        event_at,
        customer_id,
        currency,
        told_amount is not null as has_amount,
        amount as order_amount,
        coalesce(discount_amount, 0) as discount_amount,
        coalesce(shipping_amount, 0) as shipping_amount,
        coalesce(tax_amount, 0) as tax_amount,
        loaded_at
    from completed
    union all
    select
        message_id,
        source_name,
        order_id as completed_order_id,
        order_id || ':refund:' || message_id as order_id,
        is_refund,
        is_simulated,
        event_at,
        customer_id,
        currency,
        told_amount is not null as has_amount,
        -amount as order_amount,
        0 as discount_amount,
        -coalesce(shipping_amount, 0) as shipping_amount,
        -coalesce(tax_amount, 0) as tax_amount,
        loaded_at
    from refunds
    where
        amount > 0
        or asked_amount = 0

),

final as (

    select
        told.message_id,
        told.source_name,
        told.completed_order_id,
        told.order_id,
        told.is_refund,
        told.is_simulated,
        told.event_at,
        told.customer_id,
        told.currency,
        told.has_amount,
        cast(told.order_amount as decimal(18, 4)) as order_amount,
        cast(told.discount_amount as decimal(18, 4)) as discount_amount,
        cast(told.shipping_amount as decimal(18, 4)) as shipping_amount,
        cast(told.tax_amount as decimal(18, 4)) as tax_amount,
        not told.is_simulated
        and known_orders.order_id is null
        and (
            not systems.is_any
            or {{ is_one_of('told.source_name', var('order_sources')) }}
        ) as is_counted,
        told.loaded_at
    from told
    cross join systems
    left join known_orders
        on told.completed_order_id = known_orders.order_id

)

select * from final
