"""What goals came to, by an oracle in plain Python, in all calendars of shops."""

import random
from datetime import date, timedelta

import pytest

from tests.conftest import Shop
from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.goal_shop import publish_days
from warehouse.metrics.errors import MetricError
from warehouse.metrics.goal_course import BEFORE, GoalPeriod, daily, goal_course
from warehouse.published import NothingPublishedError
from warehouse.settings.goals import Goal

GREGORIAN = Calendar(0, is_jalali=False)
FIRST, LAST = date(2023, 3, 14), date(2024, 3, 22)
"""More than a year, over a 29 February and two turns of the Jalali year."""


def goal(formula: str = "revenue", **more: object) -> Goal:
    told = {"title": "A", "formula": formula, "owner": "B", "target": 100, **more}
    if "starts_on" not in more:
        told.setdefault("grain", "month")
    return Goal.model_validate(told)


def random_days(first: date = FIRST, last: date = LAST) -> dict[date, float]:
    """Return amounts of about three days of four; the last day has one."""
    rng = random.Random(17)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        day: rng.randint(-500, 2000) / 4
        for day in days
        if day in (first, last) or rng.random() < 0.75
    }


def total(days: dict[date, float], first: date, last: date) -> float:
    return sum(amount for day, amount in days.items() if first <= day <= last)


@pytest.mark.parametrize("is_jalali", [False, True], ids=["gregorian", "jalali"])
@pytest.mark.parametrize("first_weekday", range(7))
def test_periods_are_those_of_the_shops_calendar(
    shop: Shop, marts: Marts, first_weekday: int, is_jalali: bool
) -> None:
    calendar, days = Calendar(first_weekday, is_jalali), random_days()
    publish_days(marts.manifest, days, calendar)
    for grain in ("week", "month", "quarter", "year"):
        found = goal_course(goal(grain=grain))
        *before, now = calendar.periods(grain, FIRST, LAST)
        whole = [one for one in before if one[0] >= FIRST][-BEFORE[grain] :]
        assert (found.since_on, found.as_of_on) == (FIRST, LAST)
        assert (found.now.first_on, found.now.last_on) == now
        assert [(one.first_on, one.last_on) for one in found.before] == whole
        for one in (*found.before, found.now):
            assert one.actual == pytest.approx(total(days, one.first_on, one.last_on))
    assert found.is_sum


def test_each_day_is_a_goal_by_day(shop: Shop, marts: Marts) -> None:
    publish_days(marts.manifest, random_days(), GREGORIAN)
    found = goal_course(goal(grain="day"))
    assert (found.now.first_on, found.now.last_on) == (LAST, LAST)
    assert len(found.before) == BEFORE["day"]


def test_a_stretch_counts_until_the_last_complete_day(shop: Shop, marts: Marts) -> None:
    days = random_days()
    publish_days(marts.manifest, days, GREGORIAN)
    first, last = date(2024, 2, 10), date(2024, 4, 30)
    found = goal_course(goal(starts_on=first, ends_on=last))
    assert (found.now.first_on, found.now.last_on) == (first, last)
    assert found.now.actual == pytest.approx(total(days, first, LAST))
    assert found.before == ()
    later = goal_course(goal(starts_on=last, ends_on=last))
    assert later.now == GoalPeriod(last, last, 100, None)
    over = goal_course(goal(starts_on=FIRST, ends_on=FIRST))
    assert over.now.actual == days[FIRST]


def test_a_day_that_was_not_over_when_it_was_loaded_does_not_count(
    shop: Shop, marts: Marts
) -> None:
    days = random_days()
    publish_days(marts.manifest, days, GREGORIAN, loaded_on=LAST)
    found = goal_course(goal())
    assert found.as_of_on == LAST - timedelta(days=1)
    assert found.now.actual == pytest.approx(
        total(days, date(2024, 3, 1), found.as_of_on)
    )


def test_days_are_daily_with_0_where_nothing_was_sold(shop: Shop, marts: Marts) -> None:
    days = random_days()
    publish_days(marts.manifest, days, GREGORIAN)
    found = daily(goal(), FIRST, LAST)
    assert [day for day, _ in found] == [
        FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)
    ]
    assert dict(found) == {day: days.get(day, 0) for day, _ in found}


def test_a_scope_and_a_target_of_its_own_count(shop: Shop, marts: Marts) -> None:
    days = random_days()
    publish_days(marts.manifest, days, GREGORIAN)
    of_web = dict(list(days.items())[1::2])
    found = goal_course(goal(where="order_channel = 'web'", targets={"2024-03-01": 7}))
    assert found.now.target == 7
    assert found.now.actual == pytest.approx(total(of_web, date(2024, 3, 1), LAST))
    assert {one.target for one in found.before} == {100}


def test_people_are_counted_once_in_a_period(shop: Shop, marts: Marts) -> None:
    publish_days(marts.manifest, random_days(), GREGORIAN)
    found = goal_course(goal("customers"))
    assert (found.now.actual, found.is_sum) == (3, False)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"formula": "rebates"}, "there is no metric rebates"),
        ({"where": "colour = 'red'"}, "has no dimension colour"),
        (
            {"target": None, "targets": {"2020-01-01": 5}},
            "no target is set for the month that begins 2024-03-01; add it to",
        ),
        (
            {"targets": {"2024-02-01": 5, "2024-03-02": 6}},
            "targets: no month begins on 2024-03-02; write 2024-03-01",
        ),
    ],
)
def test_what_cannot_be_computed_is_said(
    shop: Shop, marts: Marts, told: dict, words: str
) -> None:
    publish_days(marts.manifest, random_days(), GREGORIAN)
    with pytest.raises(MetricError, match=words):
        goal_course(goal(**told))


def test_without_data_or_a_version_it_says_so(shop: Shop, marts: Marts) -> None:
    with pytest.raises(NothingPublishedError):
        goal_course(goal())
    publish_days(marts.manifest, {}, GREGORIAN)
    with pytest.raises(MetricError, match="no data of it yet"):
        goal_course(goal())


def test_one_order_is_a_course(shop: Shop, marts: Marts) -> None:
    publish_days(marts.manifest, {LAST: 5.0}, GREGORIAN)
    found = goal_course(goal())
    assert (found.now.actual, found.before) == (5, ())
