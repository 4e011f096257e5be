with source as (

    select * from {{ loaded('raw_crm', 'contacts') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, contact_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        contact_id,
        account_id,
        customer_id,
        first_name,
        last_name,
        birth_date,
        sex,
        email,
        phone,
        website,
        social_handle,
        address,
        city,
        region,
        postal_code,
        country,
        updated_at,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
