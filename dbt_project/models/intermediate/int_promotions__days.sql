with weeks as (

    select week_start_on from {{ ref('stg_marketing__promotion_weeks') }}

),

final as (

    {% for place in range(7) %}
        select
            week_start_on,
            {{ add_days('week_start_on', place) }} as day_on
        from weeks
        {{ "union all" if not loop.last }}
    {% endfor %}

)

select * from final
