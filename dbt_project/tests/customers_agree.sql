{{ config(meta={
    "description": "The customers of dim_customers, customer_360, customer_search and customer_identifiers are the same.",
    "dagster": {"ref": {"name": "dim_customers"}},
}) }}

with identified as (

    select distinct customer_id from {{ ref('customer_identifiers') }}

)

select
    customers.customer_id,
    whole.customer_id as customer_id_of_360,
    searched.customer_id as customer_id_of_search,
    identified.customer_id as customer_id_of_identifiers
from {{ ref('dim_customers') }} as customers
full outer join {{ ref('customer_360') }} as whole
    on customers.customer_id = whole.customer_id
full outer join {{ ref('customer_search') }} as searched
    on customers.customer_id = searched.customer_id
full outer join identified
    on customers.customer_id = identified.customer_id
where
    customers.customer_id is null
    or whole.customer_id is null
    or searched.customer_id is null
    or identified.customer_id is null
