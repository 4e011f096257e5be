{% set of_all = [
    'email', 'phone', 'first_name', 'last_name', 'sex', 'birth_date', 'address', 'city',
    'region', 'postal_code', 'country',
] %}
{% set of_shop = [
    'age_band', 'income_band', 'marital_status', 'household_size', 'children_count',
    'home_ownership',
] %}
with identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

persons as (

    select * from {{ ref('int_contacts__persons') }}

),

of_the_shop as (

    select
        1 as rank_of_kind,
        source_name,
        'customer:' || customer_id as identifier,
        customer_id as source_key,
        loaded_at as said_at,
        cast(null as string) as account_id,
        {{ (of_all + of_shop) | join(', ') }},
        created_at,
        has_marketing_consent
    from {{ ref('stg_shop__customers') }}

),

of_sites as (

    select
        2 as rank_of_kind,
        source_name,
        identifier,
        substring(identifier, position(':' in identifier) + 1) as source_key,
        said_at,
        cast(null as string) as account_id,
        {% for name in of_all -%}
            {{ 'try_cast(birth_date as date) as birth_date' if name == 'birth_date'
                else name }},
        {% endfor -%}
        {% for name in of_shop -%}
            cast(null as string) as {{ name }},
        {% endfor -%}
        cast(null as timestamp) as created_at,
        cast(null as boolean) as has_marketing_consent
    from {{ ref('int_customers__traits') }}

),

of_the_crm as (

    select
        3 as rank_of_kind,
        source_name,
        'contact:' || source_name || '/' || contact_id as identifier,
        contact_id as source_key,
        coalesce(updated_at, loaded_at) as said_at,
        account_id,
        {{ of_all | join(', ') }},
        {% for name in of_shop -%}
            cast(null as string) as {{ name }},
        {% endfor -%}
        cast(null as timestamp) as created_at,
        cast(null as boolean) as has_marketing_consent
    from {{ ref('stg_crm__contacts') }}

),

records as (

    select * from of_the_shop
    union all
    select * from of_sites
    union all
    select * from of_the_crm

),

counted as (

    select
        customer_id,
        person_id,
        row_number() over (
            partition by customer_id
            order by count(*) desc, person_id asc
        ) as place
    from persons
    group by
        customer_id,
        person_id

),

final as (

    select
        identifiers.customer_id,
        records.source_name || '/' || records.source_key as record,
        persons.person_id,
        coalesce(counted.place, 1) = 1 as is_heard,
        records.*
    from records
    inner join identifiers
        on records.identifier = identifiers.identifier
    left join persons
        on records.identifier = persons.identifier
    left join counted
        on
            persons.customer_id = counted.customer_id
            and persons.person_id = counted.person_id

)

select * from final
