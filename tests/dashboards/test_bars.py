"""Bars of named amounts: in order, from zero, with room for the words at their ends."""

import pandas as pd
import pytest

from dashboards.components.bars import bars
from tests.dashboards.vega_lite import assert_valid

ROWS = pd.DataFrame(
    {
        "name": ["Bread", "Pan"],
        "value": [120.0, 180.0],
        "text": ["$120", "$180"],
        "people": ["3", "2"],
    }
)
FACTS = {"name": "Product", "text": "Revenue", "people": "Buyers"}


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        ROWS.assign(role=["muted", "amber"]),
        ROWS.assign(colour=["#0072b2", "#d55e00"], tick=[0.2, 300.0]),
        ROWS.head(1).assign(value=0.0),
    ],
    ids=["plain", "roles", "colours and ticks", "nothing"],
)
def test_bars_are_valid_vega_lite(rows: pd.DataFrame) -> None:
    assert_valid(bars(rows, FACTS))


def test_bars_keep_the_order_of_their_rows() -> None:
    assert bars(ROWS, FACTS)["layer"][0]["encoding"]["y"]["sort"] is None


def test_bars_start_at_zero_and_hold_the_largest_tick() -> None:
    spec = bars(ROWS.assign(tick=[0.0, 300.0]), FACTS)

    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]

    assert low == 0
    assert high > 300


def test_a_negative_amount_stays_in_sight() -> None:
    spec = bars(ROWS.assign(value=[120.0, -40.0]), FACTS)

    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] == -40


def test_each_fact_stands_in_the_tooltip() -> None:
    tooltip = bars(ROWS, FACTS)["layer"][0]["encoding"]["tooltip"]

    assert [line["title"] for line in tooltip] == ["Product", "Revenue", "Buyers"]
