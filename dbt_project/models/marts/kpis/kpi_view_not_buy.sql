{% set group_kinds = ['department', 'category'] %}
with periods as (

    select * from {{ ref('dim_event_periods') }}

),

products as (

    select * from {{ ref('dim_products') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

viewed as (

    select distinct
        person,
        customer_id,
        product_id,
        occurred_on as day_on
    from {{ interactions_of_persons(['view']) }}

),

bought as (

    select
        person,
        product_id,
        occurred_on as day_on
    from {{ interactions_of_persons(['purchase']) }}
    union
    select
        person,
        product_id,
        ordered_on as day_on
    from {{ orders_of_persons() }}
    {# Most of a shop's orders are of who never looked at a page. #}
    where person in (select looking.person from viewed as looking)

),

viewed_groups as (

    {% for kind in group_kinds %}
        select distinct
            viewed.person,
            viewed.customer_id,
            viewed.day_on,
            '{{ kind }}' as group_kind,
            coalesce(products.{{ kind }}, 'unknown') as product_group
        from viewed
        left join products
            on viewed.product_id = products.product_id
        union all
    {% endfor %}
    select distinct
        person,
        customer_id,
        day_on,
        'all' as group_kind,
        'all' as product_group
    from viewed

),

bought_groups as (

    {% for kind in group_kinds %}
        select distinct
            bought.person,
            bought.day_on,
            '{{ kind }}' as group_kind,
            coalesce(products.{{ kind }}, 'unknown') as product_group
        from bought
        left join products
            on bought.product_id = products.product_id
        union all
    {% endfor %}
    select distinct
        person,
        day_on,
        'all' as group_kind,
        'all' as product_group
    from bought

),

viewers as (

    select
        periods.period,
        periods.period_number,
        viewed_groups.group_kind,
        viewed_groups.product_group,
        viewed_groups.person,
        viewed_groups.customer_id
    from viewed_groups
    inner join periods
        on viewed_groups.day_on = periods.day_on
    group by
        periods.period,
        periods.period_number,
        viewed_groups.group_kind,
        viewed_groups.product_group,
        viewed_groups.person,
        viewed_groups.customer_id

),

buyers as (

    select
        periods.period,
        periods.period_number,
        bought_groups.group_kind,
        bought_groups.product_group,
        bought_groups.person
    from bought_groups
    inner join periods
        on bought_groups.day_on = periods.day_on
    group by
        periods.period,
        periods.period_number,
        bought_groups.group_kind,
        bought_groups.product_group,
        bought_groups.person

),

told as (

    select
        viewers.period,
        viewers.period_number,
        viewers.group_kind,
        viewers.product_group,
        coalesce(customers.age_band, 'unknown') as age_band,
        case when buyers.person is not null then 1 else 0 end as is_buyer
    from viewers
    left join buyers
        on
            viewers.period = buyers.period
            and viewers.period_number = buyers.period_number
            and viewers.group_kind = buyers.group_kind
            and viewers.product_group = buyers.product_group
            and viewers.person = buyers.person
    left join customers
        on viewers.customer_id = customers.customer_id

),

by_age as (

    select
        period,
        period_number,
        group_kind,
        product_group,
        age_band,
        count(*) as viewers,
        sum(is_buyer) as buyers
    from told
    group by
        period,
        period_number,
        group_kind,
        product_group,
        age_band

),

with_all as (

    select * from by_age
    union all
    select
        period,
        period_number,
        group_kind,
        product_group,
        'all' as age_band,
        sum(viewers) as viewers,
        sum(buyers) as buyers
    from by_age
    group by
        period,
        period_number,
        group_kind,
        product_group

),

spans as (

    select distinct
        period,
        period_number,
        period_start_on,
        period_end_on,
        is_complete
    from periods

),

final as (

    select
        spans.period,
        spans.period_start_on,
        spans.period_end_on,
        spans.is_complete,
        with_all.group_kind,
        with_all.product_group,
        with_all.age_band,
        cast(with_all.viewers as bigint) as viewers,
        cast(with_all.buyers as bigint) as buyers,
        case
            when with_all.viewers >= {{ var('behaviour').min_viewers }}
                then
                    100 - 100 * cast(with_all.buyers as double)
                    / cast(with_all.viewers as double)
        end as not_buying_pct
    from with_all
    inner join spans
        on
            with_all.period = spans.period
            and with_all.period_number = spans.period_number

)

select * from final
order by
    period,
    period_start_on,
    group_kind,
    product_group,
    age_band
