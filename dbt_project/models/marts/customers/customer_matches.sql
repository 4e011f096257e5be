{% set shown = [
    'first_name', 'last_name', 'birth_date', 'sex', 'email', 'phone', 'website',
    'social_handle', 'address', 'city', 'region', 'postal_code', 'country', 'account_id',
    'source_name', 'contact_id', 'updated_at',
] %}
with matches as (

    select * from {{ source('identities', 'matches') }}

),

contacts as (

    select
        *,
        'contact:' || source_name || '/' || contact_id as identifier
    from {{ ref('stg_crm__contacts') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

known as (

    select
        contacts.*,
        identifiers.customer_id as known_customer_id,
        customers.orders,
        customers.revenue_amount
    from contacts
    inner join identifiers
        on contacts.identifier = identifiers.identifier
    inner join customers
        on identifiers.customer_id = customers.customer_id

),

final as (

    select
        matches.left_identifier,
        matches.right_identifier,
        matches.weight,
        matches.probability,
        matches.rule,
        matches.decision,
        matches.explanation,
        {% for side in ['left', 'right'] -%}
            {{ side }}_contacts.known_customer_id as {{ side }}_customer_id,
            {{ side }}_contacts.orders as {{ side }}_orders,
            {{ side }}_contacts.revenue_amount as {{ side }}_revenue_amount,
            {% for name in shown -%}
                {{ side }}_contacts.{{ name }} as {{ side }}_{{ name }},
            {% endfor -%}
        {% endfor -%}
        left_contacts.known_customer_id = right_contacts.known_customer_id
            as is_one_customer
    from matches
    inner join known as left_contacts
        on matches.left_identifier = left_contacts.identifier
    inner join known as right_contacts
        on matches.right_identifier = right_contacts.identifier

)

select * from final
order by
    decision,
    weight,
    left_identifier,
    right_identifier
