"""A shop that has a web site and no books: its events are its orders.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Karvan, rows
from tests.ingestion.collector.serving import serving

SETTINGS = """
[shop]
name = "Tea by post"
timezone = "Europe/London"
currency = "GBP"

[[sources]]
name = "site"
kind = "events"
write_key = "demo"
"""
PRODUCTS = [
    {"product_id": "tea", "price": 5, "quantity": 2},
    {"sku": "cup", "price": "10"},
]


@pytest.fixture(scope="module", autouse=True)
def settings(workspace: Path) -> None:
    (workspace / "karvan.toml").write_text(SETTINGS)


def call(name: str | None, minute: int, **properties: Any) -> dict[str, Any]:
    """Return a page call, or one that tracks what is named."""
    return {
        "type": "track" if name else "page",
        "event": name,
        "messageId": f"m{minute}",
        "anonymousId": "browser",
        "userId": "ann",
        "timestamp": f"2024-06-30T22:{minute}:00Z",
        "properties": properties,
    }


def send(workspace: Path, *calls: dict[str, Any]) -> None:
    with serving(workspace, settings=SETTINGS) as server:
        assert server.post("/v1/batch", {"batch": calls}, "demo").status == 200
        server.stop()


def run(karvan: Karvan, version: int) -> str:
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    assert f"Published version {version}" in done.stdout
    return done.stdout


def test_before_the_first_event_it_publishes_and_says_how_to_send(
    karvan: Karvan,
) -> None:
    said = run(karvan, version=1)
    assert 'curl -u "demo:"' in said
    assert "/v1/track" in said
    [found] = rows(
        karvan,
        """
        select
            (select count(*) from marts.fct_events) as events,
            (select count(*) from marts.fct_orders) as orders,
            (select count(*) from marts.kpi_daily_traffic) as days
        """,
    )
    assert found == {"events": "0", "orders": "0", "days": "0"}


def test_what_was_sent_becomes_orders_sales_customers_and_traffic(
    karvan: Karvan, workspace: Path
) -> None:
    send(
        workspace,
        call(None, 50, path="/"),
        call("Product Viewed", 51, product_id="tea"),
        call("Product Added", 52, product_id="tea"),
        call("Checkout Started", 53, products=PRODUCTS),
        call("Order Completed", 54, orderId="o1", revenue=18, products=PRODUCTS),
    )
    assert "curl" not in run(karvan, version=2)
    # By London's clock it was six minutes before midnight.
    [sales] = rows(karvan, "from marts.kpi_daily_sales where orders > 0")
    assert (sales["day_on"], float(sales["revenue_amount"])) == ("2024-06-30", 18)
    lines = rows(karvan, "from marts.fct_order_lines order by line_number")
    assert [(one["product_id"], float(one["line_amount"])) for one in lines] == [
        ("tea", 9),
        ("cup", 9),
    ]
    [customer] = rows(karvan, "from marts.dim_customers")
    assert (customer["customer_id"], customer["orders"]) == ("ann", "1")
    [day] = rows(karvan, "from marts.kpi_daily_traffic")
    assert (day["sessions"], day["orders"], day["visitors"]) == ("1", "1", "1")
    [session] = rows(karvan, "from marts.fct_sessions")
    assert (session["funnel_step"], session["order_id"]) == ("4", "o1")


def test_a_second_order_is_added_and_the_first_stays(
    karvan: Karvan, workspace: Path
) -> None:
    again = call("Order Completed", 54, orderId="o1", revenue=18, products=PRODUCTS)
    send(workspace, again, call("Order Completed", 58, orderId="o2", revenue=7))
    run(karvan, version=3)
    orders = rows(karvan, "from marts.fct_orders order by order_id")
    assert [(one["order_id"], float(one["order_amount"])) for one in orders] == [
        ("o1", 18),
        ("o2", 7),
    ]
    [customer] = rows(karvan, "from marts.dim_customers")
    assert (customer["orders"], float(customer["revenue_amount"])) == ("2", 25)
    [session] = rows(karvan, "from marts.fct_sessions")
    assert (session["orders"], float(session["order_amount"])) == ("2", 25)
    ledger = rows(
        karvan,
        "select sum(received) as received, sum(accepted) as accepted, "
        "sum(duplicate) as duplicate from ops.ledger where entity = 'events'",
    )
    assert ledger == [{"received": "7", "accepted": "6", "duplicate": "1"}]


def test_what_is_loaded_once_is_not_looked_at_again(karvan: Karvan) -> None:
    assert "Nothing new since version 3" in karvan("run").stdout
