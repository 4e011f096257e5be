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
    promotion = {"product_id": "p", "store_id": "s"}
    coupon = {"coupon_id": "k", "product_id": "p", "campaign_id": "m"}
    models.build(
        {
            "raw_shop._dlt_loads": loads,
            "raw_marketing._dlt_loads": loads,
            "raw_shop.products": loaded({"product_id": "known"}),
            "raw_shop.orders": [
                *loaded(
                    {"order_id": "1", "currency": "eur"},
                    {"order_id": "2", "currency": "USD"},
                    source="headers",
                ),
                *loaded({"order_id": "1"}, source="more_headers"),
            ],
            "raw_shop.order_lines": loaded(
                {"order_id": "1", "product_id": "known", "line_amount": 1},
                {"order_id": "2", "product_id": "unknown", "unit_price": 1},
                {"order_id": "2", "product_id": None, "quantity": 1},
            ),
            "raw_marketing.promotions": loaded(promotion, promotion, promotion),
            "raw_marketing.coupons": loaded(
                coupon, coupon, coupon | {"product_id": "q"}
            ),
        }
    )
    assert models.warnings() == {
        "coupons_do_not_repeat": 1,
        "promotions_do_not_repeat": 2,
        "lines_have_a_product_of_the_catalogue": 2,
        "lines_have_an_amount": 1,
        "orders_are_in_the_shops_currency": 1,
        "orders_are_told_apart": 2,
        "orders_have_a_time": 4,
    }
    assert models.failures() == {}
