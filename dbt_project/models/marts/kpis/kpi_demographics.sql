{% set periods = ['month', 'quarter', 'year'] %}
{# Dimension to the column that it is made of. #}
{% set dimensions = {
    'age': 'age_band',
    'income': 'income_band',
    'household': 'household_size',
    'children': 'children_count',
    'marital_status': 'marital_status',
    'home': 'home_ownership',
    'sex': 'sex',
} %}
with demographics as (

    select * from {{ ref('int_customers__demographics') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

dates as (

    select
        day_on,
        month_start_on,
        quarter_start_on,
        year_start_on
    from {{ ref('dim_dates') }}

),

whole_periods as (

    select distinct
        period,
        period_start_on,
        is_whole
    from {{ ref('int_dates__periods') }}

),

orders as (

    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_on,
        orders.order_amount,
        case when orders.is_cancelled or orders.is_return then 0 else 1 end
            as is_counted
    from {{ ref('fct_orders') }} as orders
    inner join as_of
        on orders.ordered_on <= as_of.as_of_on
    where orders.customer_id is not null

),

{# Baskets first: an order counts once in a department. #}
baskets as (

    select
        sold.order_id,
        coalesce(nullif(trim(products.department), ''), 'unknown') as department,
        sum(sold.line_amount) as revenue_amount
    from {{ ref('fct_order_lines') }} as sold
    left join {{ ref('dim_products') }} as products
        on sold.product_id = products.product_id
    where sold.customer_id is not null
    group by
        sold.order_id,
        coalesce(nullif(trim(products.department), ''), 'unknown')

),

bought as (

    select
        orders.customer_id,
        orders.ordered_on,
        baskets.department,
        orders.is_counted,
        baskets.revenue_amount
    from baskets
    inner join orders
        on baskets.order_id = orders.order_id
    union all
    select
        customer_id,
        ordered_on,
        cast(null as string) as department,
        is_counted,
        order_amount as revenue_amount
    from orders

),

monthly as (

    select
        bought.customer_id,
        bought.department,
        dates.month_start_on,
        dates.quarter_start_on,
        dates.year_start_on,
        sum(bought.is_counted) as orders,
        sum(bought.revenue_amount) as revenue_amount
    from bought
    inner join dates
        on bought.ordered_on = dates.day_on
    group by
        bought.customer_id,
        bought.department,
        dates.month_start_on,
        dates.quarter_start_on,
        dates.year_start_on

),

{% for period in periods -%}
    of_{{ period }} as (

        select
            customer_id,
            department,
            {{ period }}_start_on as period_start_on,
            sum(orders) as orders,
            sum(revenue_amount) as revenue_amount
        from monthly
        group by
            customer_id,
            department,
            {{ period }}_start_on

    ),

    who_of_{{ period }} as (

        select
            {% for column in dimensions.values() -%}
                coalesce(demographics.{{ column }}, 'unknown') as {{ column }},
            {% endfor -%}
            of_{{ period }}.*
        from of_{{ period }}
        left join demographics
            on of_{{ period }}.customer_id = demographics.customer_id

    ),

{% endfor -%}

counted as (

    {% for period in periods -%}
        {% set is_first = loop.first -%}
        {% for dimension, column in dimensions.items() -%}
            {{ "union all" if not (is_first and loop.first) }}
            select
                '{{ period }}' as period,
                period_start_on,
                '{{ dimension }}' as dimension,
                {{ column }} as band,
                department,
                sum(case when orders > 0 then 1 else 0 end) as customers,
                sum(orders) as orders,
                sum(revenue_amount) as revenue_amount
            from who_of_{{ period }}
            group by
                period_start_on,
                {{ column }},
                department
        {% endfor -%}
    {% endfor %}

),

{# A dimension of which nothing is known tells nobody apart. #}
beside as (

    select
        *,
        sum(revenue_amount) over (
            partition by period, period_start_on, dimension, department
        ) as department_amount,
        max(case when department is null then customers end) over (
            partition by period, period_start_on, dimension, band
        ) as group_customers,
        max(case when band = 'unknown' then 0 else 1 end) over (
            partition by dimension
        ) as is_known
    from counted

),

final as (

    select
        beside.period,
        beside.period_start_on,
        beside.dimension,
        beside.band,
        beside.department,
        cast(beside.customers as bigint) as customers,
        cast(beside.group_customers as bigint) as group_customers,
        cast(beside.orders as bigint) as orders,
        cast(beside.revenue_amount as decimal(18, 4)) as revenue_amount,
        case
            when beside.department_amount > 0
                then
                    cast(100 as double) * cast(beside.revenue_amount as double)
                    / cast(beside.department_amount as double)
        end as revenue_share_pct,
        case
            when beside.group_customers >= {{ var('demographics_min_customers') }}
                then
                    cast(100 as double) * beside.customers / beside.group_customers
        end as buyer_pct,
        whole_periods.is_whole as is_complete
    from beside
    inner join whole_periods
        on
            beside.period = whole_periods.period
            and beside.period_start_on = whole_periods.period_start_on
    where beside.is_known = 1

)

select * from final
order by
    period,
    period_start_on,
    dimension,
    band,
    department
