with surveys as (

    select * from {{ ref('stg_feedback__surveys') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

final as (

    select
        surveys.response_id,
        coalesce(identifiers.customer_id, surveys.customer_id) as customer_id,
        lower(surveys.kind) as kind,
        surveys.score,
        surveys.comment,
        surveys.answered_at,
        surveys.source_name
    from surveys
    left join identifiers
        on 'customer:' || surveys.customer_id = identifiers.identifier
    where surveys.customer_id is not null

)

select * from final
