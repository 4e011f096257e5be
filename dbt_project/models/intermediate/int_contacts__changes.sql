{% set fields = {
    'first_name': 'first name',
    'last_name': 'last name',
    'birth_date': 'birth date',
    'sex': 'sex',
    'email': 'e-mail',
    'phone': 'phone',
    'website': 'website',
    'social_handle': 'social name',
    'address': 'address',
    'city': 'city',
    'region': 'region',
    'postal_code': 'postal code',
    'country': 'country',
    'account_id': 'company',
    'customer_id': 'customer id',
} %}
{% set version =
    'partition by source_name, contact_id order by valid_from, version_id'
%}
with versions as (

    select
        source_name,
        contact_id,
        version_id,
        updated_at,
        valid_from,
        valid_to,
        {% for name in fields -%}
            coalesce(cast({{ name }} as string), '–') as {{ name }},
        {% endfor -%}
        lag(valid_to) over ({{ version }}) as valid_before_to,
        lag(valid_from) over ({{ version }}) as valid_before_from,
        lead(valid_from) over ({{ version }}) as valid_after_from
    from {{ ref('crm_contacts') }}

),

followed as (

    select
        *,
        {% for name in fields -%}
            lag({{ name }}) over ({{ version }}) as {{ name }}_before,
        {% endfor -%}
        coalesce(valid_before_to < valid_from, valid_before_from is null) as is_new
    from versions

),

compared as (

    select
        *,
        {% for name, words in fields.items() -%}
            case when {{ name }} != {{ name }}_before then '{{ words }}' end
                as {{ name }}_changed,
            case
                when {{ name }} != {{ name }}_before
                    then '{{ words }}: ' || {{ name }}_before || ' → ' || {{ name }}
            end as {{ name }}_change,
        {% endfor -%}
        {# The CRM's own time is taken where it is no contradiction. #}
        case
            when valid_before_from is null
                then least(coalesce(updated_at, valid_from), valid_from)
            when updated_at between valid_before_from and valid_from
                then updated_at
            else valid_from
        end as occurred_at
    from followed

),

begun as (

    select
        source_name,
        contact_id,
        version_id,
        case when is_new then 'contact_created' else 'contact_changed' end as kind,
        occurred_at,
        case
            when not is_new
                then
                    concat_ws(
                        ', ',
                        {% for name in fields -%}
                            {{ name }}_changed,
                        {% endfor -%}
                        null
                    )
        end as changed_fields,
        case
            when not is_new
                then
                    concat_ws(
                        '; ',
                        {% for name in fields -%}
                            {{ name }}_change,
                        {% endfor -%}
                        null
                    )
        end as changes
    from compared

),

ended as (

    select
        source_name,
        contact_id,
        version_id,
        'contact_removed' as kind,
        valid_to as occurred_at,
        cast(null as string) as changed_fields,
        cast(null as string) as changes
    from versions
    where
        valid_to is not null
        and coalesce(valid_after_from > valid_to, valid_after_from is null)

),

final as (

    select * from begun
    union all
    select * from ended

)

select * from final
