"""What is added has one sum, however its days are put into periods."""

import pytest
from hypothesis import given
from hypothesis import settings as examples

from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import FIRST, LAST, Shop, days, shops
from warehouse.metrics.conditions import parted
from warehouse.metrics.model import Metric
from warehouse.metrics.question import GRAINS, Grain, Question

ADDED = {"sum", "count", "sum_boolean"}


def is_additive(metric: Metric) -> bool:
    """Return whether a metric's periods add up: no state, and no key counted once."""
    given = metric.aggregation
    return (
        given is not None
        and given.function in ADDED
        and not given.is_last_of_period
        and given.kind is None
        and parted(metric)[1] is None
        and metric.grain == "day"
    )


def sums(marts: Marts, names: list[str], grain: Grain | None) -> dict[str, float]:
    question = Question(
        {name: name for name in names}, grain, first_on=FIRST, last_on=LAST
    )
    found = marts.ask(question)
    return {name: sum(row[name] for row in found) for name in names}


@pytest.mark.parametrize("is_jalali", [False, True])
@pytest.mark.parametrize("first_weekday", range(7))
@given(shop=shops())
@examples(max_examples=4, deadline=None)
def test_weeks_and_all_other_periods_add_up_to_days(
    marts: Marts, first_weekday: int, is_jalali: bool, shop: Shop
) -> None:
    calendar = days(Calendar(first_weekday, is_jalali))
    marts.fill({**shop.all_tables, "dim_dates": calendar})
    names = [name for name, one in marts.catalogue.metrics.items() if is_additive(one)]
    assert {"revenue", "orders", "units", "sessions", "tickets"} <= set(names)
    total = pytest.approx(sums(marts, names, None))
    for grain in GRAINS:
        assert sums(marts, names, grain) == total, grain
