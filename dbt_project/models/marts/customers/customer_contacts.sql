with persons as (

    select * from {{ ref('int_contacts__persons') }}

),

contacts as (

    select
        *,
        'contact:' || source_name || '/' || contact_id as identifier
    from {{ ref('stg_crm__contacts') }}

),

final as (

    select
        persons.customer_id,
        persons.identifier,
        persons.person_id,
        contacts.source_name,
        contacts.contact_id,
        contacts.first_name,
        contacts.last_name,
        contacts.birth_date,
        contacts.email,
        contacts.phone,
        contacts.city,
        contacts.updated_at
    from persons
    inner join contacts
        on persons.identifier = contacts.identifier

)

select * from final
order by
    customer_id,
    person_id,
    identifier
