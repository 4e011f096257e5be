with told as (

    select * from {{ ref('int_orders__of_events') }}
    where not is_refund

),

orders as (

    select orders.*
    from {{ ref('fct_orders') }} as orders
    left join told
        on
            orders.source_name = told.source_name
            and orders.source_order_id = told.order_id
            and told.is_counted
    where told.order_id is null

),

{# Orders that are of events alone have nothing to be compared with. #}
events as (

    select * from told
    where
        not is_counted
        and exists (select 1 from orders)

),

{# Where two systems of the shop have orders of this id, the earlier one. #}
matched as (

    select
        events.message_id,
        events.is_simulated,
        orders.order_id,
        row_number() over (
            partition by events.order_id
            order by orders.ordered_at nulls last, orders.order_id
        ) as place
    from events
    inner join orders
        on events.order_id = orders.source_order_id

),

pairs as (

    select * from matched
    where place = 1

),

period as (

    select
        is_simulated,
        min(event_at) as first_at,
        max(event_at) as last_at
    from events
    group by is_simulated

),

of_the_period as (

    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        period.is_simulated,
        pairs.order_id is not null as is_told,
        sum(case when pairs.order_id is not null then 1 else 0 end) over (
            partition by
                period.is_simulated,
                orders.source_name,
                orders.channel
        ) as told_orders,
        count(*) over (
            partition by
                period.is_simulated,
                orders.source_name,
                orders.channel
        ) as all_orders
    from orders
    inner join period
        on orders.ordered_at between period.first_at and period.last_at
    left join pairs
        on orders.order_id = pairs.order_id
    where not orders.is_return

),

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

checkouts as (

    select
        coalesce(renamed.customer_id, sessions.user_id) as customer_id,
        sessions.is_simulated,
        sessions.started_at,
        sessions.ended_at + interval {{ var('session_gap_minutes') }} minute as until_at
    from {{ ref('fct_sessions') }} as sessions
    left join renamed
        on sessions.user_id = renamed.source_customer_id
    where
        sessions.user_id is not null
        and sessions.checkouts > 0
        and sessions.orders = 0

),

{# Of the orders that no event told, only those that one should have. Where events tell
   most orders of a system's channel, that is each. Where they tell few, the others are
   of tills; one is not, if its customer was at a checkout then that led to no order. #}
untold as (

    select
        of_the_period.order_id,
        min(case when of_the_period.is_simulated then 1 else 0 end) = 1 as is_simulated
    from of_the_period
    left join checkouts
        on
            of_the_period.customer_id = checkouts.customer_id
            and of_the_period.is_simulated = checkouts.is_simulated
            and of_the_period.ordered_at between checkouts.started_at
            and checkouts.until_at
    where
        not of_the_period.is_told
        and (
            of_the_period.told_orders * 2 >= of_the_period.all_orders
            or checkouts.customer_id is not null
        )
    group by of_the_period.order_id

),

sides as (

    select
        'both' as side,
        order_id,
        message_id,
        is_simulated
    from pairs
    union all
    select
        'shop' as side,
        order_id,
        null as message_id,
        is_simulated
    from untold
    union all
    select
        'events' as side,
        events.order_id,
        events.message_id,
        events.is_simulated
    from events
    left join pairs
        on events.message_id = pairs.message_id
    where pairs.message_id is null

),

amounts as (

    select
        sides.order_id,
        sides.side,
        sides.is_simulated,
        case when events.has_amount then events.order_amount end as event_amount,
        orders.order_amount,
        orders.ordered_at,
        events.event_at,
        events.source_name as event_source_name,
        orders.source_name as order_source_name
    from sides
    left join events
        on sides.message_id = events.message_id
    left join orders
        on
            sides.order_id = orders.order_id
            and sides.side <> 'events'

),

final as (

    select
        order_id,
        side,
        event_amount,
        order_amount,
        cast(event_amount - order_amount as decimal(18, 4)) as difference_amount,
        coalesce(abs(event_amount - order_amount) >= 0.005, false) as is_different,
        ordered_at,
        event_at,
        {{ local_date('coalesce(event_at, ordered_at)') }} as compared_on,
        event_source_name,
        order_source_name,
        is_simulated
    from amounts

)

select * from final
order by
    compared_on,
    order_id
