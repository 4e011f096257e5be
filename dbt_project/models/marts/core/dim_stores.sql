with stores as (

    select
        *,
        row_number() over (
            partition by store_id
            order by loaded_at desc, source_name asc
        ) as version_from_last
    from {{ ref('stg_shop__stores') }}

),

records as (

    select * from stores
    where version_from_last = 1

),

sold_at as (

    select distinct store_id
    from {{ ref('fct_orders') }}
    where store_id is not null

),

final as (

    select
        coalesce(records.store_id, sold_at.store_id) as store_id,
        records.name,
        records.city,
        records.country,
        records.latitude,
        records.longitude,
        records.store_id is not null as has_record
    from records
    full outer join sold_at
        on records.store_id = sold_at.store_id

)

select * from final
order by store_id
