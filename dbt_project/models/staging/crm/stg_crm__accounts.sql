with source as (

    select * from {{ loaded('raw_crm', 'accounts') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, account_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        account_id,
        name,
        sector,
        employees,
        annual_revenue_amount,
        country,
        parent_account_id,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
