"""What people write to the shop's support, and answer when they are asked."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ingestion.sample.chance import chance
from ingestion.sample.crm.contacts import Contact
from ingestion.sample.panel import ENDS_AT

DAYS = 365
TICKETS = 0.55
"""How many tickets a record has in a year, on average."""
CHANNELS = {"email": 44, "chat": 27, "phone": 23, "letter": 6}
HOURS = {"email": 14.0, "chat": 0.4, "phone": 2.0, "letter": 96.0}
"""In how many hours half of the tickets of a channel are closed."""
UNANSWERED = 0.02
"""Share of tickets that nobody ever closes."""
ASKED = 0.45
"""Share of closed tickets after which somebody says how content they are."""
SURVEYS = 0.6
"""How many surveys a record answers in a year, on average."""
KINDS = {"nps": 60, "csat": 28, "ces": 12}
SCORES = {
    "nps": dict(zip(range(11), (4, 1, 2, 2, 3, 6, 6, 14, 22, 18, 22), strict=True)),
    "csat": {1: 7, 2: 8, 3: 15, 4: 36, 5: 34},
    "ces": {1: 5, 2: 7, 3: 9, 4: 14, 5: 22, 6: 25, 7: 18},
}
"""Kind of survey to its scores, and how often each is given."""
GOOD_FROM = {"nps": 9, "csat": 4, "ces": 5}
COMMENTED = 0.25
ANONYMOUS = 0.2
"""Share of answers that came without a name."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A matter that somebody wrote about."""

    contact: Contact
    customer_id: str | None
    channel: str
    subject: str
    body: str
    opened_at: datetime
    closed_at: datetime | None
    satisfaction: int | None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a survey."""

    contact: Contact
    customer_id: str | None
    kind: str
    score: int
    comment: str | None
    answered_at: datetime


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("feedback.toml").read_text())


def tickets(contacts: Sequence[Contact]) -> list[Ticket]:
    """Return the tickets of a year, by time."""
    found = [one for contact in contacts for one in _tickets(contact)]
    return sorted(found, key=lambda one: (one.opened_at, one.contact.created_at))


def responses(contacts: Sequence[Contact]) -> list[Response]:
    """Return the answers of a year, by time."""
    found = [one for contact in contacts for one in _responses(contact)]
    return sorted(found, key=lambda one: (one.answered_at, one.contact.created_at))


def _tickets(contact: Contact) -> Iterator[Ticket]:
    random = _chance("tickets", contact)
    matters = _texts()["tickets"]
    shares = [matter["share"] for matter in matters.values()]
    for _ in range(_count(random, TICKETS)):
        subject, body = random.choices(list(matters.values()), shares)[0][
            contact.person.language
        ]
        channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        opened_at = _moment(random)
        hours = HOURS[channel] * random.lognormvariate(0, 1.1)
        closed_at = opened_at + timedelta(seconds=round(hours * 3600))
        is_closed = random.random() >= UNANSWERED and closed_at < ENDS_AT
        # Who waited longer is less content.
        weights = [5 + 2 * hours / HOURS[channel], 6, 12, 30, 40]
        satisfaction = random.choices((1, 2, 3, 4, 5), weights)[0]
        is_asked = is_closed and random.random() < ASKED
        yield Ticket(
            contact=contact,
            # Who chats has signed in; of others only the CRM's record is known.
            customer_id=contact.person.household_id
            if channel == "chat"
            else contact.customer_id,
            channel=channel,
            subject=subject,
            body=body,
            opened_at=opened_at,
            closed_at=closed_at if is_closed else None,
            satisfaction=satisfaction if is_asked else None,
        )


def _responses(contact: Contact) -> Iterator[Response]:
    random = _chance("surveys", contact)
    household_id = contact.person.household_id
    for _ in range(_count(random, SURVEYS)):
        kind = random.choices(list(KINDS), list(KINDS.values()))[0]
        score = random.choices(list(SCORES[kind]), list(SCORES[kind].values()))[0]
        mood = "good" if score >= GOOD_FROM[kind] else "bad"
        comment = random.choice(_texts()["comments"][mood][contact.person.language])
        yield Response(
            contact=contact,
            customer_id=None if random.random() < ANONYMOUS else household_id,
            kind=kind,
            score=score,
            comment=comment if random.random() < COMMENTED else None,
            answered_at=_moment(random),
        )


def _chance(kind: str, contact: Contact) -> Random:
    return chance(kind, f"{contact.person.person_id}:{contact.slip}")


def _count(random: Random, average: float) -> int:
    """Return how often something happens; most often not at all."""
    count = 0
    while random.random() < average / (1 + average):
        count += 1
    return count


def _moment(random: Random) -> datetime:
    seconds = random.randrange(DAYS * 86400)
    return ENDS_AT - timedelta(seconds=seconds + 1)
