{# Periods that days of events lie in, as columns: joining them as rows makes five of one. #}

{# The days of `dim_event_periods`, once each: `day_on` and for each period its number. #}
{% macro days_in_periods(periods) -%}
    select
        day_on
        {%- for period in periods %},
        max(case when period = '{{ period }}' then period_number end)
            as {{ period }}_number
        {%- endfor %}
    from {{ ref('dim_event_periods') }}
    group by day_on
{%- endmacro %}

{# Rows with a `day_on`, with the number of each period and whether a row is the first of
   its key in it (`is_first_of_week`). `days` is what `days_in_periods` gave. #}
{% macro placed_in_periods(relation, key, days, periods) -%}
    select
        told.*
        {%- for period in periods %},
        on_day.{{ period }}_number,
        coalesce(before_day.{{ period }}_number, 0) != on_day.{{ period }}_number
            as is_first_of_{{ period }}
        {%- endfor %}
    from (
        select
            *,
            lag(day_on) over (
                partition by {{ key | join(', ') }}
                order by day_on
            ) as before_on
        from {{ relation }}
    ) as told
    inner join {{ days }} as on_day
        on told.day_on = on_day.day_on
    left join {{ days }} as before_day
        on told.before_on = before_day.day_on
{%- endmacro %}
