"""Values of a KPI are written by what they are numbers of, all in one way."""

import pytest

from dashboards.kpis.units import Written, unit_words
from warehouse.metrics.units import Unit


@pytest.mark.parametrize(
    ("unit", "values", "texts"),
    [
        ("money", [1234567.0, 12.5, -3.0], ["$1.23M", "$12.50", "-$3.00"]),
        ("money per count", [31.456], ["$31.46"]),
        ("count", [12345.0, 7.0], ["12.3k", "7"]),
        ("count", [12345.0, 7.5], ["12.3k", "7.50"]),
        ("ratio", [0.25, -0.1, None], ["25%", "-10%", "–"]),
        ("ratio", [3.2, 0.5], ["3.20", "0.50"]),
        ("ratio", [320.0], ["320"]),
        ("score", [3.2456, 3.0], ["3.25", "3.00"]),
        ("days", [12.0], ["12"]),
        ("count per money", [0.00456], ["0.0046"]),
    ],
)
def test_a_value_is_written_as_what_it_is(
    unit: str, values: list[float | None], texts: list[str]
) -> None:
    written = Written(Unit.named(unit), "USD", values)
    assert [written.text(value) for value in values] == texts


def test_a_share_moves_in_points_and_all_else_in_percent() -> None:
    share = Written(Unit.named("ratio"), "USD", [0.25, 0.2])
    assert share.change(0.25, 0.2) == "+5 points"
    times = Written(Unit.named("ratio"), "USD", [2.5, 2.0])
    assert times.change(2.5, 2.0) == "+25%"
    assert times.change(2.5, None) is None
    assert times.change(None, 2.0) is None
    assert times.change(2.5, 0.0) is None


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("money", "EUR"),
        ("money per count", "EUR each"),
        ("count", "a number"),
        ("ratio", "a ratio"),
        ("days", "days"),
        ("per count", "per count"),
    ],
)
def test_a_unit_is_said_in_words(unit: str, words: str) -> None:
    assert unit_words(Unit.named(unit), "EUR") == words
