with profiles as (

    select * from {{ ref('int_customers__golden') }}

),

identified as (

    select distinct customer_id from {{ ref('int_customers__identifiers') }}

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

customers as (

    select customer_id from identified
    union
    select customer_id from buyers

),

final as (

    select
        customers.customer_id,
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
        cast(coalesce(buyers.revenue_amount, 0) as decimal(18, 4)) as revenue_amount,
        profiles.name_from,
        profiles.email_from,
        profiles.phone_from,
        profiles.birth_date_from,
        profiles.address_from,
        profiles.consent_from
    from customers
    left join profiles
        on customers.customer_id = profiles.customer_id
    left join buyers
        on customers.customer_id = buyers.customer_id

)

select * from final
order by customer_id
