with sessions as (

    select * from {{ ref('fct_sessions') }}

),

calendar as (

    select * from {{ ref('dim_dates') }}

),

{# A day is over once an event was received on a later one. Where none is, the last day
   must do. #}
known as (

    select
        min(started_on) as first_on,
        max({{ local_date('ended_at') }}) as last_on
    from sessions

),

received as (

    select {{ add_days(local_date('max(received_at)'), -1) }} as complete_on
    from {{ ref('fct_events') }}

),

span as (

    select
        known.first_on,
        known.last_on,
        case
            when received.complete_on < known.first_on then known.last_on
            else least(received.complete_on, known.last_on)
        end as as_of_on
    from known
    cross join received

),

days as (

    {{ each_day('span', 'first_on', 'last_on') }}

),

in_periods as (

    {% for period in ['week', 'month', 'quarter', 'year'] %}
        select
            '{{ period }}' as period,
            {{ period }}_start_on as period_start_on,
            day_on
        from calendar
        union all
    {% endfor %}
    select
        'all' as period,
        span.first_on as period_start_on,
        days.day_on
    from days
    cross join span

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
        cast(dense_rank() over (
            partition by whole.period
            order by whole.period_start_on
        ) as bigint) as period_number,
        whole.period_start_on,
        whole.period_end_on,
        whole.period = 'all'
        or (
            whole.period_start_on >= span.first_on
            and whole.period_end_on <= span.as_of_on
        ) as is_complete,
        whole.day_on,
        span.as_of_on
    from whole
    inner join span
        on whole.day_on between span.first_on and span.last_on

)

select * from final
order by
    period,
    day_on
