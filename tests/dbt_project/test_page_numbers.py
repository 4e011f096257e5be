"""A number on a page is the catalogue's metric, on marts that the models built."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from tests.conftest import Shop as Workspace
from tests.dashboards.page_numbers import all_numbers
from tests.dbt_project.attribution_oracle import Shop
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.published_models import publish_built
from tests.dbt_project.random_visits import SHOPS, ZONE, raw, rows

BANDS = {"a": "18-24", "b": "45-54"}
"""Of c nothing is known."""
SETTINGS = f"""
[shop]
name = "Test shop"
timezone = "{ZONE}"
week_start = "thursday"
"""


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(
        shop_timezone=str(ZONE),
        shop_week_start="thursday",
        cancelled_statuses=["cancelled"],
    )


@given(shop=SHOPS)
@examples(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_pages_tell_the_metrics_of_the_catalogue(
    models: Models, shop: Shop, workspace: Workspace
) -> None:
    models.build(sold(shop))
    publish_built(models)
    found = list(all_numbers())
    assert found
    assert [told for told in found if not told.agrees] == []


@pytest.fixture
def workspace(shop: Workspace) -> Workspace:
    shop.write(SETTINGS)
    return shop


def sold(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Return the raw rows of a shop, with lines of its orders and ages of two."""
    told = raw(shop)
    lines = [
        {
            "order_id": order["order_id"],
            "customer_id": order["customer_id"],
            "ordered_at": order["ordered_at"],
            "product_id": product,
            "quantity": Decimal(-1 if order["order_amount"] < 0 else 1),
            "line_amount": order["order_amount"] / 2,
        }
        for order in told["raw_shop.orders"]
        for product in ("tea", "jam")
    ]
    people = [{"customer_id": name, "age_band": band} for name, band in BANDS.items()]
    return told | {
        "raw_shop.order_lines": rows(lines),
        "raw_shop.customers": rows(people),
    }
