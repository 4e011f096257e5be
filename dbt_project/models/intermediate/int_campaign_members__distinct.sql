with listed as (

    select * from {{ ref('stg_marketing__campaign_members') }}

),

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

members as (

    select
        listed.campaign_id,
        coalesce(renamed.customer_id, listed.customer_id) as customer_id,
        listed.is_holdout
    from listed
    left join renamed
        on listed.customer_id = renamed.source_customer_id

),

final as (

    select
        campaign_id,
        customer_id,
        {# Left out on purpose is who no list has as a member. #}
        min(case when is_holdout then 1 else 0 end) = 1 as is_holdout
    from members
    where
        campaign_id is not null
        and customer_id is not null
    group by
        campaign_id,
        customer_id

)

select * from final
