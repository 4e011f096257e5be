"""Titles say the answer; expected words are written by hand."""

import pytest

from dashboards.sales.sentences import (
    departments_sentence,
    hours_sentence,
    new_customers_sentence,
    revenue_sentence,
)


def totals(revenue: float, orders: float) -> dict[str, float]:
    return {"revenue": revenue, "orders": orders, "customers": 1, "units": 1}


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (totals(1100, 110), "Revenue rose 10% to $1,100; more orders explain it"),
        (
            totals(1200, 105),
            "Revenue rose 20% to $1,200; larger orders explain most of it",
        ),
        (totals(800, 82), "Revenue fell 20% to $800; fewer orders explain most of it"),
        (
            totals(900, 120),
            "Revenue fell 10% to $900: smaller orders, although more orders",
        ),
        (totals(1003, 90), "Revenue held steady at $1,003"),
        (totals(-50, 10), "Revenue fell 105% to -$50.00"),
        (totals(0, 0), "Revenue fell 100% to $0.00"),
    ],
)
def test_revenue_moves_for_a_reason(now: dict[str, float], sentence: str) -> None:
    assert revenue_sentence(now, totals(1000, 100), "USD") == sentence


@pytest.mark.parametrize("before", [None, totals(0, 0)])
def test_without_anything_to_compare_revenue_is_said(
    before: dict[str, float] | None,
) -> None:
    sentence = revenue_sentence(totals(1000, 1), before, "USD")

    assert sentence == "Revenue was $1,000 from 1 order"


def test_the_largest_department_is_named() -> None:
    assert departments_sentence([("Bread", 3), ("Home", 1)]) == (
        "Bread brings 75% of revenue"
    )
    assert departments_sentence([]) == "No revenue by department"


def test_the_busiest_hour_is_named() -> None:
    assert hours_sentence([(1, 9, 2), (7, 23, 5)]) == "Busiest: Sundays, 23:00 to 00:00"
    assert hours_sentence([]) == "No orders in these days"


def test_new_customers_are_counted() -> None:
    assert new_customers_sentence(5, 2014) == "5 of 2,014 customers were new"
    assert new_customers_sentence(0, 0) == "No customers with an id in these days"
