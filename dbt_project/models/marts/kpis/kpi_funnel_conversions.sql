with steps as (

    select * from {{ ref('kpi_funnels') }}
    where breakdown = 'all'

),

last_steps as (

    select
        funnel,
        max(step) as last_step
    from steps
    group by funnel

),

final as (

    select
        ends.funnel,
        ends.period,
        ends.period_start_on,
        ends.period_end_on,
        ends.is_complete,
        beginnings.visitors as entered,
        ends.visitors as arrived,
        ends.of_first_pct as conversion_pct,
        ends.median_to_step_s as median_duration_s
    from steps as ends
    inner join last_steps
        on
            ends.funnel = last_steps.funnel
            and ends.step = last_steps.last_step
    inner join steps as beginnings
        on
            ends.funnel = beginnings.funnel
            and ends.period = beginnings.period
            and ends.period_start_on = beginnings.period_start_on
            and beginnings.step = 1

)

select * from final
order by
    funnel,
    period,
    period_start_on
