"""Metrics are clicked into a formula so that it stays one."""

import pytest

from dashboards.kpis.chips import MOST, suggested, with_metric
from warehouse.metrics.model import Metric

UNITS = {
    "revenue": "money",
    "discount": "money",
    "orders": "count",
    "recency_score": "score",
    "average_order_value": "money per count",
}
METRICS = {
    name: Metric(
        name, name.replace("_", " ").capitalize(), "", "", unit, "up", "day",
        False, (), "",
    )
    for name, unit in UNITS.items()
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "then"),
    [
        ("", "revenue", "revenue"),
        ("reven", "revenue", "revenue"),
        ("  ", "revenue", "revenue"),
        ("(", "revenue", "(revenue"),
        ("(revenue -", "discount", "(revenue - discount"),
        ("(revenue - dis", "discount", "(revenue - discount"),
        ("revenue /", "orders", "revenue / orders"),
        ("revenue", "discount", "revenue + discount"),
        ("revenue ", "orders", "revenue / orders"),
        ("0.5 * ", "orders", "0.5 * orders"),
        ("(revenue - discount)", "orders", "(revenue - discount) / orders"),
        ("2 2", "orders", "2 2 + orders"),
    ],
)
def test_a_click_goes_on_with_the_formula(text: str, name: str, then: str) -> None:
    assert with_metric(text, name, METRICS) == then


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", list(UNITS)),
        ("revenue", list(UNITS)),
        ("rev", ["revenue"]),
        ("revenue / ord", ["orders", "average_order_value"]),
        ("SCORE", ["recency_score"]),
        ("zzz", list(UNITS)),
    ],
)
def test_the_word_at_the_end_says_which_metrics_are_offered(
    text: str, names: list[str]
) -> None:
    assert suggested(text, METRICS) == names


def test_only_so_many_are_offered_at_once() -> None:
    many = {f"m{place}": METRICS["orders"] for place in range(30)}
    assert suggested("", many) == [f"m{place}" for place in range(MOST)]
