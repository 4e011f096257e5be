"""What the marts must say of one customer, in plain Python from their descriptions.

Written from the stated rules, not from the models: who a record is of, which records
speak, and which of them each field comes from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

NAMES = ("first_name", "last_name")
ADDRESS = ("address", "city", "region", "postal_code", "country")
SHOP, SITE, CRM = 1, 2, 3


@dataclass(frozen=True)
class Record:
    """What one source has on record of somebody."""

    kind: int
    """SHOP, SITE or CRM, which is the order of trust."""
    source: str
    key: str
    said_at: datetime
    fields: Mapping[str, Any]
    customer_id: str | None = None
    """Of a contact: whose the CRM says it is."""
    is_user: bool = True
    """Of a site's: whether the key is a user's, not a device's."""

    @property
    def name(self) -> str:
        """Return what people call the record."""
        return f"{self.source}/{self.key}"

    @property
    def identifier(self) -> str:
        """Return whose it is."""
        if self.kind == CRM:
            return f"contact:{self.source}/{self.key}"
        return f"{'customer' if self.is_user else 'anonymous'}:{self.key}"

    def count(self, names: Iterable[str]) -> int:
        """Return how many of some fields the record says."""
        return sum(self.fields.get(name) is not None for name in names)


@dataclass(frozen=True)
class Visit:
    """A page that somebody saw, days before they saw another."""

    visitor: str
    user: str | None
    at: datetime


@dataclass(frozen=True)
class Ticket:
    """A ticket, of a customer, a contact or nobody."""

    ticket_id: str
    customer_id: str | None
    contact_id: str | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Shop:
    """All that is known of a few people, and who is whom."""

    records: tuple[Record, ...]
    identities: Mapping[str, str]
    """Customer of each identifier that a run has looked at."""
    same: tuple[tuple[str, str], ...]
    """Contacts that were matched, by their identifiers."""
    orders: tuple[tuple[str, datetime], ...]
    """Who ordered, by the shop's id, and when."""
    visits: tuple[Visit, ...]
    tickets: tuple[Ticket, ...]

    def known(self) -> dict[str, str]:
        """Return the customer of each identifier that a customer is known by."""
        found = dict(self.identities)
        for record in self.records:
            if record.kind == SHOP:
                found.setdefault(record.identifier, record.key)
            if record.kind == CRM and record.identifier not in found:
                said = record.customer_id
                owner = said and self.identities.get(f"customer:{said}", said)
                found[record.identifier] = owner or record.identifier
        for customer, _ in self.orders:
            found.setdefault(f"customer:{customer}", customer)
        return found

    def persons(self) -> dict[str, str]:
        """Return the person that each contact is: the smallest of those it is."""
        contacts = [r.identifier for r in self.records if r.kind == CRM]
        person = {contact: contact for contact in contacts}
        for _ in contacts:
            for one, other in self.same:
                person[one] = person[other] = min(person[one], person[other])
        return person

    def speaking(self) -> dict[str, list[Record]]:
        """Return the records that speak for each customer."""
        known, persons = self.known(), self.persons()
        contacts: dict[str, Counter[str]] = {}
        for contact, person in persons.items():
            contacts.setdefault(known[contact], Counter())[person] += 1
        main = {
            customer: min(counts, key=lambda person: (-counts[person], person))
            for customer, counts in contacts.items()
        }
        found: dict[str, list[Record]] = {}
        for record in self.records:
            customer = known.get(record.identifier)
            if customer is None:
                continue
            person = persons.get(record.identifier)
            if person is None or person == main[customer]:
                found.setdefault(customer, []).append(record)
        return found


def golden(records: Iterable[Record]) -> dict[str, Any]:
    """Return the fields of a customer and where they are from."""
    latest = sorted(sorted(records, key=lambda r: r.name), key=_backwards)
    trusted = sorted(latest, key=lambda r: r.kind)
    row: dict[str, Any] = {}
    for name in ("email", "phone"):
        says = [r for r in trusted if r.fields.get(name) is not None]
        row[name] = says[0].fields[name] if says else None
        row[f"{name}_from"] = says[0].name if says else None
    by_kind_within_time = sorted(trusted, key=_backwards)
    named = sorted(by_kind_within_time, key=lambda r: -r.count(NAMES))
    _take(row, NAMES, named[0], "name_from")
    housed = sorted(trusted, key=lambda r: -r.count(ADDRESS))
    _take(row, ADDRESS, housed[0], "address_from")
    born = [r for r in trusted if r.fields.get("birth_date") is not None]
    dates: Counter[date] = Counter(r.fields["birth_date"] for r in born)
    most = [r for r in born if dates[r.fields["birth_date"]] == max(dates.values())]
    row["birth_date"] = most[0].fields["birth_date"] if most else None
    row["birth_date_from"] = most[0].name if most else None
    agreed = [r for r in latest if r.fields.get("has_marketing_consent") is not None]
    last = [r for r in agreed if r.said_at == agreed[0].said_at]
    said = sorted(last, key=lambda r: r.fields["has_marketing_consent"])
    row["has_marketing_consent"] = (
        said[0].fields["has_marketing_consent"] if said else None
    )
    row["consent_from"] = said[0].name if said else None
    return row


def touches(shop: Shop) -> dict[str, tuple[int, datetime, datetime | None]]:
    """Return visits, the first and the last before the first order, by customer."""
    known = shop.known()
    found = {}
    for customer in set(known.values()):
        times = sorted(v.at for v in shop.visits if visitor(shop, v) == customer)
        ordered = [at for c, at in shop.orders if known[f"customer:{c}"] == customer]
        before = [at for at in times if not ordered or at <= min(ordered)]
        if times:
            found[customer] = len(times), times[0], before[-1] if before else None
    return found


def visitor(shop: Shop, visit: Visit) -> str | None:
    """Return whose visit it is: of who signed in, else of whose device it is."""
    known = shop.known()
    signed_in = known.get(f"customer:{visit.user}")
    return signed_in or known.get(f"anonymous:{visit.visitor}")


def timeline(shop: Shop) -> set[tuple[str, str, str, datetime]]:
    """Return customer, kind, key and time of orders, visits and tickets."""
    known = shop.known()
    everybody = set(known.values())
    facts = set()
    for number, (customer, at) in enumerate(shop.orders):
        facts.add((known[f"customer:{customer}"], "order", f"o{number}", at))
    for visit in shop.visits:
        if owner := visitor(shop, visit):
            facts.add((owner, "session", visit.visitor, visit.at))
    for ticket in shop.tickets:
        named = known.get(f"customer:{ticket.customer_id}")
        by_contact = known.get(f"contact:crm/{ticket.contact_id}")
        owner = named or by_contact or ticket.customer_id
        if owner in everybody:
            key = ticket.ticket_id
            facts.add((owner, "ticket_opened", key, ticket.opened_at))
            if ticket.closed_at:
                facts.add((owner, "ticket_closed", key, ticket.closed_at))
    return facts


def _backwards(record: Record) -> float:
    return -record.said_at.timestamp()


def _take(
    row: dict[str, Any], names: Iterable[str], record: Record, source: str
) -> None:
    row.update({name: record.fields.get(name) for name in names})
    row[source] = record.name if record.count(names) else None
