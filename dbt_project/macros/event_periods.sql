{# Periods that days of events lie in, as columns: joining them as rows makes five of one. #}

{# The days of `dim_event_periods`, once each: `day_on`; of each period the first and the
   last day (`week_start_on`, `week_end_on`); and `span_start_on`, the first of the days
   that lie in the same periods: what is counted of spans adds up to all of them. #}
{% macro days_in_periods(periods) -%}
    select
        *,
        greatest(
            {%- for period in periods %}
            {{ period }}_start_on{{ "," if not loop.last }}
            {%- endfor %}
        ) as span_start_on
    from (
        select
            day_on
            {%- for period in periods %}
            {%- for side in ['start', 'end'] %},
            max(case when period = '{{ period }}' then period_{{ side }}_on end)
                as {{ period }}_{{ side }}_on
            {%- endfor %}
            {%- endfor %}
        from {{ ref('dim_event_periods') }}
        group by day_on
    ) as days
{%- endmacro %}

{# Whether a row is the first of its key in a period that its day in `days` lies in, by the
   day before on which there was one: what is counted of a period is the sum of its firsts,
   so rows are read once for all periods. #}
{% macro is_first_of(period, before_on) -%}
    coalesce({{ before_on }} < days.{{ period }}_start_on, true)
{%- endmacro %}

{# Those periods, once each. #}
{% macro event_periods() -%}
    select distinct
        period,
        period_start_on,
        period_end_on,
        is_complete
    from {{ ref('dim_event_periods') }}
{%- endmacro %}

{# Of a window's rows the last value, or the first, that is there. #}
{% macro known_value(place, column) -%}
    {{ return(adapter.dispatch('known_value', 'karvan')(place, column)) }}
{%- endmacro %}

{% macro default__known_value(place, column) -%}
    {{ place }}_value({{ column }}) ignore nulls
{%- endmacro %}

{% macro duckdb__known_value(place, column) -%}
    {{ place }}_value({{ column }} ignore nulls)
{%- endmacro %}
