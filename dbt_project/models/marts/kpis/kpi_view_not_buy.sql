{% set group_kinds = ['department', 'category'] %}
{% set periods = ['week', 'month', 'quarter', 'year', 'all'] %}
with products as (

    select * from {{ ref('dim_products') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

days as (

    {{ days_in_periods(periods) }}

),

{# Numbers stand for persons, bands and groups until they are counted: texts take six
   times as long. #}
bands as (

    select
        age_band,
        dense_rank() over (order by age_band) as band_number
    from (
        select age_band from customers
        where age_band is not null
        union
        select 'unknown' as age_band
    ) as told

),

viewed as (

    select
        {{ stable_key('looking.person') }} as person_key,
        bands.band_number,
        looking.product_id,
        looking.occurred_on as day_on
    from {{ interactions_of_persons(['view']) }} as looking
    left join customers
        on looking.customer_id = customers.customer_id
    inner join bands
        on coalesce(customers.age_band, 'unknown') = bands.age_band

),

bought as (

    select
        {{ stable_key('person') }} as person_key,
        product_id,
        occurred_on as day_on
    from {{ interactions_of_persons(['purchase']) }}
    union all
    select
        {{ stable_key('person') }} as person_key,
        product_id,
        ordered_on as day_on
    from {{ orders_of_persons() }}

),

{# Most of a shop's orders are of who never looked at a page. #}
bought_by_viewers as (

    select * from bought
    where person_key in (select looking.person_key from viewed as looking)

),

named_groups as (

    select
        product_id,
        'all' as group_kind,
        'all' as product_group
    from viewed
    union
    select
        product_id,
        'all' as group_kind,
        'all' as product_group
    from bought_by_viewers

),

groups_of_products as (

    select * from named_groups
    {% for kind in group_kinds %}
        union all
        select
            named_groups.product_id,
            '{{ kind }}' as group_kind,
            coalesce(products.{{ kind }}, 'unknown') as product_group
        from named_groups
        left join products
            on named_groups.product_id = products.product_id
    {% endfor %}

),

numbered_groups as (

    select
        product_id,
        group_kind,
        product_group,
        dense_rank() over (order by group_kind, product_group) as group_number
    from groups_of_products

),

viewed_groups as (

    select
        viewed.person_key,
        viewed.band_number,
        numbered_groups.group_number,
        viewed.day_on
    from viewed
    inner join numbered_groups
        on viewed.product_id = numbered_groups.product_id

),

bought_groups as (

    select
        bought_by_viewers.person_key,
        numbered_groups.group_number,
        bought_by_viewers.day_on
    from bought_by_viewers
    inner join numbered_groups
        on bought_by_viewers.product_id = numbered_groups.product_id

),

{# A person views a group once in a period, and buys of it once. #}
views as (

    {{ placed_in_periods(
        'viewed_groups', ['person_key', 'group_number'], 'days', periods
    ) }}

),

purchases as (

    {{ placed_in_periods(
        'bought_groups', ['person_key', 'group_number'], 'days', periods
    ) }}

),

counted as (

    {% for period in periods %}
        select
            '{{ period }}' as period,
            views.{{ period }}_number as period_number,
            views.group_number,
            views.band_number,
            count(*) as viewers,
            count(purchases.person_key) as buyers
        from views
        left join purchases
            on
                views.person_key = purchases.person_key
                and views.group_number = purchases.group_number
                and views.{{ period }}_number = purchases.{{ period }}_number
                and purchases.is_first_of_{{ period }}
        where views.is_first_of_{{ period }}
        group by
            views.{{ period }}_number,
            views.group_number,
            views.band_number
        {{ "union all" if not loop.last }}
    {% endfor %}

),

by_age as (

    select
        counted.period,
        counted.period_number,
        counted.group_number,
        bands.age_band,
        counted.viewers,
        counted.buyers
    from counted
    inner join bands
        on counted.band_number = bands.band_number

),

with_all as (

    select * from by_age
    union all
    select
        period,
        period_number,
        group_number,
        'all' as age_band,
        sum(viewers) as viewers,
        sum(buyers) as buyers
    from by_age
    group by
        period,
        period_number,
        group_number

),

named as (

    select distinct
        group_number,
        group_kind,
        product_group
    from numbered_groups

),

spans as (

    select distinct
        period,
        period_number,
        period_start_on,
        period_end_on,
        is_complete
    from {{ ref('dim_event_periods') }}

),

final as (

    select
        spans.period,
        spans.period_start_on,
        spans.period_end_on,
        spans.is_complete,
        named.group_kind,
        named.product_group,
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
    inner join named
        on with_all.group_number = named.group_number

)

select * from final
order by
    period,
    period_start_on,
    group_kind,
    product_group,
    age_band
