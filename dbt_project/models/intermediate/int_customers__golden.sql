{% set alone = [
    'email', 'phone', 'sex', 'age_band', 'income_band', 'marital_status',
    'household_size', 'children_count', 'home_ownership',
] %}
{% set names = ['first_name', 'last_name'] %}
{% set address = ['address', 'city', 'region', 'postal_code', 'country'] %}
with records as (

    select
        *,
        {% for name in names -%}
            case when {{ name }} is null then 0 else 1 end
            {{- " + " if not loop.last }}
        {% endfor %} as name_parts,
        {% for name in address -%}
            case when {{ name }} is null then 0 else 1 end
            {{- " + " if not loop.last }}
        {% endfor %} as address_parts
    from {{ ref('int_customers__records') }}
    where is_heard

),

several as (

    select customer_id
    from records
    group by customer_id
    having count(*) > 1

),

marked as (

    select
        records.*,
        several.customer_id is null as is_alone
    from records
    left join several
        on records.customer_id = several.customer_id

),

{# Most customers have one record, which need not be put in order. #}
ranked as (

    select
        *,
        row_number() over (
            partition by customer_id
            order by rank_of_kind asc, said_at desc nulls last, record asc
        ) as place,
        row_number() over (
            partition by customer_id
            order by
                name_parts desc,
                said_at desc nulls last,
                rank_of_kind asc,
                record asc
        ) as place_of_name,
        row_number() over (
            partition by customer_id
            order by
                address_parts desc,
                rank_of_kind asc,
                said_at desc nulls last,
                record asc
        ) as place_of_address,
        row_number() over (
            partition by customer_id
            order by said_at desc nulls last, has_marketing_consent asc, record asc
        ) as place_of_consent
    from marked
    where not is_alone
    union all
    select
        *,
        1 as place,
        1 as place_of_name,
        1 as place_of_address,
        1 as place_of_consent
    from marked
    where is_alone

),

birth_dates as (

    select
        customer_id,
        birth_date,
        min_by(record, place) as record,
        row_number() over (
            partition by customer_id
            order by count(*) desc, min(place) asc
        ) as place
    from ranked
    where birth_date is not null
    group by
        customer_id,
        birth_date

),

chosen as (

    select
        customer_id,
        {% for name in alone -%}
            min_by({{ name }}, case when {{ name }} is not null then place end)
                as {{ name }},
        {% endfor -%}
        {% for name in ['email', 'phone'] -%}
            min_by(record, case when {{ name }} is not null then place end)
                as {{ name }}_from,
        {% endfor -%}
        {% for name in names -%}
            max(case when place_of_name = 1 then {{ name }} end) as {{ name }},
        {% endfor -%}
        max(case when place_of_name = 1 and name_parts > 0 then record end)
            as name_from,
        {% for name in address -%}
            max(case when place_of_address = 1 then {{ name }} end) as {{ name }},
        {% endfor -%}
        max(case when place_of_address = 1 and address_parts > 0 then record end)
            as address_from,
        min_by(
            has_marketing_consent,
            case when has_marketing_consent is not null then place_of_consent end
        ) as has_marketing_consent,
        min_by(
            record,
            case when has_marketing_consent is not null then place_of_consent end
        ) as consent_from,
        min_by(account_id, case when account_id is not null then place end)
            as account_id,
        min_by(source_name, case when account_id is not null then place end)
            as account_source_name,
        min(created_at) as created_at
    from ranked
    group by customer_id

),

final as (

    select
        chosen.*,
        birth_dates.birth_date,
        birth_dates.record as birth_date_from
    from chosen
    left join birth_dates
        on
            chosen.customer_id = birth_dates.customer_id
            and birth_dates.place = 1

)

select * from final
