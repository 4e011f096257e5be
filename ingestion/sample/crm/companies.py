"""Companies that buy, who sells to them, and when they met, called or wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingestion.sample.chance import chance
from ingestion.sample.crm.contacts import Contact
from ingestion.sample.crm.people import words
from ingestion.sample.panel import ENDS_AT

EMPLOYED = 0.08
"""Share of the CRM's records that are of somebody who buys for a company."""
KINDS = {"meeting": 22, "call": 41, "email": 30, "letter": 7}
MINUTES = {"meeting": (30, 90), "call": (5, 30), "email": (0, 0), "letter": (0, 0)}
MOST_ACTIVITIES = 14
DAYS = 365


@dataclass(frozen=True, slots=True)
class Account:
    """A company."""

    account_id: str
    name: str
    sector: str
    employees: int
    annual_revenue_amount: int
    parent_account_id: str | None


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who sells."""

    representative_id: str
    name: str
    region: str
    manager_name: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A meeting, a call, an e-mail or a letter."""

    kind: str
    representative_id: str
    account_id: str
    contact: Contact
    booked_at: datetime
    starts_at: datetime
    duration_minutes: int


def accounts() -> list[Account]:
    """Return the companies; a few belong to another one of the same name."""
    found: list[Account] = []
    for first in words()["companies"]["first"]:
        random = chance("company", first)
        group: str | None = None
        sectors = list(words()["companies"]["sectors"].items())
        for kind, sector in random.sample(sectors, random.randint(2, 5)):
            account_id = f"A-{len(found) + 1:03}"
            employees = round(8 + random.lognormvariate(3.4, 1.1))
            found.append(
                Account(
                    account_id=account_id,
                    name=f"{first} {kind}",
                    sector=sector,
                    employees=employees,
                    annual_revenue_amount=employees * random.randrange(60, 190) * 1000,
                    parent_account_id=group if random.random() < 0.3 else None,
                )
            )
            group = group or account_id
    return found


def representatives() -> list[Representative]:
    """Return who sells, in two teams."""
    teams = list(words()["companies"]["managers"].items())
    return [
        Representative(f"R-{n:02}", name, *teams[n % len(teams)])
        for n, name in enumerate(words()["companies"]["representatives"], 1)
    ]


def employer(contact: Contact, companies: Sequence[Account]) -> str | None:
    """Return the id of the company for which a contact buys; most buy for themselves.

    It is the person's: their duplicates buy for the same one.
    """
    random = chance("employer", contact.person.person_id)
    return random.choice(companies).account_id if random.random() < EMPLOYED else None


def activities(
    contacts: Sequence[Contact], companies: Sequence[Account]
) -> list[Activity]:
    """Return what was done with those who buy for companies in a year, by time."""
    sellers = representatives()
    found = []
    for contact in contacts:
        account_id = employer(contact, companies)
        if account_id is None or contact.slip is not None:
            continue
        seller = chance("seller", account_id).choice(sellers)
        random = chance("activities", contact.person.person_id)
        for _ in range(random.randrange(MOST_ACTIVITIES)):
            kind = random.choices(list(KINDS), list(KINDS.values()))[0]
            # By quarters of an hour, in New York's working day.
            day = ENDS_AT - timedelta(days=random.randrange(1, DAYS))
            starts_at = day + timedelta(hours=8, minutes=15 * random.randrange(38))
            found.append(
                Activity(
                    kind=kind,
                    representative_id=seller.representative_id,
                    account_id=account_id,
                    contact=contact,
                    booked_at=starts_at - timedelta(days=random.randrange(1, 15)),
                    starts_at=starts_at,
                    duration_minutes=random.randint(*MINUTES[kind]),
                )
            )
    return sorted(found, key=lambda one: one.starts_at)
