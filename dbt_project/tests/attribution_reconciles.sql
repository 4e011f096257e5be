{{ config(meta={
    "description": "In each model of attribution a day's conversions are its orders, and the revenue of its channels is the shop's, but for what rounding of each row takes.",
    "dagster": {"ref": {"name": "kpi_attribution"}},
}) }}

with attributed as (

    select
        attribution_model,
        day_on,
        count(*) as channels,
        sum(conversions) as conversions,
        sum(revenue_amount) as revenue_amount
    from {{ ref('kpi_attribution') }}
    group by
        attribution_model,
        day_on

),

days as (

    {% for model in attribution_models() -%}
        select
            '{{ model }}' as attribution_model,
            day_on,
            orders,
            revenue_amount
        from {{ ref('kpi_daily_sales') }}
        {{ "union all" if not loop.last }}
    {% endfor %}

)

select
    days.attribution_model,
    days.day_on,
    days.orders,
    attributed.conversions,
    days.revenue_amount,
    attributed.revenue_amount as attributed_amount
from days
left join attributed
    on
        days.attribution_model = attributed.attribution_model
        and days.day_on = attributed.day_on
where
    abs(days.orders - coalesce(attributed.conversions, 0)) > 1e-6
    or abs(days.revenue_amount - coalesce(attributed.revenue_amount, 0))
    > 0.0001 * coalesce(attributed.channels, 0)
