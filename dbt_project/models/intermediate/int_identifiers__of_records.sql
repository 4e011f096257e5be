{# Records of people, each called by its own id. #}
with people as (

    select
        'customer' as kind,
        customer_id as known_as,
        cast(null as string) as customer_id,
        first_name,
        email,
        phone,
        country,
        created_at as seen_at
    from {{ ref('stg_shop__customers') }}
    union all
    select
        'contact' as kind,
        source_name || '/' || contact_id as known_as,
        customer_id,
        first_name,
        email,
        phone,
        country,
        updated_at as seen_at
    from {{ ref('stg_crm__contacts') }}

),

tickets as (

    select
        *,
        source_name || '/' || contact_id as contact
    from {{ ref('stg_feedback__tickets') }}

),

{# Where a customer's id stands without anything beside it that is theirs. #}
{% set mentioned_in = {
    'stg_shop__orders': 'ordered_at',
    'stg_shop__order_lines': 'ordered_at',
    'stg_shop__subscriptions': 'cast(started_on as timestamp)',
    'stg_marketing__campaign_members': 'cast(null as timestamp)',
    'stg_marketing__coupon_redemptions': 'redeemed_at',
    'stg_marketing__experiments': 'exposed_at',
    'stg_feedback__surveys': 'answered_at',
    'stg_feedback__tickets': 'opened_at',
} %}
mentions as (

    {% for model, seen_at in mentioned_in.items() -%}
        select
            customer_id,
            {{ seen_at }} as seen_at
        from {{ ref(model) }}
        {% if not loop.last -%}
            union all
        {% endif -%}
    {% endfor %}

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
        kind as left_kind,
        known_as as left_value,
        case when customer_id is not null then 'customer' end as right_kind,
        customer_id as right_value,
        case when customer_id is not null then 'crm_link' end as linked_by,
        null as detail,
        first_name,
        null as country,
        seen_at
    from people
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
            kind as left_kind,
            known_as as left_value,
            '{{ kind }}' as right_kind,
            {{ kind }} as right_value,
            '{{ kind }}' as linked_by,
            null as detail,
            first_name,
            country,
            seen_at
        from people
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
