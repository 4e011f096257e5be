"""The people of households: who they are, whatever any system says of them."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ingestion.sample.chance import chance

LANGUAGES = {"en": 62, "fa": 24, "az": 14}
SHARED_MAILBOX = 0.12
"""Share of households with several people who write from one address."""
TODAY = date(2017, 12, 31)


@dataclass(frozen=True, slots=True)
class Household:
    """A household, by the id with which it signs in and shows its card."""

    household_id: str
    adults: int
    age_band: str | None = None
    """Such as ``45-54``, where the panel knows it."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its bearer writes it, and in plain Latin letters."""

    native: str
    latin: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives."""

    address: str
    city: str
    region: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as they truly are."""

    person_id: str
    household_id: str
    language: str
    first: Name
    last: Name
    sex: str
    birth_date: date
    email: str
    phone: str
    place: Place


@cache
def words() -> dict[str, Any]:
    """Return what people are called and where they live."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text())


def people(households: Iterable[Household]) -> list[Person]:
    """Return the adults of households; no two have one phone, few one mailbox."""
    found: list[Person] = []
    for household in households:
        found += _adults(household, len(found))
    return found


def place(random: Random) -> Place:
    """Return a place to live."""
    city, region, postal_code = random.choice(words()["places"]["cities"])
    street = random.choice(words()["places"]["streets"])
    return Place(
        address=f"{random.randrange(1, 400)} {street}",
        city=city,
        region=region,
        postal_code=f"{postal_code}{random.randrange(1, 60):02}",
    )


def phone(number: int) -> str:
    """Return the telephone number of a place in a list; none of them rings.

    Args:
        number: From 0; numbers repeat after 5,000 and more.
    """
    codes = words()["places"]["area_codes"]
    return f"+1{codes[number // 100 % len(codes)]}55501{number % 100:02}"


def _adults(household: Household, before: int) -> Iterator[Person]:
    random = chance("people", household.household_id)
    language = random.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    last, home = _name(random, language, "last"), place(random)
    is_shared = household.adults > 1 and random.random() < SHARED_MAILBOX
    box = random.choice(words()["places"]["mailboxes"])
    own = _plain(last.latin)
    for n in range(household.adults):
        sex = ("female", "male")[(n + random.randrange(2)) % 2 if n == 0 else n % 2]
        first = _name(random, language, sex)
        number = before + n
        # The number keeps namesakes apart, as mailboxes do.
        mine = f"{_plain(first.latin)}.{own}{number}@{box}"
        yield Person(
            person_id=f"{household.household_id}-{n + 1}",
            household_id=household.household_id,
            language=language,
            first=first,
            last=last if random.random() < 0.85 else _name(random, language, "last"),
            sex=sex,
            birth_date=_birth_date(random, household.age_band),
            email=f"family.{own}{before}@{box}" if is_shared else mine,
            phone=phone(number),
            place=home,
        )


def _name(random: Random, language: str, kind: str) -> Name:
    native, _, latin = random.choice(words()[language][kind]).partition("|")
    return Name(native, latin or native)


def _birth_date(random: Random, age_band: str | None) -> date:
    ages = (age_band or "25-64").replace("+", "-85").split("-")
    years = random.randint(int(ages[0]), int(ages[1]))
    return TODAY - timedelta(days=years * 365 + random.randrange(365))


def _plain(latin: str) -> str:
    return latin.lower().replace("'", "")
