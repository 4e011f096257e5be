"""Sessions as plain Python says them, of the rows of ``fct_events``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import md5
from typing import Any
from zoneinfo import ZoneInfo

Event = Mapping[str, Any]
STEPS = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed")
AT_ONCE = (*STEPS[:2], "Product Removed", *STEPS[2:])
"""What happened at the same moment is in this order, before all else."""


def place_at_once(name: str | None) -> int:
    """Return where an event stands among those of the same moment."""
    return AT_ONCE.index(name) if name in AT_ONCE else len(AT_ONCE)


def sessions(
    events: Iterable[Event], gap: timedelta, zone: ZoneInfo
) -> list[dict[str, Any]]:
    """Return what ``fct_sessions`` holds, by visitor and start."""
    of_visitors: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        counts = event["type"] in ("page", "screen", "track") and not event["is_bot"]
        if counts and event["visitor_id"] is not None:
            of_visitors[event["visitor_id"]].append(event)
    found = []
    for visitor in sorted(of_visitors):
        visits: list[list[Event]] = []
        for event in sorted(of_visitors[visitor], key=_place):
            if visits and event["occurred_at"] - visits[-1][-1]["occurred_at"] <= gap:
                visits[-1].append(event)
            else:
                visits.append([event])
        before_on = None
        for visit in visits:
            session = _session(visit, zone)
            found.append(
                session
                | {"is_new_visitor": visit is visits[0]}
                | {"previous_started_on": before_on}
            )
            before_on = session["started_on"]
    return found


def _place(event: Event) -> tuple[Any, ...]:
    names = ("received_at", "source_name", "message_id")
    at, step = event["occurred_at"], place_at_once(event["event"])
    return (at, step, *(event[name] for name in names))


def _session(visit: list[Event], zone: ZoneInfo) -> dict[str, Any]:
    first, last = visit[0], visit[-1]
    names = [one["event"] for one in visit]
    views = sum(one["type"] in ("page", "screen") for one in visit)
    pages = [one for one in visit if one["page_path"] is not None] or [{}]
    utm = ("utm_source", "utm_medium", "utm_campaign")
    campaign = next((one for one in visit if any(one[name] for name in utm)), {})
    orders: dict[str, Decimal] = {}
    for one in visit:
        if one["event"] == "Order Completed":
            key = f"id {one['order_id']}" if one["order_id"] else one["message_id"]
            orders.setdefault(key, one["order_amount"] or Decimal(0))
    referrer = pages[0].get("referrer_host")
    if referrer == pages[0].get("page_host"):
        referrer = None
    done = {
        "adds": names.count("Product Added"),
        "removes": names.count("Product Removed"),
        "checkouts": names.count("Checkout Started"),
        "orders": len(orders),
    }
    start = first["occurred_at"]
    return {
        "session_id": md5(  # noqa: S324
            f"{first['visitor_id']} {_text(start)}".encode()
        ).hexdigest(),
        "visitor_id": first["visitor_id"],
        "visitor_key": first["visitor_key"],
        "user_id": next((o["user_id"] for o in reversed(visit) if o["user_id"]), None),
        "started_at": start,
        "ended_at": last["occurred_at"],
        "started_on": start.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date(),
        "duration_s": (last["occurred_at"] - start) / timedelta(seconds=1),
        "events": len(visit),
        "page_views": views,
        "product_views": names.count("Product Viewed"),
        **done,
        "order_id": next((key[3:] for key in orders if key.startswith("id ")), None),
        "order_amount": sum(orders.values(), Decimal(0)),
        "entry_path": pages[0].get("page_path"),
        "exit_path": pages[-1].get("page_path"),
        "referrer_host": referrer,
        **{name: campaign.get(name) for name in utm},
        "device": first["device"],
        "is_bounce": (len(visit) == 1 or views == 1) and not any(done.values()),
        "funnel_step": _deepest(names),
        "is_simulated": first["is_simulated"],
    }


def _deepest(names: list[str | None]) -> int:
    step = 0
    for name in names:
        if step < len(STEPS) and name == STEPS[step]:
            step += 1
    return step


def _text(moment: datetime) -> str:
    """Return a time as DuckDB writes it: without the zeros that end a fraction."""
    text = str(moment)
    return text.rstrip("0") if "." in text else text
