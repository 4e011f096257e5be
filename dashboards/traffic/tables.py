"""The tables behind the charts of traffic, each with its exports."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.filters import Chosen
from dashboards.components.tables import SHOWN, Listed
from dashboards.formats import DAY_FORMAT, money_column
from dashboards.queries import traffic, traffic_parts
from dashboards.traffic.sentences import STEPS, difference_sentence


def traffic_tables(
    chosen: Chosen,
    funnel: pd.DataFrame,
    channels: pd.DataFrame,
    pages: pd.DataFrame,
    currency: str,
) -> dict[str, Listed]:
    """Return the tables by the names of their tabs."""
    window = chosen.window
    days = traffic.activity(window).iloc[::-1].reset_index(drop=True)
    buckets = traffic.series(window, chosen.grain).iloc[::-1].reset_index(drop=True)
    orders = traffic_parts.compared_orders(window)
    said = difference_sentence(orders)
    if orders["told_twice"] + orders["events_only"] + orders["shop_only"] > SHOWN:
        said += f" · the {SHOWN:,} that differ most; exports hold all"
    once_a_day = "Visitors count once a day"
    return {
        f"By {chosen.grain}": Listed(
            f"Traffic by {chosen.grain}",
            "traffic",
            buckets,
            _bucket_columns(chosen, currency),
        ),
        "Visitors": Listed(
            "Visitors by day", "visitors", days, _day_columns(), "Nobody came."
        ),
        "Funnel": Listed(
            "Sessions by the step they reached", "funnel", funnel, _funnel_columns()
        ),
        "Channels": Listed(
            "Sessions by channel",
            "channels",
            channels,
            {"channel": st.column_config.TextColumn("Channel", pinned=True)}
            | _session_columns(currency),
        ),
        "Campaigns": Listed(
            "Sessions by campaign",
            "traffic_campaigns",
            traffic_parts.campaigns(window),
            _campaign_columns() | _session_columns(currency),
            "No session came with a campaign's UTM parameters.",
        ),
        "Pages": Listed(
            "Pages, the most seen first",
            "pages",
            pages,
            _page_columns(),
            "No page was seen.",
            once_a_day,
        ),
        "Elements": Listed(
            "What was clicked, by page",
            "page_elements",
            traffic_parts.elements(window),
            _element_columns(),
            "No click was told. Send `Element Clicked` with `element` to see them.",
            once_a_day,
        ),
        "Orders": Listed(
            "Orders told by events and by the shop",
            "order_differences",
            traffic_parts.differences(window, SHOWN),
            _difference_columns(currency),
            "No order was told by both in these days.",
            said,
            partial(traffic_parts.differences, window, None),
        ),
    }


def _counts(names: Mapping[str, str]) -> dict[str, ColumnConfig]:
    number = st.column_config.NumberColumn
    return {column: number(label, format="%,d") for column, label in names.items()}


def _bucket_columns(chosen: Chosen, currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    first = {"day": "Day", "week": "Week from", "month": "Month from"}[chosen.grain]
    columns = {"first_on": config.DateColumn(first, format=DAY_FORMAT, pinned=True)}
    if chosen.grain != "day":
        columns["last_on"] = config.DateColumn("To", format=DAY_FORMAT)
    names = {
        "visitors": "Visitors",
        "sessions": "Sessions",
        "sessions_with_order": "With an order",
        "page_views": "Page views",
        "product_views": "Product views",
        "adds": "Added",
        "removes": "Removed",
        "checkouts": "Checkouts",
        "orders": "Orders",
    }
    amount = config.NumberColumn("Order value", format=money_column(currency))
    return {**columns, **_counts(names), "amount": amount}


def _day_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    names = {
        "visitors": "Visitors",
        "wau": "In 7 days",
        "mau": "In 30 days",
        "new": "New",
        "returning": "Returning",
        "resurrected": "Resurrected",
        "dormant": "Dormant",
    }
    return {
        "day_on": config.DateColumn("Day", format=DAY_FORMAT, pinned=True),
        **_counts(names),
        "stickiness": config.NumberColumn("Day / 30 days", format="percent"),
        "is_complete": config.CheckboxColumn("Whole"),
    }


def _funnel_columns() -> dict[str, ColumnConfig]:
    return {
        "device": st.column_config.TextColumn("Device", pinned=True),
        **_counts(STEPS),
    }


def _session_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        **_counts({"sessions": "Sessions", "visitors": "Visitors"}),
        **_counts({"new_visitors": "New visitors"}),
        "bounce_share": config.NumberColumn("Left at once", format="percent"),
        **_counts({"sessions_with_order": "With an order"}),
        "conversion": config.NumberColumn("Conversion", format="percent"),
        **_counts({"orders": "Orders"}),
        "amount": config.NumberColumn("Order value", format=money_column(currency)),
    }


def _campaign_columns() -> dict[str, ColumnConfig]:
    text = st.column_config.TextColumn
    return {
        "utm_campaign": text("Campaign", pinned=True),
        "utm_source": text("Source"),
        "utm_medium": text("Medium"),
    }


def _page_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "page_path": config.TextColumn("Page", pinned=True),
        **_counts({"views": "Views", "visitors": "Visitors"}),
        "click_share": config.NumberColumn("Who click", format="percent"),
        "scroll_pct": config.NumberColumn(
            "Scrolled to", format="%.0f%%", help="Mean of each visitor's deepest"
        ),
        **_counts({"entries": "Entered here"}),
        "bounce_share": config.NumberColumn(
            "Left at once", format="percent", help="Of who entered here"
        ),
        **_counts({"exits": "Left from here"}),
        "exit_share": config.NumberColumn(
            "Exit rate", format="percent", help="Exits / views"
        ),
        **_counts({"clicks": "Clicks"}),
    }


def _element_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "page_path": config.TextColumn("Page"),
        "element": config.TextColumn("Element"),
        **_counts({"visitors": "Who click", "page_visitors": "Of visitors"}),
        "click_share": config.NumberColumn("Share", format="percent"),
        **_counts({"clicks": "Clicks"}),
    }


def _difference_columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    amount, moment = money_column(currency), f"{DAY_FORMAT}, HH:mm"
    return {
        "order_id": config.TextColumn("Order", pinned=True),
        "side": config.TextColumn("Told by", help="Events, the shop's system, or both"),
        "is_different": config.CheckboxColumn("Differs"),
        "event_amount": config.NumberColumn("By events", format=amount),
        "order_amount": config.NumberColumn("By the shop", format=amount),
        "difference_amount": config.NumberColumn("Difference", format=amount),
        "event_at": config.DatetimeColumn("Event, UTC", format=moment),
        "ordered_at": config.DatetimeColumn("Ordered, UTC", format=moment),
    }
