"""Periods, and what they are compared with, on calendars written down by hand."""

from datetime import date

import pytest

from dashboards.periods import Period, PeriodName, Window

MONTHS = [date(year, month, 1) for year in (2022, 2023, 2024) for month in range(1, 13)]
DATA = Window(date(2022, 1, 1), date(2024, 3, 31))
# Farvardin to Tir 1403, and Esfand 1402 before them, which had 29 days.
JALALI = [
    date(2024, 2, 20),
    *(date(2024, 3, 20), date(2024, 4, 20), date(2024, 5, 21), date(2024, 6, 21)),
]


def window(first: str, last: str) -> Window:
    return Window(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("name", "now", "before", "year_before"),
    [
        (
            "7d",
            window("2024-03-25", "2024-03-31"),
            window("2024-03-18", "2024-03-24"),
            window("2023-03-27", "2023-04-02"),
        ),
        (
            "28d",
            window("2024-03-04", "2024-03-31"),
            window("2024-02-05", "2024-03-03"),
            window("2023-03-06", "2023-04-02"),
        ),
        (
            "month",
            window("2024-03-01", "2024-03-31"),
            window("2024-02-01", "2024-02-29"),
            window("2023-03-01", "2023-03-31"),
        ),
        (
            "last_month",
            window("2024-02-01", "2024-02-29"),
            window("2024-01-01", "2024-01-31"),
            window("2023-02-01", "2023-02-28"),
        ),
        (
            "12m",
            window("2023-04-01", "2024-03-31"),
            window("2022-04-01", "2023-03-31"),
            window("2022-04-01", "2023-03-31"),
        ),
    ],
)
def test_a_period_and_what_it_is_compared_with(
    name: PeriodName, now: Window, before: Window, year_before: Window
) -> None:
    period = Period(name, DATA, MONTHS)

    assert period.window == now
    assert period.before() == before
    assert period.year_before() == year_before


def test_weekdays_match_a_year_before() -> None:
    period = Period("28d", DATA, MONTHS)

    before = period.year_before()

    assert before is not None
    assert before.first_on.weekday() == period.window.first_on.weekday()


def test_a_month_that_is_not_over_is_compared_with_as_many_days() -> None:
    period = Period("month", Window(DATA.first_on, date(2024, 3, 12)), MONTHS)

    assert period.window == window("2024-03-01", "2024-03-12")
    assert period.before() == window("2024-02-01", "2024-02-12")


def test_days_that_the_other_month_lacks_are_left_out() -> None:
    period = Period("month", Window(DATA.first_on, date(2024, 3, 30)), MONTHS)

    assert period.before() == window("2024-02-01", "2024-02-29")


def test_months_are_those_of_the_shops_calendar() -> None:
    data = Window(date(2024, 2, 20), date(2024, 5, 20))

    period = Period("month", data, JALALI)

    assert period.window == window("2024-04-20", "2024-05-20")  # Ordibehesht 1403
    assert period.before() == window("2024-03-20", "2024-04-19")  # Farvardin
    assert period.before(2) == window("2024-02-20", "2024-03-19")  # Esfand 1402
    assert period.before(3) is None


def test_a_period_has_no_days_before_the_data() -> None:
    data = Window(date(2024, 3, 20), date(2024, 3, 31))

    assert Period("28d", data, MONTHS).window == data


def test_earlier_periods_are_those_that_data_cover_whole() -> None:
    data = Window(date(2024, 3, 12), date(2024, 3, 31))

    assert Period("7d", data, MONTHS).earlier(12) == [
        window("2024-03-18", "2024-03-24"),
        window("2024-03-25", "2024-03-31"),
    ]


def test_all_time_has_nothing_before_it() -> None:
    period = Period("all", DATA, MONTHS)

    assert period.window == DATA
    assert period.before() is period.year_before() is None


@pytest.mark.parametrize(
    ("name", "grain"),
    [("7d", "day"), ("28d", "day"), ("13w", "week"), ("12m", "month")],
)
def test_the_first_grain_is_the_sensible_one(name: PeriodName, grain: str) -> None:
    assert Period(name, DATA, MONTHS).grains()[0] == grain
