with of_the_shop as (

    select * from {{ ref('stg_shop__order_lines') }}

),

of_events as (

    select * from {{ ref('int_order_lines__of_events') }}

),

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

received as (

    select
        source_name,
        order_id,
        line_number,
        product_id,
        quantity,
        unit_price,
        line_amount,
        discount_amount,
        customer_id,
        ordered_at,
        store_id,
        source_file,
        source_row,
        loaded_at
    from of_the_shop
    union all
    select
        source_name,
        order_id,
        line_number,
        product_id,
        cast(quantity as double) as quantity,
        unit_price,
        line_amount,
        null as discount_amount,
        null as customer_id,
        null as ordered_at,
        null as store_id,
        source_file,
        source_row,
        loaded_at
    from of_events

),

final as (

    select
        received.source_name,
        received.order_id,
        received.line_number,
        received.product_id,
        received.quantity,
        received.unit_price,
        received.line_amount,
        received.discount_amount,
        coalesce(renamed.customer_id, received.customer_id) as customer_id,
        received.ordered_at,
        received.store_id,
        received.source_file,
        received.source_row,
        received.loaded_at
    from received
    left join renamed
        on received.customer_id = renamed.source_customer_id

)

select * from final
