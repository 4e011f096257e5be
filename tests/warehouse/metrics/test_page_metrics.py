"""Metrics that pages have tiles of, worked out by hand, and as MetricFlow says them."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import days
from warehouse.metrics.question import Question

JANUARY = date(2024, 1, 1), date(2024, 1, 31)
FEBRUARY = date(2024, 2, 1), date(2024, 2, 29)
MARCH = date(2024, 3, 1), date(2024, 3, 31)
QUARTER = JANUARY[0], MARCH[1]


def campaign(name: str, kind: str, start: date, *, known: bool, **counts: int) -> dict:
    """Return a campaign whose members spent 10 before, and others 8."""
    return {
        "campaign_id": name,
        "kind": kind,
        "starts_on": start,
        "is_comparable": known,
        "member_before_amount": 10,
        "non_member_before_amount": 8,
        "non_member_during_amount": 9,
        **counts,
    }


CAMPAIGNS = [
    campaign(
        *("a", "Mail", date(2024, 1, 10)),
        known=True,
        **{"members": 100, "redeemers": 20, "compared_members": 80},
        member_during_amount=15,
    ),
    campaign(
        *("b", "Mail", date(2024, 1, 31)),
        known=True,
        **{"members": 50, "redeemers": 5, "compared_members": 40},
        member_during_amount=8,
    ),
    campaign(
        *("c", "App", date(2024, 2, 1)),
        known=False,
        **{"members": 30, "redeemers": 0, "compared_members": 30},
        member_during_amount=90,
    ),
]
"""Of a, members' sales rose by 5 and others' by 1; of b by -2 and 1; c is not over."""

REDEMPTIONS = [
    {
        "redemption_id": f"r{n}",
        "customer_id": who,
        "campaign_id": what,
        "redeemed_on": on,
    }
    for n, (who, what, on) in enumerate(
        [
            ("ann", "a", date(2024, 1, 12)),
            ("ann", "a", date(2024, 1, 13)),
            ("ann", "b", date(2024, 2, 2)),
            ("bob", "b", date(2024, 2, 2)),
        ]
    )
]


def period(start: date, kind: str = "month") -> dict:
    return {"period": kind, "period_start_on": start}


DEMOGRAPHICS = [
    {
        **period(start, kind),
        "dimension": dimension,
        "band": band,
        "department": department,
        "customers": count,
    }
    for start, kind, dimension, band, department, count in [
        (JANUARY[0], "month", "age", "18-24", None, 30),
        (JANUARY[0], "month", "age", "unknown", None, 10),
        (JANUARY[0], "month", "age", "18-24", "FOOD", 25),
        (JANUARY[0], "month", "sex", "f", None, 4),
        (JANUARY[0], "month", "sex", "unknown", None, 36),
        (JANUARY[0], "quarter", "age", "18-24", None, 1),
    ]
]
FUNNELS = [
    {
        **period(start, kind),
        "funnel": funnel,
        "entered": entered,
        "arrived": arrived,
        "median_duration_s": median,
    }
    for start, kind, funnel, entered, arrived, median in [
        (JANUARY[0], "month", "shop", 40, 10, 60.0),
        (JANUARY[0], "month", "help", 10, 5, 20.0),
        (FEBRUARY[0], "month", "shop", 5, 0, None),
        (JANUARY[0], "all", "shop", 99, 9, 1.0),
    ]
]
VIEWS = [
    {
        **period(start),
        "group_kind": group,
        "age_band": age,
        "viewers": 40,
        "not_buying_pct": pct,
    }
    for start, group, age, pct in [
        (JANUARY[0], "all", "all", 75.0),
        (JANUARY[0], "all", "18-24", 10.0),
        (JANUARY[0], "department", "all", 20.0),
        (FEBRUARY[0], "all", "all", None),
    ]
]
INTERACTIONS = [
    {"kind": kind, "product_id": "tea", "occurred_on": on}
    for kind, on in [
        *[("add", JANUARY[0])] * 4,
        ("remove", JANUARY[0]),
        ("view", JANUARY[0]),
        ("remove", FEBRUARY[0]),
    ]
]
PRODUCTS = [
    {"product_id": name, "first_sold_on": on}
    for name, on in [("tea", JANUARY[1]), ("jam", FEBRUARY[1]), ("salt", None)]
]
ROWS = {
    "dim_dates": days(Calendar(0, is_jalali=False)),
    "kpi_campaigns": CAMPAIGNS,
    "fct_coupon_redemptions": REDEMPTIONS,
    "kpi_demographics": DEMOGRAPHICS,
    "kpi_funnel_conversions": FUNNELS,
    "kpi_view_not_buy": VIEWS,
    "fct_product_interactions": INTERACTIONS,
    "dim_products": PRODUCTS,
}
WINDOWS: Mapping[str, list[float | None]] = {
    "campaigns": [2, 1, 0, 3],
    "campaign_members": [150, 30, 0, 180],
    "campaign_redeeming_members": [25, 0, 0, 25],
    "campaign_redemption_rate": [25 / 150, 0, None, 25 / 180],
    "campaign_compared_members": [120, 0, 0, 120],
    "campaign_extra_sales": [80 * 4 - 40 * 3, 0, 0, 200],
    "campaign_extra_per_member": [200 / 120, None, None, 200 / 120],
    "coupons_per_redeemer": [2, 1, None, 2],
    "products_first_sold": [1, 1, 0, 2],
    "cart_removal_rate": [1 / 4, None, None, 2 / 4],
}
"""Metric to what it comes to in January, February, March, and all three."""
MONTHS: Mapping[str, list[float | None]] = {
    "demographics_asked": [80, 0],
    "demographics_known": [34, 0],
    "demographics_known_share": [34 / 80, None],
    "funnel_entries": [50, 5],
    "funnel_arrivals": [15, 0],
    "funnel_conversion": [15 / 50, 0],
    "funnel_duration": [40, None],
    "view_not_buy_rate": [0.75, None],
}
"""Metric to what it comes to in January and in February."""


@pytest.fixture
def shop(marts: Marts) -> Marts:
    marts.fill(ROWS)
    return marts


def by_month(marts: Marts, name: str, **asked: str) -> list[float | None]:
    question = Question(
        {"value": name},
        "month",
        first_on=JANUARY[0],
        last_on=FEBRUARY[1],
        **asked,  # pyright: ignore[reportArgumentType]
    )
    return [row["value"] for row in marts.ask(question)]


@pytest.mark.parametrize("name", WINDOWS)
def test_a_metric_of_days_is_that_of_any_window(shop: Marts, name: str) -> None:
    windows = [JANUARY, FEBRUARY, MARCH, QUARTER]
    found = shop.ask(Question({"value": name}, windows=windows))
    told = [row["value"] for row in found]
    assert told == [
        None if one is None else pytest.approx(one) for one in WINDOWS[name]
    ]


@pytest.mark.parametrize("name", MONTHS)
def test_a_metric_of_whole_periods_reads_the_rows_of_its_kind(
    shop: Marts, name: str
) -> None:
    assert by_month(shop, name) == MONTHS[name]


def test_one_group_one_funnel_and_one_kind_can_be_asked_for(shop: Marts) -> None:
    share = "demographics_known_share"
    assert by_month(shop, share, where="demographic = 'age'") == [0.75, None]
    assert by_month(shop, share, where="demographic = 'sex'") == [0.1, None]
    assert by_month(shop, "funnel_conversion", where="funnel = 'shop'") == [0.25, 0]
    assert by_month(shop, "funnel_duration", where="funnel = 'help'") == [20, None]
    rate = "campaign_redemption_rate"
    assert by_month(shop, rate, where="campaign_kind = 'Mail'") == [25 / 150, None]
    assert by_month(shop, "coupon_redeemers", where="campaign in ('b')") == [0, 2]


@pytest.mark.parametrize("name", [*WINDOWS, *MONTHS])
def test_metricflow_says_the_same_by_month(shop: Marts, name: str) -> None:
    kinds = {
        "demographics": "demographic_group__demographics_period",
        "funnel": "followed_funnel__funnel_period",
        "view": "viewed_group__view_not_buy_period",
    }
    kind = kinds.get(name.split("_")[0])
    rows = shop.metricflow.rows(
        shop.connection,
        [name],
        ["metric_time__shop_month"],
        f"{{{{ Dimension('{kind}') }}}} = 'month'" if kind else None,
    )
    theirs = {row["metric_time__shop_month"]: row[name] for row in rows}
    ours = [*MONTHS.get(name, WINDOWS.get(name, []))][:2]
    for start, value in zip((JANUARY[0], FEBRUARY[0]), ours, strict=True):
        found = theirs.get(start)
        assert float(found or 0) == pytest.approx(float(value or 0)), start
