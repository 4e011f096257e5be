with contacts as (

    select
        *,
        source_name || '/' || contact_id as contact
    from {{ ref('stg_crm__contacts') }}

),

customers as (

    select * from {{ ref('stg_shop__customers') }}

),

tickets as (

    select
        *,
        source_name || '/' || contact_id as contact
    from {{ ref('stg_feedback__tickets') }}

),

{# Where a customer's id stands without anything beside it that is theirs. #}
mentions as (

    select
        customer_id,
        ordered_at as seen_at
    from {{ ref('stg_shop__orders') }}
    union all
    select
        customer_id,
        ordered_at as seen_at
    from {{ ref('stg_shop__order_lines') }}
    union all
    select
        customer_id,
        cast(started_on as timestamp) as seen_at
    from {{ ref('stg_shop__subscriptions') }}
    union all
    select
        customer_id,
        cast(null as timestamp) as seen_at
    from {{ ref('stg_marketing__campaign_members') }}
    union all
    select
        customer_id,
        redeemed_at as seen_at
    from {{ ref('stg_marketing__coupon_redemptions') }}
    union all
    select
        customer_id,
        exposed_at as seen_at
    from {{ ref('stg_marketing__experiments') }}
    union all
    select
        customer_id,
        answered_at as seen_at
    from {{ ref('stg_feedback__surveys') }}
    union all
    select
        customer_id,
        opened_at as seen_at
    from {{ ref('stg_feedback__tickets') }}

),

{% set columns = [
    'left_kind', 'left_value', 'right_kind', 'right_value', 'linked_by', 'detail',
    'first_name', 'country',
] %}
seen as (

    select
        'customer' as left_kind,
        customer_id as left_value,
        cast(null as string) as right_kind,
        cast(null as string) as right_value,
        cast(null as string) as linked_by,
        cast(null as string) as detail,
        cast(null as string) as first_name,
        cast(null as string) as country,
        seen_at
    from mentions
    union all
    select
        'customer' as left_kind,
        customer_id as left_value,
        null as right_kind,
        null as right_value,
        null as linked_by,
        null as detail,
        first_name,
        null as country,
        created_at as seen_at
    from customers
    union all
    select
        'contact' as left_kind,
        contact as left_value,
        case when customer_id is not null then 'customer' end as right_kind,
        customer_id as right_value,
        case when customer_id is not null then 'crm_link' end as linked_by,
        null as detail,
        first_name,
        null as country,
        updated_at as seen_at
    from contacts
    union all
    select
        'contact' as left_kind,
        contact as left_value,
        'customer' as right_kind,
        customer_id as right_value,
        'crm_link' as linked_by,
        ticket_id as detail,
        null as first_name,
        null as country,
        opened_at as seen_at
    from tickets
    where
        contact is not null
        and customer_id is not null
    {%- for kind in ['email', 'phone'] %}
        union all
        select
            'customer' as left_kind,
            customer_id as left_value,
            '{{ kind }}' as right_kind,
            {{ kind }} as right_value,
            '{{ kind }}' as linked_by,
            null as detail,
            first_name,
            country,
            created_at as seen_at
        from customers
        where {{ kind }} is not null
        union all
        select
            'contact' as left_kind,
            contact as left_value,
            '{{ kind }}' as right_kind,
            {{ kind }} as right_value,
            '{{ kind }}' as linked_by,
            null as detail,
            first_name,
            country,
            updated_at as seen_at
        from contacts
        where {{ kind }} is not null
    {%- endfor %}

),

final as (

    select
        {{ columns | join(',\n        ') }},
        min(seen_at) as first_seen_at
    from seen
    where left_value is not null
    group by
        {{ columns | join(',\n        ') }}

)

select * from final
