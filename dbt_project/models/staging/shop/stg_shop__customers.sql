with source as (

    select * from {{ loaded('raw_shop', 'customers') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, customer_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        customer_id,
        email,
        phone,
        first_name,
        last_name,
        sex,
        birth_date,
        age_band,
        income_band,
        marital_status,
        household_size,
        children_count,
        home_ownership,
        address,
        city,
        region,
        postal_code,
        country,
        created_at,
        has_marketing_consent,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
