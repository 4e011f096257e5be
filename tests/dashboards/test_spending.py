"""What a customer spent, month by month."""

from datetime import date

import pandas as pd
import pytest

from dashboards.customer.spending import spending_chart, spending_sentence
from tests.dashboards.vega_lite import assert_valid


def months(*orders: int) -> pd.DataFrame:
    """Return months from January 2023 on with so many orders of 10 each."""
    starts = pd.date_range(date(2023, 1, 1), periods=len(orders), freq="MS")
    revenue = [10.0 * count for count in orders]
    return pd.DataFrame({"month_on": starts, "orders": orders, "revenue": revenue})


@pytest.mark.parametrize(
    ("orders", "sentence"),
    [
        ((2,), "The first month: 2 orders of $20.00"),
        ((1, 1), "Bought in 2 of 2 months; $10.00 a month over 2 months"),
        ((1, 0, 2), "Bought in 2 of 3 months; $10.00 a month over 3 months"),
        ((5, *[0] * 11, 12), "Bought in 2 of 13 months; $10.00 a month over the last"),
        ((1, 1, 0, 0, 0), "No order for 3 months, after 2 with orders"),
    ],
)
def test_the_sentence_says_how_regularly_one_buys_or_no_more(
    orders: tuple[int, ...], sentence: str
) -> None:
    assert spending_sentence(months(*orders), "USD").startswith(sentence)


def test_the_chart_has_a_bar_for_each_month() -> None:
    spec = spending_chart(months(1, 0, 2), "USD")

    assert_valid(spec)
    rows = spec["datasets"]["frame_0"]
    assert rows["label"].tolist() == ["Jan 2023", "Feb 2023", "Mar 2023"]
    assert rows["bought"].tolist() == ["1 order", "0 orders", "2 orders"]
