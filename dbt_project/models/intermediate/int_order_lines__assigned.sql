with lines as (

    select * from {{ ref('int_order_lines__received') }}

),

headers as (

    select
        source_name,
        order_id
    from {{ ref('int_orders__received') }}

),

products as (

    select
        product_id,
        is_excluded_from_units
    from {{ ref('int_products__latest') }}

),

sources_with_headers as (

    select distinct source_name from headers

),

sources_with_lines as (

    select distinct source_name from lines

),

{# Two files of one system are often two sources, one with headers and one with lines.
   So a line looks for its order among headers whose source has no lines. #}
headers_without_lines as (

    select
        headers.order_id,
        min(headers.source_name) as source_name
    from headers
    left join sources_with_lines
        on headers.source_name = sources_with_lines.source_name
    where sources_with_lines.source_name is null
    group by headers.order_id
    having count(*) = 1

),

assigned as (

    select
        lines.*,
        case
            when sources_with_headers.source_name is not null then lines.source_name
            else coalesce(headers_without_lines.source_name, lines.source_name)
        end as order_source_name,
        coalesce(products.is_excluded_from_units, false) as is_excluded_from_units
    from lines
    left join sources_with_headers
        on lines.source_name = sources_with_headers.source_name
    left join headers_without_lines
        on lines.order_id = headers_without_lines.order_id
    left join products
        on lines.product_id = products.product_id

),

{# What is no finite number, or too large for money, counts as missing. Without a
   quantity a line is one unit, with the sign of its amount. #}
counted as (

    select
        *,
        coalesce(
            try_cast(quantity as decimal(18, 5)),
            case when line_amount < 0 then -1 else 1 end
        ) as counted_quantity
    from assigned

),

{# DuckDB multiplies two decimals of 18 digits in 18 digits: one must be wider. #}
priced as (

    select
        *,
        coalesce(
            line_amount,
            try_cast(
                counted_quantity * cast(unit_price as decimal(28, 4))
                as decimal(18, 4)
            )
        ) as known_amount
    from counted

),

final as (

    select
        order_source_name,
        order_id as source_order_id,
        source_name,
        source_file,
        source_row,
        line_number,
        product_id,
        customer_id,
        store_id,
        ordered_at,
        counted_quantity as quantity,
        case when is_excluded_from_units then 0 else counted_quantity end as units,
        coalesce(known_amount, 0) as line_amount,
        discount_amount,
        known_amount is not null as has_amount,
        case
            when coalesce(known_amount, 0) <> 0 then sign(known_amount)
            else sign(counted_quantity)
        end as direction,
        loaded_at
    from priced

)

select * from final
