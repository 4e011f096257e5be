"""What the marts of behaviour must say of a site, in plain Python from the definitions.

Written from the metric definitions, not from the models: a step of a funnel is looked
for among all ways to choose events, and sets are compared person by person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from tests.dbt_project.small_sites import AGES, CATALOGUE, OWNERS, Act, Site, Way

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


def reached(way: Way, acts: Sequence[Act], day: date, site: Site) -> list[datetime]:
    """Return when a visitor reached each step in the window that begins on a day.

    Args:
        way: The funnel.
        acts: All that the visitor did.
        day: Of the entry.
        site: Whose days count.

    Returns:
        The entry first, then the steps that were reached; nothing without an entry.
    """
    opening = way.steps if way.order == "any" else way.steps[:1]
    starts = [
        act.at
        for act in acts
        if site.day(act.at) == day and any(step.is_it(act) for step in opening)
    ]
    if not starts:
        return []
    begin = min(starts)
    within = [act for act in acts if begin <= act.at <= begin + way.window]
    found = [begin]
    for count in range(1, len(way.steps) + 1):
        ends = list(_ends(way, within, count))
        if not ends:
            break
        found.append(min(ends))
    return found


def _ends(way: Way, acts: Sequence[Act], count: int) -> Iterator[datetime]:
    """Give when each way to take the first steps ends."""
    steps = way.steps[:count]
    if way.order == "any":
        firsts = [[act.at for act in acts if step.is_it(act)] for step in steps]
        if all(firsts):
            yield max(map(min, firsts))
    elif way.order == "exact":
        ordered = sorted(acts, key=lambda act: (act.at, _rank(way, act), act.number))
        for start in range(len(ordered) - count + 1):
            run = ordered[start : start + count]
            if all(step.is_it(act) for step, act in zip(steps, run, strict=True)):
                yield run[-1].at
    else:
        yield from (chain[-1].at for chain in _chains(way, acts, count))


def _chains(way: Way, acts: Sequence[Act], count: int) -> Iterator[tuple[Act, ...]]:
    if count == 0:
        yield ()
        return
    for chain in _chains(way, acts, count - 1):
        for act in filter(way.steps[count - 1].is_it, acts):
            later = all(
                one.at < act.at if _same(one, act) else one.at <= act.at
                for one in chain
            )
            if later:
                yield (*chain, act)


def _same(one: Act, other: Act) -> bool:
    return (one.call == "track") == (other.call == "track") and one.name == other.name


def _rank(way: Way, act: Act) -> int:
    of = [place for place, step in enumerate(way.steps) if step.is_it(act)]
    return min(of, default=len(way.steps))


def funnels(site: Site, ways: Sequence[Way]) -> dict[Any, tuple[Any, ...]]:
    """Return visitors, both rates and the median by funnel, period, value and step."""
    days = periods(site)
    until = as_of(site) if days else date.min
    groups: dict[Any, list[list[float]]] = defaultdict(list)
    ends: dict[Period, tuple[date, bool]] = {}
    for of_day in days.values():
        ends |= of_day
    for way in ways:
        for visitor in {act.visitor for act in site.acts}:
            acts = [a for a in site.acts if a.visitor == visitor and a.is_visit]
            seen: set[Period] = set()
            for day in sorted(days):
                times = reached(way, acts, day, site)
                for period in days[day] if times else ():
                    if period in seen:
                        continue
                    seen.add(period)
                    spent = [(at - times[0]).total_seconds() for at in times[1:]]
                    for value in _values(site, visitor, times[0]):
                        if spent:
                            groups[way.name, period, value].append(spent)
    found = {}
    by_name = {way.name: way for way in ways}
    for (name, period, value), visitors in groups.items():
        end, is_complete = ends[period]
        over = (until - end) >= by_name[name].window and is_complete
        before = None
        for number, step in enumerate(by_name[name].steps):
            times = [spent[number] for spent in visitors if len(spent) > number]
            key = (name, *period, *value, number + 1)
            found[key] = (
                step.name,
                end,
                over,
                len(times),
                100 * len(times) / len(visitors),
                100 * len(times) / before if before else None,
                median(times) if times else None,
            )
            before = len(times)
    return found


def _values(site: Site, visitor: str, at: datetime) -> list[tuple[str, str]]:
    """Return what a visitor was in the visit in which a window began."""
    session = next(
        session
        for session in site.sessions()
        if session[0].visitor == visitor and session[0].at <= at <= session[-1].at
    )
    age = AGES.get(OWNERS.get(visitor, "")) or "unknown"
    campaign = next((act.campaign for act in session if act.campaign), "none")
    return [
        ("all", "all"),
        ("age_band", age),
        ("device", session[0].agent),
        ("campaign", campaign),
    ]


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
