with records as (

    select
        *,
        row_number() over (
            partition by customer_id
            order by loaded_at desc, source_name asc
        ) as version_from_last
    from {{ ref('stg_shop__customers') }}

),

profiles as (

    select * from records
    where version_from_last = 1

),

orders as (

    select
        customer_id,
        ordered_at,
        ordered_on,
        order_amount,
        not is_cancelled and not is_return as is_counted
    from {{ ref('fct_orders') }}
    where customer_id is not null

),

buyers as (

    select
        customer_id,
        min(case when is_counted then ordered_at end) as first_ordered_at,
        min(case when is_counted then ordered_on end) as first_ordered_on,
        max(case when is_counted then ordered_on end) as last_ordered_on,
        sum(case when is_counted then 1 else 0 end) as orders,
        sum(order_amount) as revenue_amount
    from orders
    group by customer_id

),

final as (

    select
        coalesce(profiles.customer_id, buyers.customer_id) as customer_id,
        profiles.customer_id is not null as has_profile,
        profiles.email,
        profiles.phone,
        profiles.first_name,
        profiles.last_name,
        profiles.sex,
        profiles.birth_date,
        profiles.age_band,
        profiles.income_band,
        profiles.marital_status,
        profiles.household_size,
        profiles.children_count,
        profiles.home_ownership,
        profiles.address,
        profiles.city,
        profiles.region,
        profiles.postal_code,
        profiles.country,
        profiles.created_at,
        profiles.has_marketing_consent,
        buyers.first_ordered_at,
        buyers.first_ordered_on,
        buyers.last_ordered_on,
        cast(coalesce(buyers.orders, 0) as bigint) as orders,
        cast(coalesce(buyers.revenue_amount, 0) as decimal(18, 4)) as revenue_amount
    from profiles
    full outer join buyers
        on profiles.customer_id = buyers.customer_id

)

select * from final
order by customer_id
