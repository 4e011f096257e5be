with recursive contacts as (

    select
        identifier,
        customer_id
    from {{ ref('int_customers__identifiers') }}
    where kind = 'contact'

),

edges as (

    select
        left_identifier,
        right_identifier
    from {{ source('identities', 'edges') }}
    where
        status = 'used'
        and left_identifier like 'contact:%'
        and right_identifier like 'contact:%'

),

pairs as (

    select
        left_identifier as identifier,
        right_identifier as other
    from edges
    union
    select
        right_identifier as identifier,
        left_identifier as other
    from edges

),

reached as (

    select
        identifier,
        other
    from pairs
    union
    select
        reached.identifier,
        pairs.other
    from reached
    inner join pairs
        on reached.other = pairs.identifier

),

firsts as (

    select
        identifier,
        min(other) as other
    from reached
    group by identifier

),

final as (

    select
        contacts.identifier,
        contacts.customer_id,
        least(contacts.identifier, coalesce(firsts.other, contacts.identifier))
            as person_id
    from contacts
    left join firsts
        on contacts.identifier = firsts.identifier

)

select * from final
