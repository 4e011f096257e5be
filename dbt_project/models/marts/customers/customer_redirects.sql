with redirects as (

    select * from {{ source('identities', 'redirects') }}

),

final as (

    select
        customer_id,
        to_customer_id,
        redirected_at
    from redirects

)

select * from final
order by customer_id
