{# Periods of months: who was there in a month was there in its quarter and its year. #}

{# The months of `dim_dates` in each kind of period that they lie in: `period`,
   `period_start_on`, `month_start_on`, `year_start_on`, and `month_bit`, by which months
   of one year add up. #}
{% macro months_in_periods(periods) -%}
    {% for period in periods -%}
        select
            '{{ period }}' as period,
            {{ period }}_start_on as period_start_on,
            month_start_on,
            year_start_on,
            cast(
                power(2, row_number() over (
                    partition by year_start_on
                    order by month_start_on
                ) - 1) as int
            ) as month_bit
        from (
            select distinct
                month_start_on,
                quarter_start_on,
                year_start_on
            from {{ ref('dim_dates') }}
        ) as months
        {{ "union all" if not loop.last }}
    {% endfor %}
{%- endmacro %}

{# How many `customers` of a relation are there in each period: it has `customer_id`,
   `month_start_on`, and `columns` by which they are counted. Each is counted once in a
   period, by the months of the year as bits: grouping customers again for each kind of
   period took three times the CPU. #}
{% macro buyers_by_period(relation, columns, months) -%}
    select
        periods.period,
        periods.period_start_on,
        {% for column in columns -%}
            years.{{ column }},
        {% endfor -%}
        years.customers
    from (
        select
            {{ columns | join(", ") }},
            year_start_on,
            bits,
            count(*) as customers
        from (
            select
                rows_of.customer_id,
                {% for column in columns -%}
                    rows_of.{{ column }},
                {% endfor -%}
                months.year_start_on,
                bit_or(months.month_bit) as bits
            from {{ relation }} as rows_of
            inner join {{ months }} as months
                on rows_of.month_start_on = months.month_start_on
            where months.period = 'month'
            group by
                rows_of.customer_id,
                {% for column in columns -%}
                    rows_of.{{ column }},
                {% endfor -%}
                months.year_start_on
        ) as customers_years
        group by
            {{ columns | join(", ") }},
            year_start_on,
            bits
    ) as years
    inner join (
        select
            period,
            period_start_on,
            year_start_on,
            cast(sum(month_bit) as int) as bits
        from {{ months }}
        group by
            period,
            period_start_on,
            year_start_on
    ) as periods
        on
            years.year_start_on = periods.year_start_on
            and (years.bits & periods.bits) > 0
{%- endmacro %}
