"""Random small shops: rules of baskets say what plain Python says."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project.baskets_oracle import Least, Measures, Rule, rules
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf

LEAST = Least(Fraction(30), Fraction(20), 2)
LAST = date(2024, 3, 31)
DAYS = 30
CATALOGUE = {
    "tea": ("food", "drinks"),
    "juice": ("food", "drinks"),
    "bread": ("food", "bakery"),
    "pan": ("home", "kitchen"),
    "lamp": ("home", None),
    "gift": (None, None),
}


class Line(NamedTuple):
    """A line of an order."""

    product: str | None
    quantity: int


class Order(NamedTuple):
    """An order of the shop; its lines may go back."""

    lines: tuple[Line, ...]
    days_ago: int
    is_cancelled: bool

    @property
    def products(self) -> frozenset[str]:
        """Return what counts as bought together."""
        sold = [line for line in self.lines if line.quantity > 0]
        if self.is_cancelled or not 0 <= self.days_ago < DAYS or not sold:
            return frozenset()
        return frozenset(line.product for line in sold if line.product is not None)


ORDERS = st.lists(
    st.builds(
        Order,
        lines=st.lists(
            st.builds(
                Line,
                st.none() | st.sampled_from([*CATALOGUE, "unlisted"]),
                st.sampled_from([1, 1, 1, 2, -1, 0]),
            ),
            min_size=1,
            max_size=8,
        ).map(tuple),
        days_ago=st.sampled_from([0, 0, 1, 29, 30]),
        is_cancelled=st.sampled_from([False, False, False, True]),
    ),
    max_size=12,
)


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(
        cancelled_statuses=["cancelled"],
        baskets_days=DAYS,
        baskets_min_support_pct=30,
        baskets_min_product_support_pct=20,
        baskets_min_orders=2,
    )


@given(orders=ORDERS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_rules_agree_with_the_definitions(models: Models, orders: list[Order]) -> None:
    compare(models, orders)


def test_large_baskets_agree_with_the_definitions(models: Models) -> None:
    """Rules of three groups at each level, some of which always hold."""
    names = [*CATALOGUE, "unlisted"]
    orders = [
        Order(
            tuple(Line(name, 1) for place, name in enumerate(names) if n % (place + 2)),
            n % DAYS,
            is_cancelled=False,
        )
        for n in range(90)
    ]
    compare(models, orders)
    found = found_rules(models)
    threes = {level for level, antecedents, _ in found if len(antecedents) == 2}
    assert threes == {"product", "category"}
    assert any(measures.conviction is None for measures in found.values())


@pytest.mark.parametrize("orders", [[], [Order((Line("tea", 1),), 0, False)]])
def test_too_few_baskets_have_no_rule(models: Models, orders: list[Order]) -> None:
    compare(models, orders)
    assert found_rules(models) == {}


def test_known_measures() -> None:
    """Of 10 baskets butter is in 5, bread in 4, both in 4: by hand."""
    measures = Measures(4, 5, 4, 10)
    assert measures.support == Fraction(4, 10)
    assert measures.confidence == Fraction(8, 10)
    assert measures.lift == 2
    assert measures.leverage == Fraction(2, 10)
    assert measures.conviction == 3
    assert Measures(4, 4, 5, 10).conviction is None


def compare(models: Models, orders: Sequence[Order]) -> None:
    # The last day is there whatever else is: an order that holds no product.
    given = [*orders, Order((Line(None, 1),), 0, is_cancelled=False)]
    models.build(raw(given), only=("kpi_baskets",))
    groups = {
        "department": {name: pair[0] for name, pair in CATALOGUE.items()},
        "category": {name: pair[1] for name, pair in CATALOGUE.items()},
    }
    expected = rules((order.products for order in given), groups, LEAST)
    assert found_rules(models) == expected
    for row in models.rows("from candidate.marts.kpi_baskets"):
        measures = expected[key(row)]
        for name in ("support", "confidence", "lift", "leverage"):
            assert row[name] == pytest.approx(float(getattr(measures, name)), abs=1e-12)
        conviction = measures.conviction
        assert row["conviction"] == (
            None if conviction is None else pytest.approx(float(conviction))
        )
        assert row["as_of_on"] == LAST
    assert models.failures() == {}


def found_rules(models: Models) -> dict[Rule, Measures]:
    names = Measures.__dataclass_fields__
    return {
        key(row): Measures(**{name: row[name] for name in names})
        for row in models.rows("from candidate.marts.kpi_baskets")
    }


def key(row: dict[str, Any]) -> Rule:
    antecedents = {row["antecedent"], row["second_antecedent"]} - {None}
    return row["group_level"], frozenset(antecedents), row["consequent"]


def raw(orders: Sequence[Order]) -> dict[str, list[dict[str, Any]]]:
    told = {"source_name": "till", "source_file": "f", "_dlt_load_id": "1"}
    noon = datetime(LAST.year, LAST.month, LAST.day, 12, tzinfo=UTC)
    lines = [
        {
            "order_id": f"o{number}",
            "product_id": line.product,
            "quantity": line.quantity,
            "line_amount": Decimal(5 * line.quantity),
        }
        for number, order in enumerate(orders)
        for line in order.lines
    ]
    headers = [
        {
            "order_id": f"o{number}",
            "ordered_at": noon - timedelta(days=order.days_ago),
            "status": "cancelled" if order.is_cancelled else None,
        }
        for number, order in enumerate(orders)
    ]
    products = [
        {"product_id": name, "department": department, "category": category}
        for name, (department, category) in CATALOGUE.items()
    ]
    return {
        "raw_shop._dlt_loads": [
            {
                "load_id": "1",
                "status": 0,
                "inserted_at": datetime(2024, 6, 1, tzinfo=UTC),
            }
        ],
        **{
            f"raw_shop.{entity}": [
                record | told | {"source_row": number}
                for number, record in enumerate(records, start=1)
            ]
            for entity, records in (
                ("orders", headers),
                ("order_lines", lines),
                ("products", products),
            )
        },
    }
