with headers as (

    select * from {{ ref('int_orders__received') }}

),

lines as (

    select * from {{ ref('int_order_lines__assigned') }}

),

line_totals as (

    select
        order_source_name,
        source_order_id,
        count(*) as line_count,
        min(ordered_at) as ordered_at,
        sum(line_amount) as order_amount,
        sum(discount_amount) as discount_amount,
        sum(units) as units,
        max(loaded_at) as loaded_at,
        max(direction) as highest_direction,
        min(direction) as lowest_direction
    from lines
    group by
        order_source_name,
        source_order_id

),

{# Who ordered and where, by the earliest line that says so. #}
line_customers as (

    select
        order_source_name,
        source_order_id,
        customer_id,
        row_number() over (
            partition by order_source_name, source_order_id
            order by min(ordered_at) nulls last, customer_id
        ) as place
    from lines
    where customer_id is not null
    group by
        order_source_name,
        source_order_id,
        customer_id

),

line_stores as (

    select
        order_source_name,
        source_order_id,
        store_id,
        row_number() over (
            partition by order_source_name, source_order_id
            order by min(ordered_at) nulls last, store_id
        ) as place
    from lines
    where store_id is not null
    group by
        order_source_name,
        source_order_id,
        store_id

),

from_lines as (

    select
        line_totals.*,
        line_customers.customer_id,
        line_stores.store_id
    from line_totals
    left join line_customers
        on
            line_totals.order_source_name = line_customers.order_source_name
            and line_totals.source_order_id = line_customers.source_order_id
            and line_customers.place = 1
    left join line_stores
        on
            line_totals.order_source_name = line_stores.order_source_name
            and line_totals.source_order_id = line_stores.source_order_id
            and line_stores.place = 1

),

merged as (

    select
        coalesce(headers.source_name, from_lines.order_source_name) as source_name,
        coalesce(headers.order_id, from_lines.source_order_id) as source_order_id,
        coalesce(headers.customer_id, from_lines.customer_id) as customer_id,
        coalesce(headers.store_id, from_lines.store_id) as store_id,
        headers.channel,
        headers.status,
        coalesce(from_lines.ordered_at, headers.ordered_at) as ordered_at,
        coalesce(from_lines.line_count, 0) as line_count,
        coalesce(from_lines.units, 0) as units,
        coalesce(from_lines.order_amount, headers.order_amount, 0) as order_amount,
        coalesce(from_lines.discount_amount, headers.discount_amount, 0)
            as discount_amount,
        coalesce(headers.shipping_amount, 0) as shipping_amount,
        coalesce(headers.tax_amount, 0) as tax_amount,
        case
            when from_lines.line_count is null
                then coalesce(headers.order_amount < 0, false)
            else
                from_lines.lowest_direction < 0
                and from_lines.highest_direction <= 0
        end as is_return,
        greatest(headers.loaded_at, from_lines.loaded_at) as loaded_at
    from headers
    full outer join from_lines
        on
            headers.source_name = from_lines.order_source_name
            and headers.order_id = from_lines.source_order_id

),

claimed as (

    select
        *,
        count(*) over (partition by source_order_id) as sources
    from merged

),

final as (

    select
        case
            when sources > 1 then source_name || ':' || source_order_id
            else source_order_id
        end as order_id,
        source_name,
        source_order_id,
        customer_id,
        store_id,
        channel,
        status,
        ordered_at,
        line_count,
        units,
        order_amount,
        discount_amount,
        shipping_amount,
        tax_amount,
        {{ is_one_of('status', var('cancelled_statuses')) }} as is_cancelled,
        is_return,
        loaded_at
    from claimed

)

select * from final
