{% set periods = ['week', 'month', 'quarter', 'year', 'all'] %}
with days as (

    {{ days_in_periods(periods) }}

),

acts as (

    select
        kind,
        product_id,
        occurred_on,
        lag(occurred_on) over (
            partition by visitor_key, product_id, kind
            order by occurred_on
        ) as before_on
    from {{ ref('fct_product_interactions') }}
    where kind in ('view', 'add', 'remove', 'purchase')

),

{# Who looked at a product in a period is counted on the first of those days. #}
by_span as (

    select
        days.span_start_on,
        acts.product_id,
        {% for period in periods -%}
            count(
                case
                    when
                        acts.kind = 'view'
                        and {{ is_first_of(period, 'acts.before_on') }}
                        then 1
                end
            ) as viewers_of_{{ period }},
        {% endfor -%}
        count(case when acts.kind = 'view' then 1 end) as looks,
        count(case when acts.kind = 'add' then 1 end) as adds,
        count(case when acts.kind = 'remove' then 1 end) as removes,
        count(case when acts.kind = 'purchase' then 1 end) as purchases
    from acts
    inner join days
        on acts.occurred_on = days.day_on
    group by
        days.span_start_on,
        acts.product_id

),

by_period as (

    {% for period in periods %}
        select
            '{{ period }}' as period,
            days.{{ period }}_start_on as period_start_on,
            by_span.product_id,
            sum(by_span.looks) as looks,
            sum(by_span.viewers_of_{{ period }}) as viewers,
            sum(by_span.adds) as adds,
            sum(by_span.removes) as removes,
            sum(by_span.purchases) as purchases
        from by_span
        inner join days
            on by_span.span_start_on = days.day_on
        group by
            days.{{ period }}_start_on,
            by_span.product_id
        {{ "union all" if not loop.last }}
    {% endfor %}

),

spans as (

    {{ event_periods() }}

),

final as (

    select
        spans.period,
        spans.period_start_on,
        spans.period_end_on,
        spans.is_complete,
        by_period.product_id,
        cast(by_period.looks as bigint) as views, -- noqa: RF04
        cast(by_period.viewers as bigint) as viewers,
        cast(by_period.adds as bigint) as adds,
        cast(by_period.removes as bigint) as removes,
        cast(by_period.purchases as bigint) as purchases
    from by_period
    inner join spans
        on
            by_period.period = spans.period
            and by_period.period_start_on = spans.period_start_on

)

select * from final
order by
    period,
    period_start_on,
    product_id
