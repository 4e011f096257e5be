"""The page's moving part: all of it is read and drawn anew each second."""

from datetime import UTC, datetime, timedelta

import streamlit as st

from dashboards.components.header import about
from dashboards.components.sending import how_to_send
from dashboards.components.tables import table
from dashboards.components.tiles import tiles
from dashboards.formats import moment, size
from dashboards.live import cards
from dashboards.live.tables import latest_columns, latest_rows
from dashboards.live.tiles import live_tiles
from dashboards.queries import live
from warehouse.landing_tail import MOST_BYTES, Tail, read_tail
from warehouse.settings import settings


def last_hour() -> None:
    """Show what was received up to now."""
    now = datetime.now(UTC)
    tail = read_tail(now)
    shop = settings().shop
    st.caption(_grey_line(now))
    if not tail.has_events:
        how_to_send("No event was received yet")
        return
    totals = live.totals(tail, now)
    spans = [_span(tail, now, minutes, shop.timezone) for minutes in live.SPANS]
    tiles(live_tiles(totals, spans, shop.currency))
    cards.minute_card(
        totals,
        live.by_minute(tail, now),
        [s if s.startswith("since") else f"in the last {s}" for s in spans],
        _cut(spans),
    )
    with st.grid(3, min_column_width=300):
        cards.page_card(live.top_pages(tail, now))
        cards.product_card(live.top_products(tail, now))
        cards.source_card(live.by_source(tail, now))
    table(
        "Latest events",
        latest_rows(live.latest(tail, now)),
        latest_columns(),
        "latest_events",
        about() | {"Until": moment(now, shop.timezone)},
        empty="No event in the last 60 minutes.",
    )


def _grey_line(now: datetime) -> str:
    parts = [
        f"until {moment(now, settings().shop.timezone)}",
        settings().shop.currency,
        "bots are left out",
        "what is quarantined later may count here",
    ]
    if any(source.kind == "sample" for source in settings().sources):
        parts.append("simulated events are not counted: they are of other days")
    return " · ".join(parts)


def _span(tail: Tail, now: datetime, minutes: int, timezone: str) -> str:
    """Return what is counted: ``30 min`` or, where less is known, ``since 09:14``."""
    if tail.complete_since <= now - timedelta(minutes=minutes):
        return f"{minutes} min"
    return f"since {moment(tail.complete_since, timezone).rsplit(' ', 1)[1]}"


def _cut(spans: list[str]) -> str:
    since = next((span for span in spans if span.startswith("since")), None)
    if since is None:
        return ""
    return f"{since} only: the newest {size(MOST_BYTES)} are counted"
