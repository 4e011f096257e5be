"""Return on ad spend counts what came by the channels that money was spent on."""

from datetime import date

import pytest

from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import days
from warehouse.metrics.question import Question

JANUARY = date(2024, 1, 1), date(2024, 1, 31)
FEBRUARY = date(2024, 2, 1), date(2024, 2, 29)
ASKED = ("return_on_ad_spend", "cost_per_order", "attributed_revenue")


def day(
    month: int, channel: str, revenue: int, spend: int = 0, *, seen: bool = True
) -> list[dict]:
    shared = {
        "day_on": date(2024, month, 10),
        "channel": channel,
        "is_attributed": seen,
        "conversions": 2.0,
        "revenue_amount": revenue,
        "spend_amount": spend,
    }
    models = ("last_non_direct", "first")
    return [{"attribution_model": model, **shared} for model in models]


ROWS = [
    *day(1, "paid", 60, 20),
    *day(1, "email", 40),
    *day(1, "no touch known", 500, seen=False),
    *day(2, "paid", 30),
    *day(2, "email", 90, 10),
    *day(2, "affiliate", 0, 5),
]
"""In January money went to paid, in February to e-mail and affiliates."""


@pytest.fixture
def shop(marts: Marts) -> Marts:
    calendar = days(Calendar(0, is_jalali=False))
    marts.fill({"dim_dates": calendar, "kpi_attribution": ROWS})
    return marts


def values(marts: Marts, **asked) -> list[tuple[float | None, ...]]:
    found = marts.ask(Question({name: name for name in ASKED}, **asked))
    return [tuple(row[name] for name in ASKED) for row in found]


def test_each_period_has_the_channels_of_its_own_spend(shop: Marts) -> None:
    both = JANUARY[0], FEBRUARY[1]
    assert values(shop, windows=[JANUARY, FEBRUARY, both]) == [
        (60 / 20, 20 / 2, 100),
        (90 / 15, 15 / 4, 120),
        # Over both months every channel of visits had some: 60 + 40 + 30 + 90.
        (220 / 35, 35 / 10, 220),
    ]


def test_without_spend_there_is_no_return(shop: Marts) -> None:
    nothing = date(2023, 1, 1), date(2023, 1, 31)
    assert values(shop, windows=[nothing]) == [(None, None, 0)]


def test_by_channel_each_has_its_own(shop: Marts) -> None:
    question = Question(
        {"back": "return_on_ad_spend"}, by=("attributed_channel",), last_on=JANUARY[1]
    )
    found = {row["attributed_channel"]: row["back"] for row in shop.ask(question)}
    assert found == {"paid": 3, "email": None, "no touch known": None}


def test_over_all_days_metricflow_counts_alike(shop: Marts) -> None:
    theirs = shop.metricflow.rows(shop.connection, ["paid_revenue", "paid_orders"], [])
    assert [{key: float(value) for key, value in row.items()} for row in theirs] == [
        {"paid_revenue": 220, "paid_orders": 10}
    ]
