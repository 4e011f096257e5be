with told as (

    select * from {{ ref('int_orders__of_events') }}
    where not is_refund

),

{# Orders that are of events alone have nothing to be compared with. #}
events as (

    select * from told
    where not is_counted

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

{# Where two systems of the shop have orders of this id, the earlier one. #}
matched as (

    select
        events.message_id,
        orders.order_id,
        orders.source_name,
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
        min(event_at) as first_at,
        max(event_at) as last_at
    from events

),

compared_sources as (

    select distinct source_name from pairs

),

{# Of the orders that no event told, only those that one should have: of systems whose
   orders events tell, and from the time that they do. #}
untold as (

    select orders.order_id
    from orders
    inner join compared_sources
        on orders.source_name = compared_sources.source_name
    inner join period
        on orders.ordered_at between period.first_at and period.last_at
    left join pairs
        on orders.order_id = pairs.order_id
    where
        pairs.order_id is null
        and not orders.is_return

),

sides as (

    select
        'both' as side,
        order_id,
        message_id
    from pairs
    union all
    select
        'shop' as side,
        order_id,
        null as message_id
    from untold
    union all
    select
        'events' as side,
        events.order_id,
        events.message_id
    from events
    left join pairs
        on events.message_id = pairs.message_id
    where pairs.message_id is null

),

amounts as (

    select
        sides.order_id,
        sides.side,
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
        event_source_name,
        order_source_name
    from amounts

)

select * from final
order by
    coalesce(ordered_at, event_at),
    order_id
