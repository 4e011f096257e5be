"""What funnels must say of a site, in plain Python from the definitions.

A step is looked for among all ways to choose events, not by the earliest that fits.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from tests.dbt_project.behaviour_oracle import Period, as_of, periods
from tests.dbt_project.small_sites import AGES, OWNERS, Act, Site, Way


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
