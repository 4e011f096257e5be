with orders as (

    select
        {{ local_date('ordered_at') }} as ordered_on,
        {{ local_date('loaded_at') }} as loaded_on
    from {{ ref('int_orders__merged') }}

),

last_load as (

    select max(loaded_on) as loaded_on from orders

),

{# A day is complete once it is over: what was loaded on it holds a part of it. Where
   no order is older than the load, the last day must do. #}
final as (

    select
        min(orders.ordered_on) as first_on,
        coalesce(
            max(
                case
                    when orders.ordered_on < last_load.loaded_on then orders.ordered_on
                end
            ),
            max(orders.ordered_on)
        ) as as_of_on
    from orders
    cross join last_load
    where orders.ordered_on is not null

)

select * from final
where as_of_on is not null
