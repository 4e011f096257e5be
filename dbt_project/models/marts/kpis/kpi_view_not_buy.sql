{% set group_kinds = ['all', 'department', 'category'] %}
{% set periods = ['week', 'month', 'quarter', 'year', 'all'] %}
with customers as (

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
        bought_on as day_on
    from {{ purchases_of_persons() }}

),

grouped_products as (

    select
        {% for kind in group_kinds if kind != 'all' -%}
            coalesce(products.{{ kind }}, 'unknown') as {{ kind }},
        {% endfor -%}
        told.product_id
    from (
        select product_id from viewed
        union
        select product_id from bought
    ) as told
    left join {{ ref('dim_products') }} as products
        on told.product_id = products.product_id

),

groups_of_products as (

    {% for kind in group_kinds %}
        select
            product_id,
            '{{ kind }}' as group_kind,
            {{ kind if kind != 'all' else "'all'" }} as product_group
        from grouped_products
        {{ "union all" if not loop.last }}
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

    select distinct
        bought.person_key,
        numbered_groups.group_number,
        bought.day_on
    from bought
    inner join numbered_groups
        on bought.product_id = numbered_groups.product_id
    inner join days
        on bought.day_on = days.day_on

),

{# Most of what is bought is of groups at which the same person never looked. #}
told as (

    select
        *,
        day_on as viewed_on,
        cast(null as date) as bought_on
    from viewed_groups
    union all
    select
        person_key,
        cast(null as bigint) as band_number,
        group_number,
        day_on,
        cast(null as date) as viewed_on,
        day_on as bought_on
    from bought_groups
    where (person_key, group_number) in (
        select
            viewed_groups.person_key,
            viewed_groups.group_number
        from viewed_groups
    )

),

{# Who bought in a period did on the nearest day before or after. #}
beside as (

    {% set earlier -%}
        partition by person_key, group_number
            order by day_on
            rows between unbounded preceding and 1 preceding
    {%- endset %}
    select
        *,
        {{ known_value('last', 'viewed_on') }} over ({{ earlier }})
            as viewed_before_on,
        {{ known_value('last', 'bought_on') }} over ({{ earlier }})
            as bought_before_on,
        {{ known_value('first', 'bought_on') }} over (
            partition by person_key, group_number
            order by day_on
            rows between 1 following and unbounded following
        ) as bought_after_on
    from told

),

by_span as (

    select
        {% for period in periods -%}
            count(
                case
                    when {{ is_first_of(period, 'beside.viewed_before_on') }} then 1
                end
            ) as viewers_of_{{ period }},
            count(
                case
                    when
                        {{ is_first_of(period, 'beside.viewed_before_on') }}
                        and (
                            beside.bought_before_on >= days.{{ period }}_start_on
                            or beside.bought_after_on <= days.{{ period }}_end_on
                        ) then 1
                end
            ) as buyers_of_{{ period }},
        {% endfor -%}
        days.span_start_on,
        beside.group_number,
        beside.band_number
    from beside
    inner join days
        on beside.viewed_on = days.day_on
    group by
        days.span_start_on,
        beside.group_number,
        beside.band_number

),

by_age as (

    {% for period in periods %}
        select
            '{{ period }}' as period,
            days.{{ period }}_start_on as period_start_on,
            by_span.group_number,
            bands.age_band,
            sum(by_span.viewers_of_{{ period }}) as viewers,
            sum(by_span.buyers_of_{{ period }}) as buyers
        from by_span
        inner join days
            on by_span.span_start_on = days.day_on
        inner join bands
            on by_span.band_number = bands.band_number
        group by
            days.{{ period }}_start_on,
            by_span.group_number,
            bands.age_band
        having sum(by_span.viewers_of_{{ period }}) > 0
        {{ "union all" if not loop.last }}
    {% endfor %}

),

with_all as (

    select * from by_age
    union all
    select
        period,
        period_start_on,
        group_number,
        'all' as age_band,
        sum(viewers) as viewers,
        sum(buyers) as buyers
    from by_age
    group by
        period,
        period_start_on,
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

    {{ event_periods() }}

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
            and with_all.period_start_on = spans.period_start_on
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
