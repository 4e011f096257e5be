"""Answers worked out by hand, and questions that have none."""

from dataclasses import replace
from datetime import date

import pytest

from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import days
from warehouse.metrics.compiler import compile_question
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import GRAINS, Question

JANUARY = date(2024, 1, 1), date(2024, 1, 31)
FEBRUARY = date(2024, 2, 1), date(2024, 2, 29)


def order(number: int, customer: str | None, day: date, amount: int, **more) -> dict:
    return {
        "order_id": f"o{number}",
        "customer_id": customer,
        "ordered_on": day,
        "order_amount": amount,
        "is_cancelled": False,
        "is_return": False,
        "is_first_order": False,
        "previous_ordered_on": None,
        **more,
    }


ROWS = {
    "dim_customers": [
        {"customer_id": "ann", "age_band": "18-24"},
        {"customer_id": "bob", "age_band": None},
    ],
    "fct_orders": [
        order(1, "ann", date(2024, 1, 1), 10, is_first_order=True),
        order(2, "ann", date(2024, 1, 31), 20, previous_ordered_on=date(2024, 1, 1)),
        order(3, "ann", date(2024, 2, 29), 40, previous_ordered_on=date(2024, 1, 31)),
        order(4, "bob", date(2024, 2, 1), 7, is_first_order=True),
        order(5, "bob", date(2024, 2, 2), -7, is_return=True),
        order(6, None, date(2024, 2, 2), 5),
        order(7, "eve", date(2024, 2, 3), 9, is_cancelled=True),
    ],
    "fct_order_lines": [
        {
            "order_id": name,
            "customer_id": customer,
            "ordered_on": date(2024, 2, day),
            "is_counted": name == "o6",
        }
        for name, customer, day in (("o5", "bob", 2), ("o6", None, 2), ("o7", "eve", 3))
    ],
    "fct_sessions": [
        {
            "session_id": "s1",
            "visitor_key": 1,
            "started_on": date(2024, 2, 1),
            "duration_s": duration,
            "is_new_visitor": before_on is None,
            "previous_started_on": before_on,
        }
        for duration, before_on in ((10.0, None), (40.0, date(2024, 2, 1)))
    ],
}
"""Ann buys thrice, Bob once and gives back, a guest once."""


@pytest.fixture
def shop(marts: Marts) -> Marts:
    """Give the marts of that shop, in a common calendar."""
    marts.fill({"dim_dates": days(Calendar(0, is_jalali=False)), **ROWS})
    return marts


def values(marts: Marts, formula: str, **asked) -> list[float | None]:
    found = marts.ask(Question({"value": formula}, **asked))
    return [row["value"] for row in found]


def test_repeat_customers_are_those_of_each_period(shop: Marts) -> None:
    windows = [JANUARY, FEBRUARY, (JANUARY[0], FEBRUARY[1]), (date(2020, 1, 1),) * 2]
    assert values(shop, "repeat_customers", windows=windows) == [1, 0, 1, 0]
    assert values(shop, "repeat_rate", windows=windows) == [1, 0, 0.5, None]


def test_windows_may_overlap_and_repeat_and_be_empty(shop: Marts) -> None:
    nobody = (date(2024, 2, 1), date(2024, 1, 31))
    windows = [FEBRUARY, FEBRUARY, nobody, (date(2024, 1, 31), date(2024, 2, 1))]
    assert values(shop, "revenue", windows=windows) == [54, 54, 0, 27]
    assert values(shop, "customers", windows=windows) == [2, 2, 0, 2]


def test_nobody_is_counted_once_for_each_shorter_period(shop: Marts) -> None:
    assert values(shop, "customers", grain="month") == [1, 2]
    assert values(shop, "customers", grain="quarter") == [2]
    assert values(shop, "customers") == [2]


def test_a_period_that_is_cut_says_so(shop: Marts) -> None:
    asked = Question({"value": "revenue"}, "month", first_on=date(2024, 1, 2))
    january, february = shop.ask(asked)
    assert (january["first_on"], january["is_whole"]) == (date(2024, 1, 2), False)
    assert (february["last_on"], february["is_whole"]) == (date(2024, 2, 29), True)
    assert (january["value"], february["value"]) == (20, 54)


def test_who_is_not_known_is_a_cell_of_its_own(shop: Marts) -> None:
    found = shop.ask(Question({"r": "revenue", "c": "customers"}, by=("age_band",)))
    cells = {row["age_band"]: (row["r"], row["c"]) for row in found}
    assert cells == {"18-24": (70, 1), None: (14, 1)}


def test_a_formula_of_two_marts_is_0_where_one_has_nothing(shop: Marts) -> None:
    windows = [JANUARY, FEBRUARY]
    assert values(shop, "orders + sessions", windows=windows) == [2, 5]
    assert values(shop, "orders / sessions", windows=windows) == [None, 1.5]


def test_what_is_added_beside_what_is_counted_once_is_of_all_rows(shop: Marts) -> None:
    assert values(shop, "orders / customers", windows=[JANUARY, FEBRUARY]) == [2, 1.5]
    assert values(shop, "sessions / visitors") == [2]
    assert values(shop, "session_duration") == [25]


def test_lines_of_returns_and_cancelled_orders_are_of_no_order(shop: Marts) -> None:
    assert values(shop, "orders_with_lines") == [1]
    assert values(shop, "customers_with_lines") == [0]


@pytest.mark.parametrize("is_jalali", [False, True])
@pytest.mark.parametrize("first_weekday", range(7))
def test_periods_add_up_to_days_whatever_the_calendar(
    marts: Marts, first_weekday: int, is_jalali: bool
) -> None:
    marts.fill({"dim_dates": days(Calendar(first_weekday, is_jalali)), **ROWS})
    for grain in GRAINS:
        assert sum(value or 0 for value in values(marts, "revenue", grain=grain)) == 84


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question({"v": "revenu"}), "no metric revenu .*did you mean revenue"),
        (Question({"v": "revenue * orders"}), "not linear"),
        (Question({"v": "revenue"}, by=("department",)), "→ department.*line_revenue"),
        (Question({"v": "line_revenue"}, by=("device",)), "many rows.*sessions"),
        (Question({"v": "revenue"}, by=("age_bnd",)), "did you mean age_band"),
        (Question({"v": "revenue"}, where="age_bnd = 'x'"), "did you mean age_band"),
        (
            Question({"v": "orders / sessions"}, by=("device",)),
            "orders|sessions.*device",
        ),
        (
            Question({"v": "orders / sessions"}, by=("order_channel",)),
            "orders can be cut by order_channel, but sessions",
        ),
        (Question({"v": "recency_score"}, "week"), "by month and longer, not by week"),
        (Question({"v": "revenue"}, "decade"), "no period decade"),  # pyright: ignore
        (Question({"v": "revenue"}, by=('x" from marts.y --',)), "no dimension"),
    ],
)
def test_what_cannot_be_computed_is_said_in_words(
    shop: Marts, question: Question, words: str
) -> None:
    with pytest.raises(MetricError, match=words):
        shop.ask(question)


def test_a_name_for_two_columns_is_refused_and_its_keys_tell_them_apart(
    marts: Marts,
) -> None:
    models = dict(marts.catalogue.models)
    stores = models["stores"]
    city = replace(stores.dimensions["store_city"], name="city")
    models["stores"] = replace(stores, dimensions={**stores.dimensions, "city": city})
    catalogue = replace(marts.catalogue, models=models)
    with pytest.raises(MetricError, match=r"customer__city or store__city"):
        compile_question(catalogue, Question({"v": "revenue"}, by=("city",)))
    for name in ("customer__city", "store__city"):
        compile_question(catalogue, Question({"v": "revenue"}, by=(name,)))
