"""What a question's query gives is what plain Python says, and what MetricFlow says."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import settings as examples

from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.metric_oracle import answer
from tests.warehouse.metrics.random_marts import Shop, shops
from tests.warehouse.metrics.random_questions import (
    Asked,
    periods_of,
    questions,
)
from warehouse.metrics.question import Question

ONE_MART = ["fct_orders", "fct_order_lines", "fct_sessions", "customer_rfm_history"]


def question(asked: Asked) -> Question:
    first, last = asked.days or (None, None)
    return Question(
        formulas={name: name for name in asked.metrics},
        grain=asked.grain,
        windows=asked.windows,
        by=asked.by,
        where=asked.where.text if asked.where else None,
        first_on=first,
        last_on=last,
    )


def found(marts: Marts, asked: Asked) -> dict[object, list[object]]:
    """Return the values of an answer by period and cell."""
    key = "period" if asked.grain and not asked.windows else "place"
    return {
        (row[key], tuple(row[name] for name in asked.by)): [
            row[name] for name in asked.metrics
        ]
        for row in marts.ask(question(asked))
    }


def rounded(values: Sequence[object]) -> list[object]:
    return [None if one is None else pytest.approx(float(str(one))) for one in values]


@given(shop=shops(), asked=questions())
@examples(max_examples=80, deadline=None)
def test_an_answer_is_what_the_definitions_say(
    marts: Marts, shop: Shop, asked: Asked
) -> None:
    marts.fill(shop.all_tables)
    holds = asked.where.holds if asked.where else lambda _: True
    expected = answer(
        shop,
        asked.metrics,
        periods_of(asked, shop.calendar),
        asked.by,
        lambda told: holds(told) is True,
    )
    got = found(marts, asked)
    assert got.keys() == expected.keys()
    for cell, values in expected.items():
        assert got[cell] == rounded(values), cell
