with source as (

    select * from {{ loaded('raw_marketing', 'experiments') }}

),

final as (

    select
        experiment_id,
        customer_id,
        variant,
        exposed_at,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from source

)

select * from final
