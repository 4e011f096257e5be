with source as (

    select * from {{ loaded('raw_shop', 'subscriptions') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, subscription_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        subscription_id,
        customer_id,
        product_id,
        status,
        amount,
        started_on,
        ended_on,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
