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

{# Decimals add up to the same mean in whatever order they come. #}
seen as (

    select
        day_on,
        page_path,
        sum(page_views) as page_views,
        sum(case when page_views > 0 then 1 else 0 end) as visitors,
        sum(scroll_pct) as scrolled,
        count(scroll_pct) as visitors_who_scrolled,
        sum(clicks) as clicks,
        sum(case when clicks > 0 then 1 else 0 end) as visitors_who_clicked,
        max(simulated) as simulated
    from visitor_pages
    group by
        day_on,
        page_path

),

entered as (

    select
        started_on as day_on,
        entry_path as page_path,
        count(*) as entries,
        sum(case when is_bounce then 1 else 0 end) as bounces,
        max(case when is_simulated then 1 else 0 end) as simulated
    from {{ ref('fct_sessions') }}
    where entry_path is not null
    group by
        started_on,
        entry_path

),

left_from as (

    select
        {{ local_date('ended_at') }} as day_on,
        exit_path as page_path,
        count(*) as exits,
        max(case when is_simulated then 1 else 0 end) as simulated
    from {{ ref('fct_sessions') }}
    where exit_path is not null
    group by
        {{ local_date('ended_at') }},
        exit_path

),

{# Added up, not joined: three joins of as many rows as there are pages a day held them
   all at once. #}
parts as (

    select
        day_on,
        page_path,
        page_views,
        visitors,
        0 as entries,
        0 as exits,
        0 as bounces,
        scrolled,
        visitors_who_scrolled,
        clicks,
        visitors_who_clicked,
        simulated
    from seen
    union all
    select
        day_on,
        page_path,
        0 as page_views,
        0 as visitors,
        entries,
        0 as exits,
        bounces,
        null as scrolled,
        0 as visitors_who_scrolled,
        0 as clicks,
        0 as visitors_who_clicked,
        simulated
    from entered
    union all
    select
        day_on,
        page_path,
        0 as page_views,
        0 as visitors,
        0 as entries,
        exits,
        0 as bounces,
        null as scrolled,
        0 as visitors_who_scrolled,
        0 as clicks,
        0 as visitors_who_clicked,
        simulated
    from left_from

),

pages as (

    select
        day_on,
        page_path,
        sum(page_views) as page_views,
        sum(visitors) as visitors,
        sum(entries) as entries,
        sum(exits) as exits,
        sum(bounces) as bounces,
        sum(scrolled) as scrolled,
        sum(visitors_who_scrolled) as visitors_who_scrolled,
        sum(clicks) as clicks,
        sum(visitors_who_clicked) as visitors_who_clicked,
        max(simulated) as simulated
    from parts
    group by
        day_on,
        page_path

),

final as (

    select
        day_on,
        page_path,
        cast(page_views as bigint) as views, -- noqa: RF04
        cast(visitors as bigint) as visitors,
        cast(entries as bigint) as entries,
        cast(exits as bigint) as exits,
        cast(bounces as bigint) as bounces,
        case
            when visitors_who_scrolled > 0
                then cast(scrolled as double) / cast(visitors_who_scrolled as double)
        end as scroll_pct,
        cast(clicks as bigint) as clicks,
        cast(visitors_who_clicked as bigint) as visitors_who_clicked,
        simulated = 1 as is_simulated
    from pages

)

select * from final
order by
    day_on,
    page_path
