with edges as (

    select * from {{ source('identities', 'edges') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

final as (

    select
        edges.left_identifier,
        edges.right_identifier,
        edges.rule,
        edges.reason,
        edges.weight,
        edges.since,
        edges.status,
        coalesce(left_side.customer_id, right_side.customer_id) as customer_id
    from edges
    left join identifiers as left_side
        on edges.left_identifier = left_side.identifier
    left join identifiers as right_side
        on edges.right_identifier = right_side.identifier

)

select * from final
order by
    customer_id,
    left_identifier,
    right_identifier
