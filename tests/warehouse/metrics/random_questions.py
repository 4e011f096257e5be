"""Random questions that have an answer, with their filters in three languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from hypothesis import strategies as st

from tests.warehouse.metrics.metric_oracle import RATIOS, SIMPLE, STATES
from tests.warehouse.metrics.random_marts import DAYS, FIRST, LAST
from warehouse.metrics.question import Grain

Told = Mapping[str, object]
SHARED = ("age_band", "city", "segment")
OWN = {
    "fct_orders": ("order_channel", "is_return", "store"),
    "fct_order_lines": ("department", "order_channel", "is_return"),
    "fct_sessions": ("device", "channel"),
    "customer_rfm_history": ("segment_then",),
    "fct_tickets": ("ticket_channel",),
    "fct_survey_answers": ("survey_kind",),
}
VALUES = {
    "age_band": ["18-24", "it's 65+", "other"],
    "city": ["Baku", "Shiraz"],
    "segment": ["A", "B"],
    "segment_then": ["A", "B"],
    "order_channel": ["web", "shop"],
    "department": ["Drinks", "Food"],
    "device": ["mobile", "desktop"],
    "channel": ["direct", "email"],
    "store": ["1"],
    "ticket_channel": ["chat", "email"],
    "survey_kind": ["nps", "csat"],
}


@dataclass(frozen=True)
class Wanted:
    """A condition: as a reader writes it, and as Python decides it."""

    text: str
    holds: Callable[[Told], bool | None]
    """None where SQL does not know, which keeps no row."""


@dataclass(frozen=True)
class Asked:
    """What is asked, of metrics that can all be cut by the same."""

    metrics: tuple[str, ...]
    by: tuple[str, ...]
    where: Wanted | None
    grain: Grain | None
    days: tuple[date, date] | None
    windows: tuple[tuple[date, date], ...]


def marts_of(metric: str) -> set[str]:
    """Return the marts that a metric reads."""
    return {SIMPLE[part][0] for part in RATIOS.get(metric, (metric,))}


@st.composite
def questions(draw: st.DrawFn, marts: tuple[str, ...] = tuple(OWN)) -> Asked:
    """Draw a question of metrics of one mart or of several."""
    names = [name for name in (*SIMPLE, *RATIOS) if marts_of(name) <= set(marts)]
    metrics = draw(
        st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)
    )
    read = set().union(*(marts_of(name) for name in metrics))
    possible = [*SHARED, *(set.intersection(*(set(OWN[mart]) for mart in read)))]
    by = draw(st.lists(st.sampled_from(sorted(possible)), max_size=2, unique=True))
    where = draw(st.none() | conditions(sorted(possible)))
    kind = draw(st.sampled_from(["grain", "windows", "none"]))
    grains = [
        grain
        for grain in get_args(Grain)
        if not (STATES & set(metrics) and grain in ("day", "week"))
    ]
    windows = st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=4)
    return Asked(
        tuple(metrics),
        tuple(by),
        where,
        draw(st.sampled_from(grains)) if kind == "grain" else None,
        draw(st.just((FIRST, LAST)) | st.tuples(DAYS, DAYS).map(_ascending)),
        tuple(map(_ascending, draw(windows))) if kind == "windows" else (),
    )


def conditions(names: list[str]) -> st.SearchStrategy[Wanted]:
    """Give conditions on some dimensions."""
    return st.recursive(
        st.sampled_from(names).flatmap(_comparison),
        lambda inner: st.tuples(
            inner, inner, st.sampled_from(["and", "or", "not"])
        ).map(lambda drawn: _joined(*drawn)),
        max_leaves=4,
    )


def periods_of(asked: Asked, calendar) -> dict[object, tuple[date, date]]:
    """Return the periods of a question's answer, with the days asked for."""
    if asked.windows:
        return dict(enumerate(asked.windows))
    first, last = asked.days or (FIRST, LAST)
    if asked.grain is None:
        return {0: (first, last)}
    if asked.grain == "day":
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {day: (day, day) for day in days}
    return {
        start: (max(start, first), min(end, last))
        for start, end in calendar.periods(asked.grain, first, last)
    }


def _ascending(days: tuple[date, date]) -> tuple[date, date]:
    return min(days), max(days)


def _comparison(name: str) -> st.SearchStrategy[Wanted]:
    null = Wanted(f"{name} is null", lambda told: told[name] is None)
    there = Wanted(f"{name} is not null", lambda told: told[name] is not None)
    if name == "is_return":
        flag = Wanted(name, lambda told: _known(told[name], bool))
        return st.sampled_from([flag, null, there])
    return st.sampled_from([null, there]) | st.sampled_from(VALUES[name]).flatmap(
        lambda value: st.sampled_from(
            [
                Wanted(
                    f"{name} = {_quoted(value)}",
                    lambda told: _known(told[name], lambda one: one == value),
                ),
                Wanted(
                    f"{name} <> {_quoted(value)}",
                    lambda told: _known(told[name], lambda one: one != value),
                ),
                Wanted(
                    f"{name} in ({_quoted(value)}, 'nothing')",
                    lambda told: _known(told[name], lambda one: one == value),
                ),
                Wanted(
                    f"{name} >= {_quoted(value)}",
                    lambda told: _known(told[name], lambda one: str(one) >= value),
                ),
            ]
        )
    )


def _known(value: object, holds: Callable[[object], bool]) -> bool | None:
    return None if value is None else holds(value)


def _joined(left: Wanted, right: Wanted, word: str) -> Wanted:
    if word == "not":
        return Wanted(f"not ({left.text})", lambda told: _negated(left.holds(told)))
    return Wanted(
        f"({left.text}) {word} ({right.text})",
        lambda told: _both(left.holds(told), right.holds(told), word == "and"),
    )


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _both(left: bool | None, right: bool | None, is_and: bool) -> bool | None:
    """SQL's `and` and `or` of three values."""
    decisive = not is_and
    if decisive in (left, right):
        return decisive
    return None if None in (left, right) else is_and


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
