with periods as (

    select * from {{ ref('dim_event_periods') }}

),

sessions as (

    select * from {{ ref('fct_sessions') }}

),

products as (

    select
        product_id,
        category,
        coalesce(brand, 'unknown') as brand
    from {{ ref('dim_products') }}
    where category is not null

),

bought as (

    select
        interactions.session_id,
        interactions.product_id,
        products.category,
        products.brand,
        max(interactions.occurred_at) as bought_at
    from {{ ref('fct_product_interactions') }} as interactions
    inner join products
        on interactions.product_id = products.product_id
    where
        interactions.kind = 'purchase'
        and interactions.session_id is not null
    group by
        interactions.session_id,
        interactions.product_id,
        products.category,
        products.brand

),

viewed as (

    select
        interactions.session_id,
        interactions.product_id,
        products.category,
        products.brand,
        min(interactions.occurred_at) as viewed_at
    from {{ ref('fct_product_interactions') }} as interactions
    inner join products
        on interactions.product_id = products.product_id
    where
        interactions.kind = 'view'
        and interactions.session_id in (select bought.session_id from bought)
    group by
        interactions.session_id,
        interactions.product_id,
        products.category,
        products.brand

),

{# A brand is viewed with the first of its products, and bought with the last. #}
pairs as (

    {% for kind in ['product', 'brand'] %}
        {% set value = 'product_id' if kind == 'product' else 'brand' %}
        select distinct
            viewed.session_id,
            '{{ kind }}' as value_kind,
            viewed.category,
            viewed.{{ value }} as from_value,
            bought.{{ value }} as to_value
        from viewed
        inner join bought
            on
                viewed.session_id = bought.session_id
                and viewed.category = bought.category
                and viewed.viewed_at <= bought.bought_at
        {{ "union all" if not loop.last }}
    {% endfor %}

),

in_periods as (

    select
        periods.period,
        periods.period_number,
        pairs.session_id,
        pairs.value_kind,
        pairs.category,
        pairs.from_value,
        pairs.to_value,
        max(case when pairs.from_value = pairs.to_value then 1 else 0 end) over (
            partition by
                periods.period,
                pairs.session_id,
                pairs.value_kind,
                pairs.category,
                pairs.from_value
        ) as has_stayed
    from pairs
    inner join sessions
        on pairs.session_id = sessions.session_id
    inner join periods
        on sessions.started_on = periods.day_on

),

counted as (

    select
        period,
        period_number,
        value_kind,
        category,
        from_value,
        to_value,
        count(*) as sessions,
        sum(1 - has_stayed) as switched_sessions
    from in_periods
    group by
        period,
        period_number,
        value_kind,
        category,
        from_value,
        to_value

),

bases as (

    select
        period,
        period_number,
        value_kind,
        category,
        from_value,
        count(distinct session_id) as base_sessions
    from in_periods
    group by
        period,
        period_number,
        value_kind,
        category,
        from_value

),

sides as (

    select
        period,
        period_number,
        category,
        session_id,
        from_value as product_id
    from in_periods
    where value_kind = 'product'
    union
    select
        period,
        period_number,
        category,
        session_id,
        to_value as product_id
    from in_periods
    where value_kind = 'product'

),

popular as (

    select
        period,
        period_number,
        category,
        product_id,
        row_number() over (
            partition by period, period_number, category
            order by count(*) desc, product_id
        ) as place
    from sides
    group by
        period,
        period_number,
        category,
        product_id

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
        counted.value_kind,
        counted.category,
        counted.from_value,
        counted.to_value,
        cast(counted.sessions as bigint) as sessions,
        cast(counted.switched_sessions as bigint) as switched_sessions,
        cast(bases.base_sessions as bigint) as base_sessions
    from counted
    inner join bases
        on
            counted.period = bases.period
            and counted.period_number = bases.period_number
            and counted.value_kind = bases.value_kind
            and counted.category = bases.category
            and counted.from_value = bases.from_value
    inner join spans
        on
            counted.period = spans.period
            and counted.period_number = spans.period_number
    left join popular as from_product
        on
            counted.period = from_product.period
            and counted.period_number = from_product.period_number
            and counted.category = from_product.category
            and counted.from_value = from_product.product_id
    left join popular as to_product
        on
            counted.period = to_product.period
            and counted.period_number = to_product.period_number
            and counted.category = to_product.category
            and counted.to_value = to_product.product_id
    where
        counted.value_kind = 'brand'
        or (
            from_product.place <= {{ var('behaviour').switching_products }}
            and to_product.place <= {{ var('behaviour').switching_products }}
        )

)

select * from final
order by
    period,
    period_start_on,
    value_kind,
    category,
    from_value,
    to_value
