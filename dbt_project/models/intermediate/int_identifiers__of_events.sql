{# Each reads the events by itself: read once for all, their texts would be kept, which
   takes longer than reading the columns of ids again. #}
with signed_in as (

    select
        anonymous_id,
        user_id,
        min(occurred_at) as first_seen_at
    from {{ ref('stg_events__events') }}
    where user_id is not null
    group by
        anonymous_id,
        user_id

),

users as (

    select distinct user_id as customer_id from signed_in
    union
    select customer_id from {{ ref('stg_shop__customers') }}

),

renamed as (

    select
        previous_id,
        user_id,
        min(occurred_at) as first_seen_at
    from {{ ref('stg_events__events') }}
    where
        type = 'alias'
        and previous_id is not null
        and user_id is not null
    group by
        previous_id,
        user_id

),

told as (

    select
        order_id,
        anonymous_id,
        min(event_at) as first_seen_at
    from {{ ref('stg_events__orders') }}
    where
        not is_refund
        and customer_id is null
        and anonymous_id is not null
    group by
        order_id,
        anonymous_id

),

{# Orders of the shop's own systems that are one customer's. #}
known as (

    select
        order_id,
        min(customer_id) as customer_id
    from (
        select
            order_id,
            customer_id
        from {{ ref('stg_shop__orders') }}
        union
        select
            order_id,
            customer_id
        from {{ ref('stg_shop__order_lines') }}
    ) as orders
    where customer_id is not null
    group by order_id
    having count(*) = 1

),

ordered as (

    select
        told.anonymous_id,
        known.customer_id,
        min(told.order_id) as order_id,
        min(told.first_seen_at) as first_seen_at
    from told
    inner join known
        on told.order_id = known.order_id
    group by
        told.anonymous_id,
        known.customer_id

),

identified as (

    select
        user_id,
        anonymous_id,
        occurred_at,
        {{ json_texts(
            'traits',
            ['email', 'phone', 'firstName', 'first_name', 'name', 'address.country']
        ) }} as trait
    from {{ ref('stg_events__events') }}
    where
        type = 'identify'
        and (
            user_id is not null
            or anonymous_id is not null
        )

),

traits as (

    select
        case when user_id is not null then 'customer' else 'anonymous' end as kind,
        coalesce(user_id, anonymous_id) as known_as,
        {{ text_at('trait', 1) }} as email,
        {{ text_at('trait', 2) }} as phone,
        coalesce(
            {{ text_at('trait', 3) }},
            {{ text_at('trait', 4) }},
            {{ text_at('trait', 5) }}
        ) as first_name,
        {{ text_at('trait', 6) }} as country,
        occurred_at
    from identified

),

final as (

    select
        case when anonymous_id is null then 'customer' else 'anonymous' end
            as left_kind,
        coalesce(anonymous_id, user_id) as left_value,
        case when anonymous_id is not null then 'customer' end as right_kind,
        case when anonymous_id is not null then user_id end as right_value,
        case when anonymous_id is not null then 'identify' end as linked_by,
        cast(null as string) as detail,
        cast(null as string) as first_name,
        cast(null as string) as country,
        first_seen_at
    from signed_in
    union all
    select
        case when users.customer_id is null then 'anonymous' else 'customer' end
            as left_kind,
        renamed.previous_id as left_value,
        'customer' as right_kind,
        renamed.user_id as right_value,
        'alias' as linked_by,
        null as detail,
        null as first_name,
        null as country,
        renamed.first_seen_at
    from renamed
    left join users
        on renamed.previous_id = users.customer_id
    union all
    select
        'anonymous' as left_kind,
        anonymous_id as left_value,
        'customer' as right_kind,
        customer_id as right_value,
        'order' as linked_by,
        order_id as detail,
        null as first_name,
        null as country,
        first_seen_at
    from ordered
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
            min(occurred_at) as first_seen_at
        from traits
        where {{ kind }} is not null
        group by
            kind,
            known_as,
            {{ kind }},
            first_name,
            country
    {%- endfor %}

)

select * from final
