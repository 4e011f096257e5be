with days as (

    select * from {{ ref('int_dates__calendar') }}

),

as_of as (

    select * from {{ ref('int_orders__as_of') }}

),

in_periods as (

    {% for period in ['week', 'month', 'quarter', 'year'] %}
        select
            '{{ period }}' as period,
            {{ period }}_start_on as period_start_on,
            day_on
        from days
        {{ "union all" if not loop.last }}
    {% endfor %}

),

whole as (

    select
        *,
        max(day_on) over (partition by period, period_start_on) as period_end_on
    from in_periods

),

final as (

    select
        whole.period,
        dense_rank() over (
            partition by whole.period
            order by whole.period_start_on
        ) as period_number,
        whole.period_start_on,
        whole.period_end_on,
        whole.period_start_on >= as_of.first_on
        and whole.period_end_on <= as_of.as_of_on as is_whole,
        whole.day_on
    from whole
    inner join as_of
        on whole.day_on between as_of.first_on and as_of.as_of_on

)

select * from final
