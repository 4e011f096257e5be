"""Random small shops: the marts say what plain Python says, and their tests hold."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project import oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.oracle import Header, Line, Shop
from tests.dbt_project.rfm_oracle import Rfm, rfm
from tests.dbt_project.small_shops import raw

DEPARTMENTS = {"milk": "Dairy", "fuel": "Fuel"}
CANCELLED = ["cancelled", "void"]


@pytest.fixture(params=["America/New_York", "Asia/Tehran"])
def zone(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def models(zone: str, models_of: ModelsOf) -> Models:
    return models_of(
        shop_timezone=zone,
        cancelled_statuses=CANCELLED,
        units_exclude_departments=["fuel"],
    )


# New York's clocks change on 10 March and 3 November 2024; three years make some Lost.
TIMES = st.sampled_from(
    [
        datetime.fromisoformat(f"{text}Z")
        for text in (
            "2022-01-01T00:00:00",
            "2022-12-31T23:59:59",
            "2024-03-10T04:59:59",
            "2024-03-10T07:00:00",
            "2024-11-03T05:30:00",
            "2024-11-04T04:30:00",
            "2024-12-31T20:30:00",
        )
    ]
)
MONEY = st.decimals(-20, 20, places=2) | st.sampled_from([Decimal(0), Decimal("0.005")])
PRICES = st.decimals(0, 9, places=4)
QUANTITIES = st.sampled_from(
    [Decimal(text) for text in ("-2", "-1", "0", "1", "2", "0.125", "1.33333")]
)
IDS = st.sampled_from("12")
CUSTOMERS = st.none() | st.sampled_from(["c1", "c2", "c3", "c4", "c5", "c6"])


@st.composite
def sources(draw: st.DrawFn) -> tuple[list[Header], list[Line]]:
    """Draw three sources: each has headers of orders, or lines, or both."""
    with_headers = draw(st.sets(st.sampled_from("abc")))
    with_lines = draw(st.sets(st.sampled_from("abc"), min_size=1))
    header = st.builds(
        Header,
        source=st.sampled_from(sorted(with_headers) or ["a"]),
        order_id=IDS,
        customer_id=CUSTOMERS,
        ordered_at=TIMES,
        status=st.sampled_from([None, "paid", "Cancelled", "VOID"]),
        order_amount=st.none() | MONEY,
        discount_amount=st.none() | MONEY,
    )
    line = st.builds(
        Line,
        source=st.sampled_from(sorted(with_lines)),
        order_id=IDS,
        product_id=st.sampled_from([None, "milk", "fuel", "unknown"]),
        customer_id=CUSTOMERS,
        ordered_at=st.none() | TIMES,
        quantity=st.none() | QUANTITIES,
        unit_price=st.none() | PRICES,
        line_amount=st.none() | MONEY,
        discount_amount=st.none() | MONEY,
    )
    headers = st.lists(header, max_size=6 if with_headers else 0)
    return draw(headers), draw(st.lists(line, max_size=8))


@given(sources=sources(), loaded_at=TIMES)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_marts_agree_with_the_definitions(
    models: Models,
    zone: str,
    sources: tuple[list[Header], list[Line]],
    loaded_at: datetime,
) -> None:
    compare(models, shop_of(zone, *sources, loaded_at))


def test_a_larger_shop_agrees_with_the_definitions(models: Models, zone: str) -> None:
    """Enough customers for every score, and for two in the top 1 %."""
    chance = random.Random(7)
    lines = [
        Line(
            source="till",
            order_id=f"o{number}",
            product_id=chance.choice(["milk", "fuel", None]),
            customer_id=f"c{int(chance.triangular(0, 180, 0))}",
            ordered_at=datetime(2022, 1, 1, tzinfo=UTC)
            + timedelta(minutes=chance.randrange(3 * 365 * 1440)),
            quantity=Decimal(chance.choice([-1, 1, 1, 1, 2, 3])),
            unit_price=Decimal(chance.randrange(100, 2000)) / 100,
            line_amount=None,
            discount_amount=None,
        )
        for number in range(900)
    ]
    shop = shop_of(zone, [], lines, datetime(2025, 6, 1, tzinfo=UTC))
    compare(models, shop)
    found = rfm_of(shop).values()
    assert {one.r_score for one in found} == {1, 2, 3, 4, 5}
    assert {"Lost", "Champions", "Can't Lose Them"} <= {one.segment for one in found}
    assert sum(one.is_top_1_pct for one in found) == 2


def shop_of(
    zone: str, headers: list[Header], lines: list[Line], loaded_at: datetime
) -> Shop:
    return Shop(
        zone=ZoneInfo(zone),
        loaded_at=loaded_at,
        headers=tuple(headers),
        lines=tuple(lines),
        departments=DEPARTMENTS,
        cancelled=frozenset(CANCELLED),
        excluded=frozenset({"fuel"}),
    )


def compare(models: Models, shop: Shop) -> None:
    models.build(raw(shop))
    expected = oracle.orders(shop)
    assert found_orders(models) == expected
    assert found_days(models) == oracle.daily_sales(expected.values())
    assert found_rfm(models) == rfm_of(shop)
    assert models.failures() == {}


def found_orders(models: Models) -> dict[str, oracle.Order]:
    found = models.rows(
        """
        select
            order_id, customer_id, ordered_at, ordered_on, order_amount,
            discount_amount, units, line_count, is_cancelled, is_return
        from candidate.marts.fct_orders
        """
    )
    for row in found:
        row["ordered_at"] = row["ordered_at"] and row["ordered_at"].replace(tzinfo=UTC)
        row["units"] = decimal(row["units"])
    return {row.pop("order_id"): oracle.Order(**row) for row in found}


def found_days(models: Models) -> dict[date, oracle.Day]:
    found = models.rows("from candidate.marts.kpi_daily_sales")
    for row in found:
        row["units"] = decimal(row["units"])
    return {row.pop("day_on"): oracle.Day(**row) for row in found}


def found_rfm(models: Models) -> dict[str, Rfm]:
    found = models.rows("from candidate.marts.customer_rfm")
    for row in found:
        # Equal weights, which are the default.
        mean = (row["r_score"] + row["f_score"] + row["m_score"]) / 3
        assert row.pop("rfm_score") == mean
    return {row.pop("customer_id"): Rfm(**row) for row in found}


def rfm_of(shop: Shop) -> dict[str, Rfm]:
    orders = oracle.orders(shop).values()
    known = oracle.known_days(orders, shop)
    return rfm(orders, known[1]) if known else {}


def decimal(units: float) -> Decimal:
    """Return units, which the marts add exactly to five places, as they were added."""
    return Decimal(repr(units)).quantize(Decimal("0.00001"))
