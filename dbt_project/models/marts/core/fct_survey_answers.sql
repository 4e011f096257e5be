with surveys as (

    select * from {{ ref('stg_feedback__surveys') }}

),

of_customers as (

    select * from {{ ref('int_surveys__of_customers') }}

),

final as (

    select
        surveys.source_name,
        surveys.response_id,
        of_customers.customer_id,
        lower(surveys.kind) as kind,
        cast(surveys.score as double) as score,
        surveys.answered_at,
        {{ local_date('surveys.answered_at') }} as answered_on,
        {{ is_one_of('surveys.source_name', var('simulated_sources')) }} as is_simulated
    from surveys
    left join of_customers
        on
            surveys.source_name = of_customers.source_name
            and surveys.response_id = of_customers.response_id

)

select * from final
order by
    answered_on,
    source_name,
    response_id
