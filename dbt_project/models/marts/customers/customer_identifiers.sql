with identifiers as (

    select * from {{ source('identities', 'identifiers') }}

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

)

select * from final
order by
    customer_id,
    identifier
