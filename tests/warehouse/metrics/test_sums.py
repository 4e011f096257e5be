"""Which formulas are sums of their days."""

import pytest

from tests.warehouse.metrics.conftest import Marts
from warehouse.metrics.errors import MetricError
from warehouse.metrics.sums import is_sum_of_days


@pytest.mark.parametrize(
    ("formula", "is_sum"),
    [
        ("revenue", True),
        ("revenue - discount", True),
        ("2 * revenue / 3", True),
        ("-(revenue + discount)", True),
        ("orders", True),
        ("sessions", True),
        ("revenue + 5", False),  # 5 would be added each day
        ("revenue / orders", False),
        ("average_order_value", False),  # made of others
        ("customers", False),  # people, each once
        ("frequency_score", False),  # a state as on the last day
        ("orders + customers", False),
    ],
)
def test_a_formula_is_a_sum_of_its_days_or_not(
    marts: Marts, formula: str, is_sum: bool
) -> None:
    assert is_sum_of_days(marts.catalogue, formula) is is_sum


def test_what_is_no_formula_is_said(marts: Marts) -> None:
    with pytest.raises(MetricError, match="there is no metric rebates"):
        is_sum_of_days(marts.catalogue, "2 * rebates")
