"""What is odd in the data is counted by dbt tests that warn, and blocks nothing."""

from typing import Any

from tests.dbt_project.conftest import ModelsOf


def loaded(*rows: dict[str, Any], source: str = "a") -> list[dict[str, Any]]:
    return [
        {"source_name": source, "source_row": number, "_dlt_load_id": "1"} | row
        for number, row in enumerate(rows, start=1)
    ]


def test_every_finding_is_counted(models_of: ModelsOf) -> None:
    models = models_of(shop_currency="EUR")
    loads = """
        select
            '1' as load_id,
            0 as status,
            timestamptz '2024-01-01 00:00:00+00' as inserted_at
    """
    models.build(
        {
            "raw_shop._dlt_loads": loads,
            "raw_shop.orders": [
                *loaded(
                    {"order_id": "1", "currency": "eur"},
                    {"order_id": "2", "currency": "USD"},
                    source="headers",
                ),
                *loaded({"order_id": "1"}, source="more_headers"),
            ],
            "raw_shop.order_lines": loaded(
                {"order_id": "1", "line_amount": 1},
                {"order_id": "2", "unit_price": 1},
                {"order_id": "2", "quantity": 1},
            ),
        }
    )
    assert models.warnings() == {
        "lines_have_an_amount": 1,
        "orders_are_in_the_shops_currency": 1,
        "orders_are_told_apart": 2,
        "orders_have_a_time": 4,
    }
    assert models.failures() == {}
