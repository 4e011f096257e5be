"""Small web shops with their books: what visitors did, and what customers bought."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.dbt_project.sessions_oracle import place_at_once

GAP = timedelta(minutes=30)
AGENTS = {
    "desktop": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/130.0",
    "mobile": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148",
    "bot": "Mozilla/5.0 (compatible; Googlebot/2.1)",
}
CATALOGUE = {
    "tea": ("drinks", "hot", "Own"),
    "cocoa": ("drinks", "hot", None),
    "mate": ("drinks", "hot", "Own"),
    "cup": ("home", None, "Own"),
}
"""Department, category and brand of what the shop has."""
OWNERS = {"ann": "1", "bob": "1", "cat": "2"}
"""Whose browsers are known: the customer of each."""
AGES = {"1": "25-34", "2": None}
FIRST_ORDER_AT = datetime(2024, 2, 8, 15, tzinfo=UTC)
"""Somebody always ordered something, so that the books have days."""


@dataclass(frozen=True)
class Act:
    """What a visitor did."""

    number: int
    visitor: str
    at: datetime
    call: str
    name: str | None
    path: str | None
    product: str | None
    price: int | None
    agent: str
    campaign: str | None

    @property
    def is_visit(self) -> bool:
        """Whether a person did something."""
        return self.agent != "bot" and self.call in {"page", "screen", "track"}

    def tracks(self, name: str) -> bool:
        """Whether it tracks what is so called."""
        return self.call == "track" and self.name == name

    def raw(self) -> dict[str, Any]:
        """Return it as the raw table has it."""
        product = {"product_id": self.product, "price": self.price}
        listed = {"products": [product], "order_id": f"e{self.number}"}
        of_order = self.name == "Order Completed"
        context = {
            "page": {"path": self.path},
            "userAgent": AGENTS[self.agent],
            "campaign": {"name": self.campaign},
        }
        return {
            "message_id": f"m{self.number:03}",
            "message_key": self.number,
            "type": self.call,
            "event": self.name,
            "anonymous_id": self.visitor,
            "properties": json.dumps(listed if of_order else product),
            "context": json.dumps(context),
            "timestamp": self.at.replace(tzinfo=None),
            "received_at": self.at.replace(tzinfo=None),
            "source_name": "site",
            "source_file": "1.ndjson",
            "source_row": self.number,
            "_dlt_load_id": "1",
        }


@dataclass(frozen=True)
class Bought:
    """A line of an order in the shop's books; negative if it came back."""

    customer: str | None
    at: datetime
    product: str | None
    quantity: int
    is_cancelled: bool = False


@dataclass(frozen=True)
class Step:
    """A step of a funnel: what it is called, and which acts it is."""

    name: str
    told: dict[str, Any]
    """As models are told of it."""
    is_it: Callable[[Act], bool]


@dataclass(frozen=True)
class Way:
    """A funnel."""

    name: str
    order: str
    window: timedelta
    steps: Sequence[Step]

    @property
    def told(self) -> dict[str, Any]:
        """Return it as models are told of it."""
        steps = [
            {"page": None, "event": None, "where": []} | s.told for s in self.steps
        ]
        named = [s | {"name": o.name} for s, o in zip(steps, self.steps, strict=True)]
        return {
            "name": self.name,
            "order": self.order,
            "window_s": int(self.window.total_seconds()),
            "steps": named,
        }


@dataclass(frozen=True)
class Site:
    """All that is known."""

    zone: ZoneInfo
    acts: tuple[Act, ...]
    bought: tuple[Bought, ...] = ()

    def day(self, at: datetime) -> date:
        """Return the shop's day of a time."""
        return at.astimezone(self.zone).date()

    def sessions(self) -> list[list[Act]]:
        """Return what was done in each session, in order."""
        found: list[list[Act]] = []
        for act in sorted(filter(lambda one: one.is_visit, self.acts), key=_place):
            last = next((s for s in reversed(found) if s[0].visitor == act.visitor), [])
            if last and act.at - last[-1].at <= GAP:
                last.append(act)
            else:
                found.append([act])
        return found

    def raw(self) -> dict[str, list[dict[str, Any]]]:
        """Return it as raw tables have it."""
        load = {"load_id": "1", "status": 0, "inserted_at": datetime(2024, 9, 1)}  # noqa: DTZ001
        begun = Bought("anchor", FIRST_ORDER_AT, "anchor", 1)
        lines = [_line(n, line) for n, line in enumerate([begun, *self.bought])]
        return {
            "raw_events._dlt_loads": [load],
            "raw_shop._dlt_loads": [load],
            "raw_events.events": [act.raw() for act in self.acts],
            "raw_shop.orders": [order for order, _ in lines],
            "raw_shop.order_lines": [line for _, line in lines],
            "raw_shop.products": [
                {"product_id": product, "department": a, "category": b, "brand": c}
                | _from("products.csv", n)
                for n, (product, (a, b, c)) in enumerate(CATALOGUE.items())
            ],
            "raw_shop.customers": [
                {"customer_id": customer, "age_band": age} | _from("customers.csv", n)
                for n, (customer, age) in enumerate(AGES.items())
            ],
            "identities.identifiers": [
                {"identifier": f"{kind}:{value}", "kind": kind, "value": value}
                | {"customer_id": customer, "since": datetime(2024, 1, 1)}  # noqa: DTZ001
                | {"group_size": 2, "is_held": False}
                for kind, value, customer in [
                    *(("anonymous", value, owner) for value, owner in OWNERS.items()),
                    *(("customer", customer, customer) for customer in AGES),
                ]
            ],
        }


def _place(act: Act) -> tuple[datetime, int, int]:
    return act.at, place_at_once(act.name), act.number


def _line(number: int, line: Bought) -> tuple[dict[str, Any], dict[str, Any]]:
    order = {
        "order_id": f"o{number}",
        "customer_id": line.customer,
        "ordered_at": line.at.replace(tzinfo=None),
        "status": "cancelled" if line.is_cancelled else None,
    }
    held = {
        "order_id": f"o{number}",
        "line_number": 1,
        "product_id": line.product,
        "quantity": line.quantity,
        "line_amount": line.quantity,
    }
    return order | _from("orders.csv", number), held | _from("lines.csv", number)


def _from(file: str, number: int) -> dict[str, Any]:
    return {
        "source_name": "till",
        "source_file": file,
        "source_row": number,
        "_dlt_load_id": "1",
    }
