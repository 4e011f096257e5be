with events as (

    select * from {{ ref('fct_events') }}
    where
        not is_bot
        and visitor_key is not null
        and page_path is not null
        and (
            type in ('page', 'screen')
            or (type = 'track' and (element is not null or scroll_pct is not null))
        )

),

visitor_pages as (

    select
        occurred_on as day_on,
        page_path,
        visitor_key,
        sum(case when type in ('page', 'screen') then 1 else 0 end) as page_views,
        sum(case when type = 'track' and element is not null then 1 else 0 end)
            as clicks,
        max(case when type = 'track' then cast(scroll_pct as decimal(18, 4)) end)
            as scroll_pct,
        max(case when is_simulated then 1 else 0 end) as simulated
    from events
    group by
        occurred_on,
        page_path,
        visitor_key

),

{# What is told of a page in one place is added up once. #}
told as (

    select
        day_on,
        page_path,
        page_views,
        case when page_views > 0 then 1 else 0 end as visitors,
        0 as entries,
        0 as exits,
        0 as bounces,
        scroll_pct,
        clicks,
        case when clicks > 0 then 1 else 0 end as visitors_who_clicked,
        simulated
    from visitor_pages
    union all
    select
        started_on as day_on,
        entry_path as page_path,
        0 as page_views,
        0 as visitors,
        1 as entries,
        0 as exits,
        case when is_bounce then 1 else 0 end as bounces,
        null as scroll_pct,
        0 as clicks,
        0 as visitors_who_clicked,
        case when is_simulated then 1 else 0 end as simulated
    from {{ ref('fct_sessions') }}
    where entry_path is not null
    union all
    select
        {{ local_date('ended_at') }} as day_on,
        exit_path as page_path,
        0 as page_views,
        0 as visitors,
        0 as entries,
        1 as exits,
        0 as bounces,
        null as scroll_pct,
        0 as clicks,
        0 as visitors_who_clicked,
        case when is_simulated then 1 else 0 end as simulated
    from {{ ref('fct_sessions') }}
    where exit_path is not null

),

{# Decimals add up to the same mean in whatever order they come. #}
final as (

    select
        day_on,
        page_path,
        cast(sum(page_views) as bigint) as views, -- noqa: RF04
        cast(sum(visitors) as bigint) as visitors,
        cast(sum(entries) as bigint) as entries,
        cast(sum(exits) as bigint) as exits,
        cast(sum(bounces) as bigint) as bounces,
        case
            when count(scroll_pct) > 0
                then cast(sum(scroll_pct) as double) / cast(count(scroll_pct) as double)
        end as scroll_pct,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(visitors_who_clicked) as bigint) as visitors_who_clicked,
        max(simulated) = 1 as is_simulated
    from told
    group by
        day_on,
        page_path

)

select * from final
order by
    day_on,
    page_path
