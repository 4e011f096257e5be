with profiles as (

    select * from {{ ref('int_customers__golden') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

{# A date of birth that a demo made up says nothing of a real household. #}
aged as (

    select
        profiles.*,
        extract(year from as_of.as_of_on) - extract(year from profiles.birth_date)
        - case
            when
                100 * extract(month from as_of.as_of_on)
                + extract(day from as_of.as_of_on)
                < 100 * extract(month from profiles.birth_date)
                + extract(day from profiles.birth_date)
                then 1
            else 0
        end as age_years,
        {{ is_one_of(
            "split_part(profiles.birth_date_from, '/', 1)", var('simulated_records')
        ) }} as is_made_up
    from profiles
    left join as_of
        on 1 = 1

),

final as (

    select
        customer_id,
        {% for column in [
            'income_band', 'household_size', 'children_count', 'marital_status',
            'home_ownership', 'sex',
        ] -%}
            coalesce(nullif(trim({{ column }}), ''), 'unknown') as {{ column }},
        {% endfor -%}
        coalesce(
            nullif(trim(age_band), ''),
            case
                when is_made_up then null
                when not coalesce(age_years between 0 and 120, false) then null
                when age_years < 19 then '0-18'
                when age_years < 25 then '19-24'
                when age_years < 35 then '25-34'
                when age_years < 45 then '35-44'
                when age_years < 55 then '45-54'
                when age_years < 65 then '55-64'
                else '65+'
            end,
            'unknown'
        ) as age_band
    from aged

)

select * from final
