"""What the marts must say about a site's traffic, in plain Python from the definitions.

Written from the metric definitions, not from the models, and slow where that makes it
plainer: a window of 30 days looks at 30 days.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.dbt_project.sessions_oracle import place_at_once

GAP = timedelta(minutes=30)
AGENTS = {
    "desktop": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/130.0",
    "mobile": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148",
    "bot": "Mozilla/5.0 (compatible; Googlebot/2.1)",
}
STEPS = ["Product Viewed", "Product Added", "Checkout Started", "Order Completed"]
LISTS = {
    "Product List Viewed": "impression",
    "Cart Viewed": "cart",
    "Checkout Started": "checkout",
    "Order Completed": "purchase",
}
KINDS = LISTS | {
    "Product Viewed": "view",
    "Product Added": "add",
    "Product Removed": "remove",
}
LOOKS = {"impression", "view"}


@dataclass(frozen=True)
class Event:
    """A call as a sender made it."""

    number: int
    visitor: str
    at: datetime
    call: str
    name: str | None
    path: str | None
    agent: str
    element: str | None
    scroll: int | None
    products: tuple[tuple[str | None, int | None, int | None], ...]
    """Product, quantity and price of each."""
    order_id: str | None
    amount: int | None

    @property
    def message_id(self) -> str:
        """Return the sender's id of the event."""
        return f"m{self.number:03}"

    @property
    def is_view(self) -> bool:
        """Whether a page or a screen was seen."""
        return self.call in {"page", "screen"}

    @property
    def is_visit(self) -> bool:
        """Whether somebody was there: a person, and not told of by others."""
        return self.agent != "bot" and (self.is_view or self.call == "track")

    def is_of(self, name: str) -> bool:
        """Whether it tracks what is so called."""
        return self.call == "track" and self.name == name

    def raw(self) -> dict[str, Any]:
        """Return it as the raw table has it."""
        properties: dict[str, Any] = {
            "order_id": self.order_id,
            "revenue": self.amount,
            "element": self.element,
            "scroll_pct": self.scroll,
        }
        products = [
            {"product_id": product, "quantity": quantity, "price": price}
            for product, quantity, price in self.products
        ]
        if self.name in LISTS:
            properties["products"] = products
        elif products:
            properties |= products[0]
        return {
            "message_id": self.message_id,
            "message_key": self.number,
            "type": self.call,
            "event": self.name if self.call == "track" else None,
            "anonymous_id": self.visitor,
            "properties": json.dumps(properties),
            "context": json.dumps(
                {"page": {"path": self.path}, "userAgent": AGENTS[self.agent]}
            ),
            "timestamp": self.at.replace(tzinfo=None),
            "received_at": self.at.replace(tzinfo=None),
            "source_name": "site",
            "source_file": f"{self.number % 3}.ndjson",
            "source_row": self.number,
            "_dlt_load_id": "1",
        }


@dataclass(frozen=True)
class Site:
    """All that was received, and where days begin."""

    zone: ZoneInfo
    events: tuple[Event, ...]

    def day(self, at: datetime) -> date:
        """Return the shop's day of a time."""
        return at.astimezone(self.zone).date()

    @property
    def visits(self) -> list[Event]:
        """Return what people did, in its order."""
        found = [event for event in self.events if event.is_visit]
        return sorted(found, key=_place)

    def sessions(self) -> list[list[Event]]:
        """Return the events of each session."""
        found: list[list[Event]] = []
        last: dict[str, list[Event]] = {}
        for event in self.visits:
            session = last.get(event.visitor)
            if session is None or event.at - session[-1].at > GAP:
                session = last[event.visitor] = []
                found.append(session)
            session.append(event)
        return found


def _place(event: Event) -> tuple[datetime, int, str]:
    return (event.at, place_at_once(event.name), event.message_id)


def orders_of(events: Iterable[Event]) -> dict[str, Event]:
    """Return each order by the first event that names an amount, else by the first."""
    told: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.is_of("Order Completed"):
            told[event.order_id or event.message_id].append(event)
    return {
        order: min(found, key=lambda e: (e.amount is None, e.at, e.message_id))
        for order, found in told.items()
    }


def bounced(session: Sequence[Event]) -> bool:
    """Whether a session is one event or one page, on which nothing was begun."""
    begun = {"Product Added", "Product Removed", "Checkout Started", "Order Completed"}
    views = sum(event.is_view for event in session)
    did = any(event.is_of(name) for event in session for name in begun)
    return (len(session) == 1 or views == 1) and not did


def deepest(session: Sequence[Event]) -> int:
    """Return how many steps of the funnel were taken in order."""
    step = 0
    for event in session:
        if step < len(STEPS) and event.is_of(STEPS[step]):
            step += 1
    return step


def daily(site: Site) -> dict[date, dict[str, Any]]:
    """Return every day from the first event to the last."""
    seen: dict[date, set[str]] = defaultdict(set)
    for event in site.visits:
        seen[site.day(event.at)].add(event.visitor)
    if not seen:
        return {}
    first, last = min(seen), max(seen)
    last_received = max(site.day(event.at) for event in site.events)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def within(day: date, length: int) -> set[str]:
        return {v for n in range(length) for v in seen[day - timedelta(days=n)]}

    found = {}
    for day in days:
        now, before = set(seen[day]), set(seen[day - timedelta(days=1)])
        ever = {visitor for other in days if other < day for visitor in seen[other]}
        events = [event for event in site.visits if site.day(event.at) == day]
        sessions = [s for s in site.sessions() if site.day(s[0].at) == day]
        ordering = [s for s in sessions if orders_of(s)]
        orders = [e for e in orders_of(site.visits).values() if site.day(e.at) == day]
        mau = len(within(day, 30))
        found[day] = {
            "is_complete": day < last_received,
            "visitors": len(now),
            "new_visitors": len(now - ever),
            "returning_visitors": len(now & before),
            "resurrected_visitors": len(now & ever - before),
            "dormant_visitors": len(before - now),
            "wau": len(within(day, 7)),
            "mau": mau,
            "stickiness": len(now) / mau if mau else None,
            "sessions": len(sessions),
            "bounces": sum(map(bounced, sessions)),
            "sessions_with_order": len(ordering),
            "conversion_pct": 100 * len(ordering) / len(sessions) if sessions else None,
            "page_views": sum(event.is_view for event in events),
            "product_views": sum(event.is_of("Product Viewed") for event in events),
            "adds": sum(event.is_of("Product Added") for event in events),
            "removes": sum(event.is_of("Product Removed") for event in events),
            "checkouts": sum(event.is_of("Checkout Started") for event in events),
            "orders": len(orders),
            "order_amount": Decimal(sum(order.amount or 0 for order in orders)),
            "simulated_events": 0,
        }
    return found


def funnel(site: Site) -> dict[tuple[date, str], list[int]]:
    """Return sessions, and those that reached each step, by day and device."""
    found: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0] * 5)
    for session in site.sessions():
        for device in (session[0].agent, "all"):
            counts = found[site.day(session[0].at), device]
            for step in range(deepest(session) + 1):
                counts[step] += 1
    return dict(found)


def pages(site: Site) -> dict[tuple[date, str], dict[str, Any]]:
    """Return what became of every page on every day."""
    seen: dict[tuple[date, str], list[Event]] = defaultdict(list)
    for event in site.visits:
        told = event.is_view or event.element or event.scroll is not None
        if event.path and told:
            seen[site.day(event.at), event.path].append(event)
    entries: dict[tuple[date, str], list[bool]] = defaultdict(list)
    exits: dict[tuple[date, str], int] = defaultdict(int)
    for session in site.sessions():
        if paths := [event.path for event in session if event.path]:
            entries[site.day(session[0].at), paths[0]].append(bounced(session))
            exits[site.day(session[-1].at), paths[-1]] += 1
    found = {}
    for key in {*seen, *entries, *exits}:
        views = [event.visitor for event in seen[key] if event.is_view]
        clicks = [e.visitor for e in seen[key] if e.call == "track" and e.element]
        depths: dict[str, int] = {}
        for event in seen[key]:
            if event.call == "track" and event.scroll is not None:
                depth = max(depths.get(event.visitor, 0), event.scroll)
                depths[event.visitor] = depth
        found[key] = {
            "views": len(views),
            "visitors": len(set(views)),
            "entries": len(entries[key]),
            "exits": exits[key],
            "bounces": sum(entries[key]),
            "scroll_pct": sum(depths.values()) / len(depths) if depths else None,
            "clicks": len(clicks),
            "visitors_who_clicked": len(set(clicks)),
            "is_simulated": False,
        }
    return found


def elements(site: Site) -> dict[tuple[date, str, str], tuple[int, int, int]]:
    """Return clicks, who clicked, and who saw the page, by day, page and element."""
    clicks: dict[tuple[date, str, str], list[str]] = defaultdict(list)
    for event in site.visits:
        if event.call == "track" and event.element and event.path:
            key = site.day(event.at), event.path, event.element
            clicks[key].append(event.visitor)
    saw = pages(site)
    return {
        key: (len(found), len(set(found)), saw[key[:2]]["visitors"])
        for key, found in clicks.items()
    }


def interactions(site: Site) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Return kind, product, quantity, amount and the session's start, by its place."""
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for session in site.sessions():
        for event in session:
            kind = KINDS.get(event.name or "") if event.call == "track" else None
            products = event.products if event.name in LISTS else event.products[:1]
            for place, (product, quantity, price) in enumerate(products, start=1):
                if kind is None or product is None:
                    continue
                much = quantity if quantity is not None or kind in LOOKS else 1
                amount = None if None in (much, price) else Decimal(much * price)  # type: ignore[operator]
                began = session[0].at.astimezone(UTC).replace(tzinfo=None)
                found[event.message_id, place] = (kind, product, much, amount, began)
    return found
