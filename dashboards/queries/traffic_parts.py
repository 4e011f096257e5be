"""Where visits come from, what attracts on pages, and orders told differently."""

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.published import one_row, read

_SESSIONS = """
    count(*) as sessions,
    count(distinct visitor_key) as visitors,
    count(*) filter (is_new_visitor) as new_visitors,
    count(*) filter (is_bounce) / count(*) as bounce_share,
    count(*) filter (orders > 0) as sessions_with_order,
    count(*) filter (orders > 0) / count(*) as conversion,
    sum(orders)::bigint as orders,
    sum(order_amount)::double as amount
"""


def channels(window: Window) -> pd.DataFrame:
    """Return sessions by channel, most first.

    Columns: channel, sessions, visitors, new_visitors, bounce_share,
    sessions_with_order, conversion, orders, amount.
    """
    return read(
        f"""
        select channel, {_SESSIONS}
        from marts.fct_sessions
        where started_on between $1 and $2
        group by channel
        order by sessions desc, channel
        """,
        [window.first_on, window.last_on],
    )


def campaigns(window: Window) -> pd.DataFrame:
    """Return sessions by campaign, most first: those with any UTM parameter.

    Columns: utm_campaign, utm_source, utm_medium, and those of `channels`.
    """
    return read(
        f"""
        select utm_campaign, utm_source, utm_medium, {_SESSIONS}
        from marts.fct_sessions
        where
            started_on between $1 and $2
            and coalesce(utm_campaign, utm_source, utm_medium) is not null
        group by utm_campaign, utm_source, utm_medium
        order by sessions desc, utm_campaign, utm_source, utm_medium
        """,
        [window.first_on, window.last_on],
    )


def pages(window: Window) -> pd.DataFrame:
    """Return pages, the most seen first; visitors count once a day.

    Columns: page_path, views, visitors, click_share (of visitors), scroll_pct, entries,
    bounce_share (of entries), exits, exit_share (of views), clicks.
    """
    return read(
        """
        select
            page_path,
            sum(views)::bigint as views,
            sum(visitors)::bigint as visitors,
            sum(visitors_who_clicked) / nullif(sum(visitors), 0) as click_share,
            sum(scroll_pct * visitors)
            / nullif(sum(visitors) filter (scroll_pct is not null), 0) as scroll_pct,
            sum(entries)::bigint as entries,
            sum(bounces) / nullif(sum(entries), 0) as bounce_share,
            sum(exits)::bigint as exits,
            sum(exits) / nullif(sum(views), 0) as exit_share,
            sum(clicks)::bigint as clicks
        from marts.kpi_pages
        where day_on between $1 and $2
        group by page_path
        order by views desc, page_path
        """,
        [window.first_on, window.last_on],
    )


def elements(window: Window) -> pd.DataFrame:
    """Return what was clicked, by page, most visitors first; they count once a day.

    Columns: page_path, element, clicks, visitors, page_visitors, click_share.
    """
    return read(
        """
        with by_page as (
            select page_path, sum(visitors)::bigint as page_visitors
            from marts.kpi_pages
            where day_on between $1 and $2
            group by page_path
        )
        select
            page_path,
            element,
            sum(clicks)::bigint as clicks,
            sum(elements.visitors)::bigint as visitors,
            any_value(by_page.page_visitors) as page_visitors,
            sum(elements.visitors) / nullif(any_value(by_page.page_visitors), 0)
                as click_share
        from marts.kpi_page_elements as elements
        join by_page using (page_path)
        where day_on between $1 and $2
        group by page_path, element
        order by visitors desc, page_path, element
        """,
        [window.first_on, window.last_on],
    )


def differences(window: Window, limit: int | None) -> pd.DataFrame:
    """Return orders that the shop and its events tell, those that differ first.

    Columns: order_id, side (both, events or shop), is_different, event_amount,
    order_amount, difference_amount, ordered_at, event_at.

    Args:
        window: The days to look at.
        limit: Most rows to return; None for all.
    """
    return read(
        f"""
        select
            order_id,
            side,
            is_different,
            event_amount::double as event_amount,
            order_amount::double as order_amount,
            difference_amount::double as difference_amount,
            ordered_at,
            event_at
        from marts.fct_order_differences
        where compared_on between $1 and $2
        order by
            side = 'both' and not is_different,
            abs(difference_amount) desc nulls last,
            coalesce(event_at, ordered_at) desc,
            order_id
        {"" if limit is None else f"limit {limit:d}"}
        """,
        [window.first_on, window.last_on],
    )


def compared_orders(window: Window) -> dict[str, int]:
    """Return how many orders are compared.

    Keys: told_twice and of these different; events_only, shop_only.
    """
    row = one_row(
        """
        select
            count(*) filter (side = 'both') as told_twice,
            count(*) filter (is_different) as different,
            count(*) filter (side = 'events') as events_only,
            count(*) filter (side = 'shop') as shop_only
        from marts.fct_order_differences
        where compared_on between $1 and $2
        """,
        [window.first_on, window.last_on],
    )
    names = ("told_twice", "different", "events_only", "shop_only")
    return dict(zip(names, map(int, row), strict=True))
