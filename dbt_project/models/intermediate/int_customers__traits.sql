{% set traits = {
    'email': ['email'],
    'phone': ['phone'],
    'first_name': ['firstName', 'first_name'],
    'last_name': ['lastName', 'last_name'],
    'birth_date': ['birthday', 'birth_date'],
    'sex': ['gender', 'sex'],
    'address': ['address.street'],
    'city': ['address.city', 'city'],
    'region': ['address.state', 'state'],
    'postal_code': ['address.postalCode', 'address.postal_code'],
    'country': ['address.country', 'country'],
} %}
{% set paths = traits.values() | sum(start=[]) %}
with calls as (

    select
        source_name,
        coalesce(
            'customer:' || nullif(trim(user_id), ''),
            'anonymous:' || nullif(trim(anonymous_id), '')
        ) as identifier,
        message_id,
        occurred_at,
        {{ json_texts('traits', paths) }} as traits
    from {{ ref('stg_events__events') }}
    where
        type = 'identify'
        and traits is not null

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, identifier
            order by occurred_at, message_id
        ) as place
    from calls
    where identifier is not null

),

said as (

    select
        {% for name, names in traits.items() -%}
            {{ first_text('traits', names, paths) }} as {{ name }},
        {% endfor -%}
        source_name,
        identifier,
        occurred_at,
        place
    from numbered

),

final as (

    select
        {% for name in traits -%}
            max_by({{ name }}, case when {{ name }} is not null then place end)
                as {{ name }},
        {% endfor -%}
        source_name,
        identifier,
        max(occurred_at) as said_at
    from said
    group by
        source_name,
        identifier

)

select * from final
