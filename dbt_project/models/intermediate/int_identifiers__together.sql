{% set columns = [
    'left_kind', 'left_value', 'right_kind', 'right_value', 'linked_by', 'detail',
    'first_name', 'country', 'first_seen_at',
] %}
with of_records as (

    select * from {{ ref('int_identifiers__of_records') }}

),

of_events as (

    select * from {{ ref('int_identifiers__of_events') }}

),

final as (

    select {{ columns | join(', ') }} from of_records
    union all
    select {{ columns | join(', ') }} from of_events

)

select * from final
