with tickets as (

    select * from {{ ref('stg_feedback__tickets') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

final as (

    select
        tickets.ticket_id,
        coalesce(customers.customer_id, contacts.customer_id, tickets.customer_id)
            as customer_id,
        tickets.channel,
        tickets.subject,
        tickets.opened_at,
        tickets.closed_at,
        tickets.satisfaction,
        tickets.source_name
    from tickets
    left join identifiers as customers
        on 'customer:' || tickets.customer_id = customers.identifier
    left join identifiers as contacts
        on
            'contact:' || tickets.source_name || '/' || tickets.contact_id
            = contacts.identifier

)

select * from final
where customer_id is not null
