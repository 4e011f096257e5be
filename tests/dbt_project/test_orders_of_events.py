"""Orders of events beside the shop's own: each counted once, and compared."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf

DAY = datetime(2024, 3, 1, 10)  # noqa: DTZ001
LOADS = [{"load_id": "1", "status": 0, "inserted_at": "2024-06-01 00:00:00+00"}]
TEA = {"product_id": "tea", "price": 5, "quantity": 2}
CUP = {"sku": "cup", "price": 10}


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(simulated_sources=["sample"], order_sources=["market"])


def event(name: str, day: int, user: str | None = "ann", **properties: Any) -> Any:
    """Return a raw event of the site; a property `source` names another sender."""
    source = properties.pop("source", "web")
    content = json.dumps(properties)
    return {
        "message_id": f"{source}-{name}-{day}-{properties.get('order_id')}",
        "message_key": 1,
        "type": "track",
        "event": name,
        "user_id": user,
        "anonymous_id": "browser",
        "properties": content,
        "timestamp": DAY + timedelta(days=day),
        "received_at": DAY + timedelta(days=day),
        "source_name": source,
        "source_file": "f",
        "source_row": day,
        "_dlt_load_id": "1",
    }


def completed(day: int, order_id: str | None, **properties: Any) -> Any:
    return event("Order Completed", day, order_id=order_id, **properties)


def line(order_id: str, amount: int, day: int = 0) -> Any:
    """Return a line of the shop's own system."""
    return {
        "order_id": order_id,
        "customer_id": "ann",
        "product_id": "tea",
        "line_amount": amount,
        "ordered_at": DAY + timedelta(days=day),
        "source_name": "till",
        "source_file": "lines.csv",
        "source_row": int(order_id.removeprefix("o")),
        "_dlt_load_id": "1",
    }


def build(models: Models, events: list[Any], lines: list[Any]) -> None:
    models.build(
        {
            "raw_shop._dlt_loads": LOADS,
            "raw_events._dlt_loads": LOADS,
            "raw_events.events": events,
            "raw_shop.order_lines": lines,
        }
    )
    assert models.failures() == {}


def orders(models: Models) -> dict[str, Decimal]:
    rows = models.rows("from candidate.marts.fct_orders")
    return {row["order_id"]: row["order_amount"] for row in rows}


def differences(models: Models) -> dict[str, tuple[str, Decimal | None, bool]]:
    return {
        row["order_id"]: (row["side"], row["difference_amount"], row["is_different"])
        for row in models.rows("from candidate.marts.fct_order_differences")
    }


def test_without_a_system_events_are_the_orders(models: Models) -> None:
    build(
        models,
        [
            completed(0, "o1", products=[TEA, CUP], total=25, tax=3, shipping=2),
            completed(1, "o2", user=None, revenue=7, products=[{"product_id": "tea"}]),
            completed(1, "o2", user=None, revenue=7, source="server"),
            completed(2, None, product_id="tea", price=4),
        ],
        [],
    )
    assert orders(models) == {
        "o1": 20,
        "o2": 7,
        "web-Order Completed-2-None": 4,
    }
    [guest] = models.rows("from candidate.marts.fct_orders where order_id = 'o2'")
    assert guest["customer_id"] is None
    assert guest["tax_amount"] == 0
    lines = models.rows(
        "select order_id, product_id, quantity, line_amount "
        "from candidate.marts.fct_order_lines order by all"
    )
    assert [tuple(row.values()) for row in lines] == [
        ("o1", "cup", 1, 10),
        ("o1", "tea", 2, 10),
        ("o2", "tea", 1, 7),
        ("web-Order Completed-2-None", "tea", 1, 4),
    ]
    assert differences(models) == {}


def test_a_refund_is_a_return_on_its_own_day(models: Models) -> None:
    build(
        models,
        [
            completed(0, "o1", products=[TEA, CUP], revenue=18),
            event("Order Refunded", 3, order_id="o1", total=9, products=[CUP]),
            event("Order Refunded", 4, order_id="o1"),
            event("Order Refunded", 5, order_id="o1"),
        ],
        [],
    )
    days = models.rows(
        "select orders, revenue_amount from candidate.marts.kpi_daily_sales "
        "order by day_on"
    )
    assert [tuple(day.values()) for day in days] == [
        (1, 18),
        (0, 0),
        (0, 0),
        (0, -9),
        (0, -9),
    ]
    [customer] = models.rows("from candidate.marts.customer_rfm")
    assert (customer["frequency"], customer["monetary_amount"]) == (1, 0)


def test_a_shops_own_system_is_the_truth(models: Models) -> None:
    """Events of its orders add nothing, before and after the database knows them."""
    events = [
        completed(0, "o1", revenue=20),
        completed(1, "o2", revenue=12),
        completed(3, "o9", revenue=99),
        event("Order Refunded", 4, order_id="o1", revenue=20),
    ]
    known = [line("o1", 20), line("o2", 10, day=1), line("o3", 5, day=2)]
    build(models, events, known[:1])
    assert orders(models) == {"o1": 20}
    build(models, events, known)
    assert orders(models) == {"o1": 20, "o2": 10, "o3": 5}
    assert differences(models) == {
        "o1": ("both", 0, False),
        "o2": ("both", 2, True),
        "o3": ("shop", None, False),
        "o9": ("events", None, False),
    }
    build(models, [], known)
    assert orders(models) == {"o1": 20, "o2": 10, "o3": 5}
    assert differences(models) == {}


def test_a_source_of_its_own_orders_counts_beside_the_tills(models: Models) -> None:
    events = [
        completed(0, "o1", revenue=1, source="market"),
        completed(0, "o5", revenue=30, source="market"),
    ]
    build(models, events, [line("o1", 20)])
    assert orders(models) == {"o1": 20, "o5": 30}
    assert differences(models) == {"o1": ("both", -19, True)}


def test_simulated_orders_are_nobodys(models: Models) -> None:
    """Without a system there is nothing to compare them with either."""
    build(models, [completed(0, "o1", revenue=50, source="sample")], [])
    assert orders(models) == {}
    assert differences(models) == {}


def test_simulated_orders_are_compared_and_change_none(models: Models) -> None:
    events = [completed(n, f"o{n}", revenue=50, source="sample") for n in (1, 2, 3)]
    events += [
        event("Order Refunded", 4, order_id="o1", source="sample"),
        completed(5, "o3", revenue=30),
    ]
    build(models, events, [line("o1", 20), line("o3", 30, day=5)])
    assert orders(models) == {"o1": 20, "o3": 30}
    assert differences(models) == {
        "o1": ("both", 30, True),
        "o2": ("events", None, False),
        "o3": ("both", 0, False),
    }
    simulated = models.rows(
        "from candidate.marts.fct_order_differences where is_simulated order by all"
    )
    assert [row["order_id"] for row in simulated] == ["o1", "o2"]


def test_sales_are_the_same_with_traffic_and_without(models: Models) -> None:
    """Every mart of orders, customers and sales, to the byte."""
    lines = [line(f"o{n}", n, day=n) for n in range(1, 9)]
    marts = ["fct_orders", "fct_order_lines", "kpi_daily_sales", "customer_rfm"]

    def sales() -> list[Any]:
        return [
            models.rows(f"from candidate.marts.{mart} order by all") for mart in marts
        ]

    build(models, [], lines)
    before = sales()
    traffic = [event("Product Viewed", n, product_id="tea") for n in range(5)]
    build(models, [*traffic, completed(2, "o2", revenue=3)], lines)
    assert sales() == before
