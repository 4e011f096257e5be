{% set behaviour = var('behaviour') %}
with as_of as (

    select {{ add_days('max(as_of_on)', '-' ~ behaviour.hesitation_days) }} as since_on
    from {{ ref('dim_event_periods') }}

),

looks as (

    select *
    from {{ interactions_of_persons(['view'], 'select since_on from as_of') }} as told

),

last_bought as (

    select
        person,
        product_id,
        max(bought_at) as bought_at
    from {{ purchases_of_persons() }} as bought
    where (person, product_id) in (
        select
            looks.person,
            looks.product_id
        from looks
    )
    group by
        person,
        product_id

),

final as (

    select
        looks.customer_id,
        max_by(looks.visitor_id, looks.occurred_at) as visitor_id,
        looks.product_id,
        count(*) as views, -- noqa: RF04
        min(looks.occurred_at) as first_viewed_at,
        max(looks.occurred_at) as last_viewed_at,
        max(last_bought.bought_at) as bought_before_at,
        max(case when looks.is_simulated then 1 else 0 end) = 1 as is_simulated
    from looks
    left join last_bought
        on
            looks.person = last_bought.person
            and looks.product_id = last_bought.product_id
    where
        last_bought.bought_at is null
        or looks.occurred_at > last_bought.bought_at
    group by
        looks.person,
        looks.customer_id,
        looks.product_id
    having count(*) >= {{ behaviour.hesitation_views }}

)

select * from final
order by
    customer_id,
    visitor_id,
    product_id
