with clicks as (

    select * from {{ ref('fct_events') }}
    where
        not is_bot
        and visitor_key is not null
        and type = 'track'
        and element is not null
        and page_path is not null

),

pages as (

    select * from {{ ref('kpi_pages') }}

),

by_visitor as (

    select
        occurred_on as day_on,
        page_path,
        element,
        visitor_key,
        count(*) as clicks,
        max(case when is_simulated then 1 else 0 end) as simulated
    from clicks
    group by
        occurred_on,
        page_path,
        element,
        visitor_key

),

by_element as (

    select
        day_on,
        page_path,
        element,
        sum(clicks) as clicks,
        count(*) as visitors,
        max(simulated) as simulated
    from by_visitor
    group by
        day_on,
        page_path,
        element

),

final as (

    select
        by_element.day_on,
        by_element.page_path,
        by_element.element,
        cast(by_element.clicks as bigint) as clicks,
        by_element.visitors,
        pages.visitors as page_visitors,
        case
            when pages.visitors > 0
                then
                    100 * cast(by_element.visitors as double)
                    / cast(pages.visitors as double)
        end as clicked_pct,
        by_element.simulated = 1 as is_simulated
    from by_element
    inner join pages
        on
            by_element.day_on = pages.day_on
            and by_element.page_path = pages.page_path

)

select * from final
order by
    day_on,
    page_path,
    element
