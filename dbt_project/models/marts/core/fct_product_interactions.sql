{{ config(
    materialized='incremental',
    incremental_strategy='by_span',
    on_schema_change='fail',
    pre_hook="{{ note_events_of_spans(ref('fct_events')) }}",
    post_hook="{{ note_all_interactions() }}",
) }}
{# Event to what it does with a product. #}
{% set kinds = {
    'Product List Viewed': 'impression',
    'Product List Filtered': 'impression',
    'Product Viewed': 'view',
    'Product Added to Wishlist': 'wishlist',
    'Product Added': 'add',
    'Product Removed': 'remove',
    'Cart Viewed': 'cart',
    'Checkout Started': 'checkout',
    'Order Completed': 'purchase',
    'Order Refunded': 'refund',
    'Product Reviewed': 'review',
} %}
{% set columns = [
    'message_id', 'source_name', 'event', 'visitor_id', 'visitor_key', 'user_id',
    'occurred_at', 'occurred_on', 'order_id', 'is_simulated',
] %}
{% set is_of_products -%}
    not is_bot
        and visitor_key is not null
        and type = 'track'
        and event in ('{{ kinds | join("', '") }}')
{%- endset %}
{# Events are read twice: DuckDB would hold all of them, with their properties. #}
with listing as (

    select * from {{ events_of_rows(ref('fct_events'), 'rows_of_spans') }}
    where
        {{ is_of_products }}
        and {{ lists('properties', 'products') }}

),

naming as (

    select * from {{ events_of_rows(ref('fct_events'), 'rows_of_spans') }}
    where
        {{ is_of_products }}
        and not {{ lists('properties', 'products') }}

),

{# An event is about the products that it lists, else about the one that it names, which
   was read with the event. #}
told as (

    select
        {{ columns | join(', ') }},
        1 as line_number,
        product_id,
        cast(quantity as decimal(18, 4)) as told_quantity,
        price_amount
    from naming
    union all
    select
        {{ columns | join(', ') }},
        line_number,
        product_id,
        {{ decimal_of('told_quantity') }} as told_quantity,
        price_amount
    from ({{ each_product('listing', columns) }}) as listed

),

products as (

    select
        *,
        case event
            {% for event, kind in kinds.items() -%}
                when '{{ event }}' then '{{ kind }}'
            {% endfor -%}
        end as kind
    from told

),

read as (

    select
        *,
        coalesce(
            told_quantity,
            case
                when kind in ('add', 'remove', 'cart', 'checkout', 'purchase', 'refund')
                    then 1
            end
        ) as quantity
    from products

),

final as (

    select
        read.message_id,
        cast(read.line_number as bigint) as line_number,
        read.source_name,
        read.kind,
        read.product_id,
        read.visitor_id,
        read.visitor_key,
        read.user_id,
        sessions.session_id,
        read.occurred_at,
        read.occurred_on,
        cast(read.quantity as double) as quantity,
        read.price_amount,
        try_cast(
            read.quantity * cast(read.price_amount as decimal(28, 4)) as decimal(18, 4)
        ) as line_amount,
        read.order_id,
        read.is_simulated
    from read
    left join {{ ref('fct_sessions') }} as sessions
        on
            read.visitor_key = sessions.visitor_key
            and read.occurred_at between sessions.started_at and sessions.ended_at
    where read.product_id is not null

)

select * from final
