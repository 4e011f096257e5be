"""Every day of `dim_dates` has its parts in both calendars."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from persiantools.jdatetime import JalaliDate

from tests.dbt_project.calendar_oracle import WEEKDAYS
from tests.dbt_project.conftest import ModelsOf

FIRST, LAST = (
    JalaliDate(1300, 1, 1).to_gregorian(),
    JalaliDate(1500, 12, 29).to_gregorian(),
)


@pytest.fixture(scope="session")
def days(models_of: ModelsOf) -> list[dict[str, Any]]:
    """Return the calendar of a Jalali shop with two orders, two centuries apart."""
    models = models_of(shop_calendar="jalali", shop_week_start="saturday")
    models.build(orders_on(FIRST, LAST))
    return models.rows("select * from candidate.marts.dim_dates order by day_on")


def test_years_are_whole_in_both_calendars(days: list[dict[str, Any]]) -> None:
    # 1921-03-21 is in 1921 and 1300, 2122-03-20 in 2122 and 1500.
    assert [day["day_on"] for day in (days[0], days[-1])] == [
        date(1921, 1, 1),
        date(2122, 12, 31),
    ]
    gaps = [b["day_on"] - a["day_on"] for a, b in pairwise(days)]
    assert set(gaps) == {timedelta(days=1)}


def test_jalali_days_are_those_of_persiantools(days: list[dict[str, Any]]) -> None:
    compared = [day for day in days if FIRST <= day["day_on"] <= LAST]
    assert len(compared) == 73_414
    for day in compared:
        jalali = JalaliDate(day["day_on"])
        quarter = (jalali.month + 2) // 3
        assert day == day | {
            "jalali_year": jalali.year,
            "jalali_quarter": quarter,
            "jalali_month": jalali.month,
            "jalali_day": jalali.day,
            "is_jalali_leap_year": JalaliDate.is_leap(jalali.year),
            "month_start_on": jalali.replace(day=1).to_gregorian(),
            "quarter_start_on": JalaliDate(
                jalali.year, 3 * quarter - 2, 1
            ).to_gregorian(),
            "year_start_on": JalaliDate(jalali.year, 1, 1).to_gregorian(),
        }


def test_gregorian_parts_and_weeks_are_those_of_python(
    days: list[dict[str, Any]],
) -> None:
    for day in days:
        day_on = day["day_on"]
        starts = {
            f"week_start_{name}_on": day_on - timedelta(days=(day_on.weekday() - n) % 7)
            for n, name in enumerate(WEEKDAYS)
        }
        assert day == day | starts | {
            "week_start_on": starts["week_start_saturday_on"],
            "weekday_number": day_on.isoweekday(),
            "is_weekend": day_on.isoweekday() in (4, 5),
            "gregorian_year": day_on.year,
            "gregorian_quarter": (day_on.month + 2) // 3,
            "gregorian_month": day_on.month,
            "gregorian_day": day_on.day,
        }


def orders_on(*days: date) -> dict[str, list[dict[str, Any]]]:
    return {
        "raw_shop._dlt_loads": [
            {
                "load_id": "1",
                "status": 0,
                "inserted_at": datetime(2024, 1, 1, tzinfo=UTC),
            }
        ],
        "raw_shop.orders": [
            {
                "source_name": "shop",
                "order_id": str(number),
                "ordered_at": datetime.combine(day, time(12), UTC),
                "_dlt_load_id": "1",
            }
            for number, day in enumerate(days)
        ],
    }
