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

pages as (

    select
        day_on,
        page_path
    from seen
    union
    select
        day_on,
        page_path
    from entered
    union
    select
        day_on,
        page_path
    from left_from

),

final as (

    select
        pages.day_on,
        pages.page_path,
        cast(coalesce(seen.page_views, 0) as bigint) as views, -- noqa: RF04
        cast(coalesce(seen.visitors, 0) as bigint) as visitors,
        coalesce(entered.entries, 0) as entries,
        coalesce(left_from.exits, 0) as exits,
        cast(coalesce(entered.bounces, 0) as bigint) as bounces,
        case
            when seen.visitors_who_scrolled > 0
                then
                    cast(seen.scrolled as double)
                    / cast(seen.visitors_who_scrolled as double)
        end as scroll_pct,
        cast(coalesce(seen.clicks, 0) as bigint) as clicks,
        cast(coalesce(seen.visitors_who_clicked, 0) as bigint) as visitors_who_clicked,
        greatest(
            coalesce(seen.simulated, 0),
            coalesce(entered.simulated, 0),
            coalesce(left_from.simulated, 0)
        ) = 1 as is_simulated
    from pages
    left join seen
        on pages.day_on = seen.day_on and pages.page_path = seen.page_path
    left join entered
        on pages.day_on = entered.day_on and pages.page_path = entered.page_path
    left join left_from
        on pages.day_on = left_from.day_on and pages.page_path = left_from.page_path

)

select * from final
order by
    day_on,
    page_path
