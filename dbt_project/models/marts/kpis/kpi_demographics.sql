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
        month_start_on
    from {{ ref('dim_dates') }}

),

months as (

    {{ months_in_periods(['month', 'quarter', 'year']) }}

),

whole_periods as (

    select distinct
        period,
        period_start_on,
        is_whole
    from {{ ref('int_dates__periods') }}

),

departments as (

    select
        product_id,
        nullif(trim(department), '') as department
    from {{ ref('dim_products') }}

),

{# Each customer has one, so what is counted of them adds up to each of their bands. #}
combinations as (

    select
        {{ dimensions.values() | join(', ') }},
        row_number() over (order by {{ dimensions.values() | join(', ') }})
            as combination_number
    from demographics
    group by {{ dimensions.values() | join(', ') }}

),

customers as (

    select
        demographics.customer_id,
        combinations.combination_number
    from demographics
    inner join combinations
        on
            {% for column in dimensions.values() -%}
                {{ "and " if not loop.first -}}
                demographics.{{ column }} = combinations.{{ column }}
            {% endfor %}

),

orders as (

    select
        orders.order_id,
        orders.customer_id,
        customers.combination_number,
        dates.month_start_on,
        orders.order_amount,
        case when orders.is_cancelled or orders.is_return then 0 else 1 end
            as is_counted
    from {{ ref('fct_orders') }} as orders
    inner join as_of
        on orders.ordered_on <= as_of.as_of_on
    inner join dates
        on orders.ordered_on = dates.day_on
    left join customers
        on orders.customer_id = customers.customer_id
    where orders.customer_id is not null

),

{# Baskets first: an order counts once in a department. #}
baskets as (

    select
        sold.order_id,
        coalesce(departments.department, 'unknown') as department,
        sum(sold.line_amount) as revenue_amount
    from {{ ref('fct_order_lines') }} as sold
    left join departments
        on sold.product_id = departments.product_id
    where sold.customer_id is not null
    group by
        sold.order_id,
        coalesce(departments.department, 'unknown')

),

bought as (

    select
        orders.customer_id,
        orders.combination_number,
        orders.month_start_on,
        baskets.department,
        orders.is_counted,
        baskets.revenue_amount
    from baskets
    inner join orders
        on baskets.order_id = orders.order_id
    union all
    select
        customer_id,
        combination_number,
        month_start_on,
        cast(null as string) as department,
        is_counted,
        order_amount as revenue_amount
    from orders

),

buyers as (

    {{ buyers_by_period(
        '(select * from bought where is_counted = 1)',
        ['combination_number', 'department'],
        'months',
    ) }}

),

amounts as (

    select
        combination_number,
        department,
        month_start_on,
        sum(is_counted) as orders,
        sum(revenue_amount) as revenue_amount
    from bought
    group by
        combination_number,
        department,
        month_start_on

),

told as (

    select
        period,
        period_start_on,
        combination_number,
        department,
        customers,
        0 as orders,
        cast(0 as decimal(18, 4)) as revenue_amount
    from buyers
    union all
    select
        months.period,
        months.period_start_on,
        amounts.combination_number,
        amounts.department,
        0 as customers,
        amounts.orders,
        amounts.revenue_amount
    from amounts
    inner join months
        on amounts.month_start_on = months.month_start_on

),

of_combinations as (

    select
        period,
        period_start_on,
        combination_number,
        department,
        sum(customers) as customers,
        sum(orders) as orders,
        sum(revenue_amount) as revenue_amount
    from told
    group by
        period,
        period_start_on,
        combination_number,
        department

),

counted as (

    {% for dimension, column in dimensions.items() -%}
        {{ "union all" if not loop.first }}
        select
            told.period,
            told.period_start_on,
            '{{ dimension }}' as dimension,
            coalesce(combinations.{{ column }}, 'unknown') as band,
            told.department,
            sum(told.customers) as customers,
            sum(told.orders) as orders,
            sum(told.revenue_amount) as revenue_amount
        from of_combinations as told
        left join combinations
            on told.combination_number = combinations.combination_number
        group by
            told.period,
            told.period_start_on,
            coalesce(combinations.{{ column }}, 'unknown'),
            told.department
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
