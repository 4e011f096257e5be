"""What a question's query gives is what MetricFlow's query of the same YAML gives."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import FIRST, LAST, Shop, shops
from tests.warehouse.metrics.random_questions import Asked, questions
from tests.warehouse.metrics.test_compiler import question

OF_PEOPLE = ("age_band", "city", "segment")
WITHIN_A_PERIOD = {
    *("repeat_customers", "repeat_rate"),
    *("repeat_product_buyers", "product_repeat_rate"),
}
"""MetricFlow asks of all time whether somebody has two orders."""

PATHS: Mapping[str, Mapping[str, str]] = {
    "fct_orders": {
        **{name: f"customer__{name}" for name in OF_PEOPLE},
        "order_channel": "order_id__order_channel",
        "is_return": "order_id__is_return",
        "store": "store",
    },
    "fct_order_lines": {
        **{name: f"customer__{name}" for name in OF_PEOPLE},
        "department": "product__department",
        "order_channel": "order_id__order_channel",
        "is_return": "order_id__is_return",
    },
    "fct_sessions": {
        **{name: f"session__customer__{name}" for name in OF_PEOPLE},
        "device": "session__device",
        "channel": "session__channel",
    },
    "customer_rfm_history": {
        **{name: f"customer__{name}" for name in OF_PEOPLE},
        "segment_then": "customer_at_month_end__segment_then",
    },
    "fct_tickets": {
        **{name: f"customer__{name}" for name in OF_PEOPLE},
        "ticket_channel": "ticket__ticket_channel",
    },
    "fct_survey_answers": {
        **{name: f"customer__{name}" for name in OF_PEOPLE},
        "survey_kind": "survey_answer__survey_kind",
    },
}
"""What MetricFlow calls the dimensions of a mart."""


def reference(path: str) -> str:
    """Return a dimension as its filters have it."""
    *before, entity, name = path.split("__") if "__" in path else ("", path)
    if not entity:
        return f"{{{{ Entity('{name}') }}}}"
    steps = f", entity_path={before!r}" if before else ""
    return f"{{{{ Dimension('{entity}__{name}'{steps}) }}}}"


def translated(text: str, paths: Mapping[str, str]) -> str:
    """Return a reader's condition in MetricFlow's words."""
    names = "|".join(paths)
    return re.sub(
        rf"'(?:[^']|'')*'|\b(?:{names})\b",
        lambda word: reference(paths[word[0]]) if word[0] in paths else word[0],
        text,
    )


def asked_of_metricflow(
    marts: Marts, asked: Asked, paths: Mapping[str, str], days: tuple[date, date]
) -> dict[object, list[object]]:
    grain = {"day": "metric_time__day"}.get(
        asked.grain or "", f"metric_time__shop_{asked.grain}"
    )
    periods = [grain] if asked.grain else []
    rows = marts.metricflow.rows(
        marts.connection,
        asked.metrics,
        [*periods, *(paths[name] for name in asked.by)],
        translated(asked.where.text, paths) if asked.where else None,
        days,
    )
    found = {}
    for row in rows:
        period = row[grain] if periods else 0
        cell = tuple(row[paths[name]] for name in asked.by)
        found[getattr(period, "date", lambda p=period: p)(), cell] = [
            row[name] for name in asked.metrics
        ]
    return found


def told(found: Mapping[object, list[object]]) -> dict[object, list[object]]:
    """Leave out where there is nothing: a row of zeros of one is none of the other."""
    rows = {cell: [_number(one) for one in values] for cell, values in found.items()}
    return {cell: values for cell, values in rows.items() if any(values)}


def _number(value: object) -> object:
    return round(float(str(value)), 6) if value else 0


@pytest.mark.parametrize("mart", PATHS)
@given(data=st.data(), shop=shops())
@examples(max_examples=20, deadline=None)
def test_an_answer_is_what_metricflow_says(
    marts: Marts, mart: str, data: st.DataObject, shop: Shop
) -> None:
    asked = data.draw(questions(marts=(mart,)))
    assume(not asked.windows and not WITHIN_A_PERIOD & set(asked.metrics))
    marts.fill(shop.all_tables)
    days = asked.days or (FIRST, LAST)
    ours: dict[object, list[object]] = {
        (row.get("period", 0), tuple(row[name] for name in asked.by)): [
            row[name] for name in asked.metrics
        ]
        for row in marts.ask(question(asked))
    }
    theirs = asked_of_metricflow(marts, asked, PATHS[mart], days)
    assert told(ours) == told(theirs)


def test_over_all_days_metricflow_counts_repeat_customers_alike(marts: Marts) -> None:
    orders = [
        {"order_id": str(number), "customer_id": customer, "ordered_on": day}
        for number, (customer, day) in enumerate(
            [("a", FIRST), ("a", LAST), ("b", FIRST), ("c", LAST), ("c", LAST)]
        )
    ]
    shared = {"is_cancelled": False, "is_return": False, "order_amount": 1}
    marts.fill({"fct_orders": [{**row, **shared} for row in orders]})
    theirs = marts.metricflow.rows(marts.connection, ["repeat_customers"], [])
    assert theirs == [{"repeat_customers": 2}]
