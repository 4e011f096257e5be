"""Who visits the web shop when, on what, and whence: the plan of all visits.

Some of the panel's households order some of their real baskets on the web; they also
look around without ordering. Strangers come, most of them once, and some sign up.
Bots say what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from ingestion.sample.chance import chance
from ingestion.sample.devices import BOTS, Device, device
from ingestion.sample.origins import Origin, origin
from ingestion.sample.panel import ENDS_AT, FIRST_DAY, LAST_DAY, Basket, Panel

ONLINE_HOUSEHOLDS = 0.17
"""Share of the panel's households that order on the web at times."""
ONLINE_BASKETS = 0.27
"""Share of such a household's baskets that it orders there."""
STRANGERS = 9_000
SIGN_UPS = 0.02
LATE = 0.05
"""Share of visits whose events a device without a network sent at the end."""
LATEST = ENDS_AT - timedelta(hours=1)
"""Who comes to look around later would not be gone before the quarter ends."""
EXPERIMENT = "delivery_banner"
LIFT = 0.25
"""By which the treated order more often than the others."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit, as far as it is decided before it begins."""

    visit_id: str
    starts_at: datetime
    """When it starts; for one that ends in an order, when it is ordered."""
    device: Device
    origin: Origin
    user_id: str | None = None
    """Who is signed in when it begins."""
    signs_in: str | None = None
    signs_up: str | None = None
    basket: Basket | None = None
    variant: str | None = None
    """Of the experiment, where the visitor meets it on this visit."""
    is_new: bool = False
    """Whether it is the first one on its device."""
    is_late: bool = False


@dataclass(frozen=True)
class Plan:
    """All visits by time, and what is true of them."""

    visits: list[Visit]
    households: dict[str, list[str]]
    """Household to the anonymous ids of its devices."""
    variants: dict[str, str]
    """Anonymous id to the variant that its visitor met."""


def plan(panel: Panel, scale: float = 1.0) -> Plan:
    """Return who visits when.

    Args:
        panel: What the visits are about.
        scale: How many visit, as a multiple of the demo's; of the panel's households
            at most all.
    """
    visits = [*_households(panel, scale), *_strangers(panel, scale), *_bots()]
    visits = _with_experiment(visits)
    visits.sort(key=lambda one: (one.starts_at, one.visit_id))
    households: dict[str, set[str]] = {}
    for one in visits:
        known = one.user_id or one.signs_in or one.signs_up
        if known:
            households.setdefault(known, set()).add(one.device.anonymous_id)
    return Plan(
        visits,
        {name: sorted(ids) for name, ids in sorted(households.items())},
        {one.device.anonymous_id: one.variant for one in visits if one.variant},
    )


def _households(panel: Panel, scale: float) -> Iterator[Visit]:
    by_household: dict[str, list[Basket]] = {}
    for basket in panel.baskets:
        by_household.setdefault(basket.household, []).append(basket)
    for household, baskets in sorted(by_household.items()):
        random = chance("household", household)
        if random.random() >= ONLINE_HOUSEHOLDS * scale:
            continue
        ordered = [one for one in baskets if random.random() < ONLINE_BASKETS]
        looks = [_moment(random) for _ in range(random.randrange(2, 12))]
        times: list[tuple[datetime, Basket | None]] = [
            *((basket.ordered_at, basket) for basket in ordered),
            *((moment, None) for moment in looks),
        ]
        times.sort(key=lambda one: one[0])
        count = random.choices((1, 2, 3), (60, 30, 10))[0]
        devices = [device(random, f"h{household}d{n}") for n in range(count)]
        is_signed_in: set[str] = set()
        is_known: set[str] = set()
        for n, (moment, basket) in enumerate(times):
            used = random.choices(devices, range(count, 0, -1))[0]
            name = used.anonymous_id
            signs_in = name not in is_signed_in and (
                basket is not None or random.random() < 0.3
            )
            yield Visit(
                visit_id=f"h{household}-{n}",
                starts_at=moment,
                device=used,
                origin=origin(random, panel.campaigns, moment.date(), household),
                user_id=household if name in is_signed_in else None,
                signs_in=household if signs_in else None,
                basket=basket,
                is_new=name not in is_known,
                is_late=random.random() < LATE,
            )
            is_known.add(name)
            if signs_in:
                is_signed_in.add(name)
            elif random.random() < 0.05:  # signs out
                is_signed_in.discard(name)


def _strangers(panel: Panel, scale: float) -> Iterator[Visit]:
    for person in range(round(STRANGERS * scale)):
        random = chance("stranger", str(person))
        used = device(random, f"s{person}")
        moments = [_moment(random)]
        while random.random() < 0.28:
            moments.append(moments[-1] + timedelta(days=random.expovariate(1 / 9)))
        signs_up_at = 0 if random.random() < SIGN_UPS else None
        user_id = None
        for n, moment in enumerate(moments):
            if moment >= LATEST:
                break
            signs_up = f"web-{person}" if n == signs_up_at else None
            yield Visit(
                visit_id=f"s{person}-{n}",
                starts_at=moment,
                device=used,
                origin=origin(random, panel.campaigns, moment.date(), None),
                user_id=user_id,
                signs_up=signs_up,
                is_new=n == 0,
                is_late=random.random() < LATE,
            )
            user_id = user_id or signs_up


def _bots() -> Iterator[Visit]:
    for number, bot in enumerate(BOTS):
        random = chance("bot", str(number))
        for n in range(40):
            moment = _moment(random)
            yield Visit(f"b{number}-{n}", moment, bot, Origin(), is_new=n == 0)


def _with_experiment(visits: list[Visit]) -> list[Visit]:
    """Let each visitor meet one variant, once, so that the treated order more often.

    The orders are real, so the variant follows from them, not they from it: among
    those who order, (1 + lift) of (2 + lift) are treated, of the others so many that
    both variants have as many visitors.
    """
    people = [one for one in visits if not one.device.is_bot]
    buyers = {one.device.anonymous_id for one in people if one.basket}
    share = len(buyers) / len({one.device.anonymous_id for one in people})
    of_buyers = (1 + LIFT) / (2 + LIFT)
    of_others = (0.5 - share * of_buyers) / (1 - share)
    met = []
    for one in visits:
        name = one.device.anonymous_id
        if one.is_new and not one.device.is_bot:
            random = chance("experiment", name)
            is_treated = random.random() < (of_buyers if name in buyers else of_others)
            met.append(replace(one, variant="treatment" if is_treated else "control"))
        else:
            met.append(one)
    return met


def _moment(random: Random) -> datetime:
    """Return a moment of the quarter; evenings and mornings see more visits."""
    days = (LAST_DAY - FIRST_DAY).days + 1
    day = FIRST_DAY + timedelta(days=random.randrange(days))
    hour = random.choices(range(24), HOURS)[0]
    seconds = timedelta(seconds=random.randrange(3600))
    # New York's 5 o'clock in the morning is the first hour of these days.
    moment = datetime.combine(day, time(10), UTC) + timedelta(hours=hour) + seconds
    return moment if moment < LATEST else moment - timedelta(days=1)


HOURS = (1, 2, 4, 6, 6, 6, 6, 7, 6, 5, 5, 5, 6, 7, 9, 10, 10, 8, 5, 3, 2, 1, 1, 1)
"""Visits by hour, from five in the morning."""
