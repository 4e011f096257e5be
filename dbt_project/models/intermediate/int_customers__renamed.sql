with identifiers as (

    select * from {{ source('identities', 'identifiers') }}
    where kind = 'customer'

),

findings as (

    select * from {{ source('identities', 'findings') }}
    where
        code = 'mended'
        and kind = 'customer'

),

written as (

    select
        value as source_customer_id,
        customer_id
    from identifiers
    union all
    select
        findings.value as source_customer_id,
        identifiers.customer_id
    from findings
    inner join identifiers
        on findings.becomes = identifiers.value

),

final as (

    select * from written
    where source_customer_id <> customer_id

)

select * from final
