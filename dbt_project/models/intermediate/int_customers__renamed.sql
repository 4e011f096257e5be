with identified as (

    select * from {{ source('identities', 'identifiers') }}

),

final as (

    select
        value as source_customer_id,
        customer_id
    from identified
    where
        kind = 'customer'
        and value != customer_id

)

select * from final
