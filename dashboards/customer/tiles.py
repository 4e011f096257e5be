"""The tiles of one customer.

They are facts of one person, of all time or of now; metrics are of a shop in a period.
"""

from datetime import date
from typing import Any

from dashboards.components.tiles import Tile
from dashboards.customer.words import is_known, shop_day
from dashboards.formats import NOTHING, counted, day, money, number
from dashboards.queries.customer import Facts
from warehouse.settings import settings

_SOURCE = "Source: `marts.customer_360`."


def customer_tiles(facts: Facts, currency: str) -> list[Tile]:
    """Return six tiles of what is known of one customer."""
    orders = _count(facts, "orders")
    revenue = float(facts.get("revenue_amount") or 0)
    sessions = _count(facts, "sessions")
    tickets, is_open = _count(facts, "tickets"), _count(facts, "open_tickets")
    nps = facts.get("last_nps")
    return [
        Tile(
            "Revenue",
            money(revenue, currency),
            f"Sum of all orders ever; returns subtract. {_SOURCE}",
            note=f"{money(revenue / orders, currency)} an order" if orders else None,
        ),
        Tile(
            "Orders",
            number(orders),
            f"Orders that are neither cancelled nor pure returns. {_SOURCE}",
            note=_since(facts.get("first_ordered_on"), "first"),
        ),
        Tile(
            "Last order",
            _day(facts.get("last_ordered_on")),
            f"Day of the last order that is neither cancelled nor a return. {_SOURCE}",
            note=_ago(facts.get("recency_days")),
        ),
        Tile(
            "Visits",
            number(sessions),
            "Visits of who signed in as the customer or came with their device. "
            f"{_SOURCE}",
            note=_on(facts.get("last_session_at"), "last"),
        ),
        Tile(
            "Open tickets",
            number(is_open),
            f"Tickets that nobody has closed yet. {_SOURCE}",
            note=f"of {counted(tickets, 'ticket')}" if tickets else "none ever",
            is_up_good=False,
        ),
        Tile(
            "Last NPS",
            f"{nps:g}" if is_known(nps) else NOTHING,
            "The last answer to: would you recommend us, from 0 to 10? 9 and 10 are "
            f"promoters, up to 6 detractors. {_SOURCE}",
            note=_on(facts.get("last_survey_at"), "last survey") or "never asked",
        ),
    ]


def _count(facts: Facts, name: str) -> int:
    value: Any = facts.get(name)
    return int(value) if is_known(value) else 0


def _day(value: Any) -> str:
    return day(_date(value)) if is_known(value) else NOTHING


def _since(value: Any, word: str) -> str | None:
    return f"{word} {day(_date(value))}" if is_known(value) else None


def _on(at: Any, word: str) -> str | None:
    """Return ``word`` and the shop's day of a time in UTC."""
    if not is_known(at):
        return None
    return f"{word} {day(shop_day(at, settings().shop.timezone))}"


def _ago(days: Any) -> str | None:
    if not is_known(days):
        return None
    return f"{counted(int(days), 'day')} ago" if days else "today"


def _date(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
