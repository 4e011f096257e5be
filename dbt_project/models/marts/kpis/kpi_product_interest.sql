with periods as (

    select * from {{ ref('dim_event_periods') }}

),

{# Who looked at a product on a day is counted once for it, however often. #}
days as (

    select
        occurred_on as day_on,
        product_id,
        visitor_key,
        sum(case when kind = 'view' then 1 else 0 end) as looks,
        sum(case when kind = 'add' then 1 else 0 end) as adds,
        sum(case when kind = 'remove' then 1 else 0 end) as removes,
        sum(case when kind = 'purchase' then 1 else 0 end) as purchases
    from {{ ref('fct_product_interactions') }}
    where kind in ('view', 'add', 'remove', 'purchase')
    group by
        occurred_on,
        product_id,
        visitor_key

),

final as (

    select
        periods.period,
        periods.period_start_on,
        periods.period_end_on,
        periods.is_complete,
        days.product_id,
        cast(sum(days.looks) as bigint) as views, -- noqa: RF04
        count(distinct case when days.looks > 0 then days.visitor_key end) as viewers,
        cast(sum(days.adds) as bigint) as adds,
        cast(sum(days.removes) as bigint) as removes,
        cast(sum(days.purchases) as bigint) as purchases
    from days
    inner join periods
        on days.day_on = periods.day_on
    group by
        periods.period,
        periods.period_start_on,
        periods.period_end_on,
        periods.is_complete,
        days.product_id

)

select * from final
order by
    period,
    period_start_on,
    product_id
