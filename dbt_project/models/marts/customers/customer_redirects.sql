with redirects as (

    select * from {{ source('identities', 'redirects') }}

),

customers as (

    select customer_id from {{ ref('dim_customers') }}

),

final as (

    select
        redirects.customer_id,
        redirects.to_customer_id,
        redirects.redirected_at
    from redirects
    inner join customers
        on redirects.to_customer_id = customers.customer_id

)

select * from final
order by customer_id
