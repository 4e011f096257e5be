with activities as (

    select * from {{ ref('stg_crm__activities') }}

),

contacts as (

    select * from {{ ref('int_customers__identifiers') }}
    where kind = 'contact'

),

representatives as (

    select * from {{ ref('stg_crm__representatives') }}

),

final as (

    select
        activities.activity_id,
        contacts.customer_id,
        activities.kind,
        coalesce(representatives.name, activities.representative_id)
            as representative_name,
        coalesce(activities.starts_at, activities.booked_at) as starts_at,
        activities.duration_minutes,
        activities.source_name
    from activities
    inner join contacts
        on
            'contact:' || activities.source_name || '/' || activities.contact_id
            = contacts.identifier
    left join representatives
        on
            activities.source_name = representatives.source_name
            and activities.representative_id = representatives.representative_id

)

select * from final
