"""What kinds of identifiers, rules and things that happen are called on a page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

IDENTIFIERS = {
    "customer": "Customer number",
    "contact": "CRM contact",
    "email": "E-mail",
    "phone": "Phone",
    "anonymous": "Device",
}
"""Kind of identifier to its name."""

RULES = {
    "decided": "A person said so",
    "crm_link": "The CRM names the customer",
    "identify": "Signed in on the device",
    "alias": "The shop's software joined them",
    "order": "Ordered on the device",
    "email": "Same e-mail",
    "phone": "Same phone",
    "match": "The records are alike",
}
"""Rules that say that two identifiers are one person, by what they mean."""

STATUSES = {
    "used": "Joins them",
    "shared": "Shared by too many: joins nobody",
    "over_limit": "Left out: too many would hang together",
    "denied": "Left out: a person said they are different",
}

THINGS = {
    "order": ("Order", ":material/shopping_cart:"),
    "cancelled_order": ("Cancelled order", ":material/remove_shopping_cart:"),
    "return": ("Return", ":material/assignment_return:"),
    "refund": ("Refund", ":material/currency_exchange:"),
    "session": ("Visit", ":material/ads_click:"),
    "sign_up": ("Sign-up", ":material/how_to_reg:"),
    "sign_in": ("Sign-in", ":material/login:"),
    "review": ("Review", ":material/rate_review:"),
    "ticket_opened": ("Ticket", ":material/support_agent:"),
    "ticket_closed": ("Ticket closed", ":material/task_alt:"),
    "survey": ("Survey", ":material/reviews:"),
    "activity": ("Sales activity", ":material/handshake:"),
    "coupon": ("Coupon", ":material/redeem:"),
    "campaign": ("Campaign", ":material/campaign:"),
    "contact_created": ("New contact", ":material/person_add:"),
    "contact_changed": ("Contact changed", ":material/edit:"),
    "contact_removed": ("Contact removed", ":material/person_remove:"),
    "identity": ("Recognised", ":material/link:"),
}
"""Kind of thing in a customer's history to its name and icon."""
_OTHER_THING = ":material/circle:"


def kind_name(kind: str) -> str:
    """Return what a kind of identifier is called."""
    return IDENTIFIERS.get(kind) or _words(kind)


def identifier_name(identifier: str, names: Mapping[str, str] | None = None) -> str:
    """Return such as ``E-mail ada@x.org`` for ``email:ada@x.org``.

    Args:
        identifier: Kind and value.
        names: Of persons, by the identifiers of their records.
    """
    kind, _, value = identifier.partition(":")
    name = (names or {}).get(identifier)
    said = f"{kind_name(kind)} {shortened(value)}"
    return f"{said} ({name})" if name else said


def shortened(value: str, longest: int = 48) -> str:
    """Return a value on one line, with its middle left out where it is long."""
    value = " ".join(value.split())
    if len(value) <= longest:
        return value
    half = (longest - 1) // 2
    return f"{value[:half]}…{value[-half:]}"


def rule_name(rule: str) -> str:
    """Return what a rule means."""
    return RULES.get(rule, _words(rule))


def thing_name(kind: str) -> str:
    """Return what a kind of thing that happened is called."""
    return THINGS[kind][0] if kind in THINGS else _words(kind)


def thing_icon(kind: str) -> str:
    """Return the icon of a kind of thing that happened."""
    return THINGS[kind][1] if kind in THINGS else _OTHER_THING


def person_name(facts: Mapping[str, object], customer_id: str) -> str:
    """Return a customer's name; ``Customer 42`` where no record has one."""
    parts = (facts.get("first_name"), facts.get("last_name"))
    known = [part.strip() for part in parts if isinstance(part, str) and part.strip()]
    return " ".join(known) or f"Customer {shortened(customer_id, 24)}"


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    first_and_last = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in first_and_last) or "?"


def is_known(value: Any) -> bool:
    """Return whether a cell of a frame holds something."""
    return bool(pd.notna(value))


def shop_day(at: datetime, timezone: str) -> date:
    """Return the shop's day of a time in UTC that has no zone."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(timezone)).date()


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
