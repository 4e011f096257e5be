with identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

final as (

    select
        customer_id,
        identifier,
        kind,
        value,
        since,
        is_held
    from identifiers
    where not is_spelling

)

select * from final
order by
    customer_id,
    identifier
