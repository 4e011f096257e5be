"""What the CRM says of people: one record of most, several of some, with slips.

A duplicate differs from its person's first record in one known way (`SLIPS`); it is
what record linkage has to find, and the truth says which is whose.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from ingestion.sample.chance import chance
from ingestion.sample.crm.people import Person, place, words

DUPLICATED = 0.14
"""Share of people who have a second record."""
TRIPLED = 0.15
"""Share of those who have a third one."""
KNOWN = 0.45
"""Share of records on which the shop's own id stands: that of the card and sign-in."""
FIRST_DAY = datetime(2014, 1, 1, tzinfo=UTC)
LAST_DAY = datetime(2017, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contact:
    """A record of the CRM."""

    person: Person
    slip: str | None
    """How it differs from the first record of its person; None for the first."""
    first_name: str
    last_name: str
    birth_date: str | None
    sex: str | None
    email: str | None
    phone: str | None
    address: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    customer_id: str | None
    created_at: datetime
    updated_at: datetime


def contacts(people: Iterable[Person]) -> list[Contact]:
    """Return all records, in the order in which they were created."""
    found = [record for person in people for record in _records(person)]
    return sorted(found, key=lambda one: (one.created_at, one.person.person_id))


def _records(person: Person) -> list[Contact]:
    random = chance("contact", person.person_id)
    found = [_first(random, person)]
    if random.random() < DUPLICATED:
        kinds = [kind for kind in SLIPS if kind != "script" or _has_scripts(person)]
        count = 2 if random.random() < TRIPLED else 1
        for kind in random.sample(kinds, count):
            later = found[0].created_at + timedelta(days=random.expovariate(1 / 200))
            record = SLIPS[kind](random, _whole(found[0]))
            created_at = min(later, LAST_DAY)
            found.append(
                replace(
                    record,
                    slip=kind,
                    customer_id=_known(random, person),
                    created_at=created_at,
                    updated_at=_later(random, created_at),
                )
            )
    return found


def _first(random: Random, person: Person) -> Contact:
    days = (LAST_DAY - FIRST_DAY).days
    created_at = FIRST_DAY + timedelta(seconds=random.randrange(days * 86400))
    # Not everybody tells everything.
    has_home = random.random() < 0.8
    return Contact(
        person=person,
        slip=None,
        first_name=person.first.native,
        last_name=person.last.native,
        birth_date=_told(random, 0.65, person.birth_date.isoformat()),
        sex=_told(random, 0.9, person.sex),
        email=_told(random, 0.9, person.email),
        phone=_told(random, 0.85, person.phone),
        address=person.place.address if has_home else None,
        city=person.place.city if has_home else None,
        region=person.place.region if has_home else None,
        postal_code=person.place.postal_code if has_home else None,
        customer_id=_known(random, person),
        created_at=created_at,
        updated_at=_later(random, created_at),
    )


def _whole(record: Contact) -> Contact:
    """Return a record with a way to reach its person, so that a match can be found."""
    person = record.person
    return replace(record, email=record.email or person.email, phone=person.phone)


def _typo(random: Random, record: Contact) -> Contact:
    """Swap, drop or double a letter of the last name."""
    name = record.last_name
    at = random.randrange(1, len(name) - 1)
    turned = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    doubled = name[:at] + name[at] + name[at:]
    wrong = [turned, doubled, name[:at] + name[at + 1 :]]
    return replace(record, last_name=random.choice([w for w in wrong if w != name]))


def _script(_: Random, record: Contact) -> Contact:
    """Write the name in plain Latin letters."""
    first, last = record.person.first.latin, record.person.last.latin
    return replace(record, first_name=first, last_name=last)


def _swapped(_: Random, record: Contact) -> Contact:
    return replace(
        record, first_name=record.last_name, last_name=record.first_name, phone=None
    )


def _short(_: Random, record: Contact) -> Contact:
    """Use the nickname, or the first letter."""
    latin = record.person.first.latin
    short = words()["nicknames"].get(latin, f"{record.first_name[0]}.")
    return replace(record, first_name=short, birth_date=None)


def _moved(random: Random, record: Contact) -> Contact:
    home = place(random)
    return replace(
        record,
        address=home.address,
        city=home.city,
        region=home.region,
        postal_code=home.postal_code,
        phone=None,
    )


def _other_mailbox(random: Random, record: Contact) -> Contact:
    name, _, _ = record.person.email.partition("@")
    box = random.choice(words()["places"]["mailboxes"])
    return replace(record, email=f"{name}.work@{box}")


def _typed_anew(random: Random, record: Contact) -> Contact:
    """Write the same in other capitals and another form of the number."""
    digits = record.person.phone[2:]
    forms = (f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", f"001 {digits}", digits)
    return replace(
        record,
        last_name=record.last_name.upper(),
        email=(record.email or "").title() or None,
        phone=random.choice(forms),
    )


SLIPS: dict[str, Callable[[Random, Contact], Contact]] = {
    "typo": _typo,
    "script": _script,
    "swapped": _swapped,
    "short": _short,
    "moved": _moved,
    "other_mailbox": _other_mailbox,
    "typed_anew": _typed_anew,
}
"""How a duplicate differs from the first record of its person."""


def _has_scripts(person: Person) -> bool:
    return person.first.native != person.first.latin


def _told(random: Random, share: float, value: str) -> str | None:
    return value if random.random() < share else None


def _known(random: Random, person: Person) -> str | None:
    return _told(random, KNOWN, person.household_id)


def _later(random: Random, created_at: datetime) -> datetime:
    later = created_at + timedelta(days=random.expovariate(1 / 150))
    return min(later, LAST_DAY).replace(microsecond=0)
