with identified as (

    select * from {{ source('identities', 'identifiers') }}

),

shop_ids as (

    select customer_id from {{ ref('stg_shop__customers') }}
    union
    select source_customer_id as customer_id from {{ ref('int_customers__renamed') }}
    union
    select customer_id from {{ ref('int_orders__merged') }}
    where customer_id is not null

),

contacts as (

    select
        'contact:' || source_name || '/' || contact_id as identifier,
        source_name || '/' || contact_id as contact_key,
        customer_id
    from {{ ref('stg_crm__contacts') }}

),

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

customers as (

    select distinct customer_id from identified

),

found as (

    select
        identifier,
        kind,
        value,
        customer_id,
        since,
        is_held,
        false as is_spelling
    from identified

),

{# What no run has looked at yet is itself. #}
new_shop_ids as (

    select
        'customer:' || shop_ids.customer_id as identifier,
        'customer' as kind,
        shop_ids.customer_id as customer_key,
        coalesce(renamed.customer_id, shop_ids.customer_id) as customer_id,
        cast(null as timestamp) as since,
        false as is_held,
        renamed.customer_id is not null as is_spelling
    from shop_ids
    left join renamed
        on shop_ids.customer_id = renamed.source_customer_id
    left join found
        on 'customer:' || shop_ids.customer_id = found.identifier
    left join customers
        on shop_ids.customer_id = customers.customer_id
    where
        found.identifier is null
        and customers.customer_id is null

),

new_contacts as (

    select
        contacts.identifier,
        'contact' as kind,
        contacts.contact_key,
        coalesce(owners.customer_id, contacts.customer_id, contacts.identifier)
            as customer_id,
        cast(null as timestamp) as since,
        false as is_held,
        false as is_spelling
    from contacts
    left join found
        on contacts.identifier = found.identifier
    left join found as owners
        on 'customer:' || contacts.customer_id = owners.identifier
    where found.identifier is null

),

final as (

    select * from found
    union all
    select * from new_shop_ids
    union all
    select * from new_contacts

)

select * from final
