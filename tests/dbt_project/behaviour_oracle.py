"""What the marts of behaviour must say of a site, in plain Python from the definitions.

Written from the metric definitions, not from the models: sets are compared person by
person. Funnels are in `funnels_oracle`.
"""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.dbt_project.small_sites import AGES, CATALOGUE, OWNERS, Act, Site

Period = tuple[str, date]


def periods(site: Site) -> dict[date, dict[Period, tuple[date, bool]]]:
    """Return for each day its periods, with the end of each and whether it is complete.

    Weeks begin on Monday.
    """
    sessions = site.sessions()
    if not sessions:
        return {}
    days = [site.day(act.at) for session in sessions for act in session]
    first, last, until = min(days), max(days), as_of(site)
    found: dict[date, dict[Period, tuple[date, bool]]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        found[day] = {("all", first): (last, True)}
        for kind, (start, end) in spans(day).items():
            found[day][kind, start] = end, start >= first and end <= until
    return found


def as_of(site: Site) -> date:
    """Return the last day that is over: something was received after it."""
    days = [site.day(act.at) for session in site.sessions() for act in session]
    over = max(site.day(act.at) for act in site.acts) - timedelta(days=1)
    return max(days) if over < min(days) else min(over, max(days))


def spans(day: date) -> dict[str, tuple[date, date]]:
    """Return the first and last day of the calendar's periods of a day."""
    monday = day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}
    found = {"week": (monday, monday + timedelta(days=6))}
    for kind, length in months.items():
        start = day.replace(month=1 + (day.month - 1) // length * length, day=1)
        after = start.month - 1 + length
        end = date(start.year + after // 12, 1 + after % 12, 1) - timedelta(days=1)
        found[kind] = start, end
    return found


def person(visitor: str) -> str:
    """Return whom a visitor is known as."""
    owner = OWNERS.get(visitor)
    return f"customer {owner}" if owner else f"visitor {visitor}"


def purchases(site: Site) -> list[tuple[str, datetime, str]]:
    """Return who bought what when, by events and by the shop's books."""
    by_events = [
        (person(act.visitor), act.at, act.product)
        for act in site.acts
        if act.is_visit and act.tracks("Order Completed") and act.product
    ]
    by_books = [
        (f"customer {line.customer}", line.at, line.product)
        for line in site.bought
        if line.customer and line.product and line.quantity > 0
        if not line.is_cancelled
    ]
    return by_events + by_books


def viewed(site: Site) -> list[Act]:
    """Return looks at products."""
    return [
        act
        for act in site.acts
        if act.is_visit and act.tracks("Product Viewed") and act.product
    ]


def groups_of(product: str) -> set[tuple[str, str]]:
    """Return the groups of a product."""
    department, category, _ = CATALOGUE.get(product, (None, None, None))
    return {
        ("department", department or "unknown"),
        ("category", category or "unknown"),
        ("all", "all"),
    }


def view_not_buy(site: Site, base: int) -> dict[Any, tuple[Any, ...]]:
    """Return viewers, buyers and the share of who did not buy."""
    days = periods(site)
    viewers: dict[Any, set[str]] = defaultdict(set)
    buyers: dict[Any, set[str]] = defaultdict(set)
    for act in viewed(site):
        for period in days[site.day(act.at)]:
            for group in groups_of(act.product or ""):
                viewers[period, group].add(person(act.visitor))
    for who, at, product in purchases(site):
        for period in days.get(site.day(at), ()):
            for group in groups_of(product):
                buyers[period, group].add(who)
    found = {}
    for key, everyone in viewers.items():
        by_age: dict[str, set[str]] = defaultdict(set)
        for who in everyone:
            by_age["all"].add(who)
            customer = who.removeprefix("customer ")
            by_age[AGES.get(customer) or "unknown"].add(who)
        for age, who in by_age.items():
            bought = len(who & buyers[key])
            share = 100 * (1 - bought / len(who)) if len(who) >= base else None
            found[(*key[0], *key[1], age)] = len(who), bought, share
    return found


def interest(site: Site) -> dict[Any, tuple[int, ...]]:
    """Return views, viewers, adds, removes and purchases by period and product."""
    days = periods(site)
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    viewers: dict[Any, set[str]] = defaultdict(set)
    kinds = ("Product Viewed", "Product Added", "Product Removed", "Order Completed")
    for act in site.acts:
        for name in kinds:
            if act.is_visit and act.product and act.tracks(name):
                for period in days[site.day(act.at)]:
                    counts[*period, act.product][name] += 1
                    if name == kinds[0]:
                        viewers[*period, act.product].add(act.visitor)
    return {
        key: (of[kinds[0]], len(viewers[key]), *(of[name] for name in kinds[1:]))
        for key, of in counts.items()
    }


def switching(site: Site, most: int) -> dict[Any, tuple[int, int, int]]:
    """Return sessions, real switches and their base by period, kind and pair."""
    days = periods(site)
    pairs: dict[Any, dict[int, set[tuple[str, str]]]] = defaultdict(dict)
    for number, session in enumerate(site.sessions()):
        for first in session:
            for then in session:
                both = first.product in CATALOGUE and then.product in CATALOGUE
                if not both or first.at > then.at:
                    continue
                if not first.tracks("Product Viewed"):
                    continue
                if not then.tracks("Order Completed"):
                    continue
                _, category, brand = CATALOGUE[first.product or ""]
                _, other, other_brand = CATALOGUE[then.product or ""]
                if category is None or category != other:
                    continue
                for period in days[site.day(session[0].at)]:
                    for kind, pair in {
                        "product": (first.product, then.product),
                        "brand": (brand or "unknown", other_brand or "unknown"),
                    }.items():
                        of = pairs[period, kind, category].setdefault(number, set())
                        of.add(pair)  # type: ignore[arg-type]
    found = {}
    for (period, kind, category), sessions in pairs.items():
        involved = Counter(
            value for of in sessions.values() for value in {v for p in of for v in p}
        )
        ranked = sorted(involved, key=lambda value: (-involved[value], value))
        kept = set(ranked if kind == "brand" else ranked[:most])
        for pair in {pair for of in sessions.values() for pair in of}:
            if not set(pair) <= kept:
                continue
            having = [of for of in sessions.values() if pair in of]
            stayed = (pair[0], pair[0])
            found[(*period, kind, category, *pair)] = (
                len(having),
                sum(stayed not in of for of in having),
                sum(any(one == pair[0] for one, _ in of) for of in sessions.values()),
            )
    return found


def hesitations(site: Site, least: int, days: int) -> dict[Any, tuple[Any, ...]]:
    """Return views, when first and last, and the last order before, by person."""
    if not site.sessions():
        return {}
    since = as_of(site) - timedelta(days=days)
    looks: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for act in viewed(site):
        bought = [
            at
            for who, at, product in purchases(site)
            if (who, product) == (person(act.visitor), act.product)
        ]
        if site.day(act.at) > since and all(act.at > at for at in bought):
            looks[person(act.visitor), act.product or ""].append(act.at)
    found = {}
    for (who, product), times in looks.items():
        if len(times) >= least:
            before = [
                at for one, at, p in purchases(site) if (one, p) == (who, product)
            ]
            plain = [
                at and at.astimezone(UTC).replace(tzinfo=None)
                for at in (min(times), max(times), max(before, default=None))
            ]
            found[who, product] = (len(times), *plain)
    return found
