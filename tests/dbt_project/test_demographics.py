"""Random small shops: who buys what, by plain Python and by the mart."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.dbt_project import oracle
from tests.dbt_project.calendar_oracle import Calendar
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.demographics_oracle import Person, demographics
from tests.dbt_project.oracle import Header, Line
from tests.dbt_project.retention_oracle import Known
from tests.dbt_project.small_shops import NO_DAYS, raw
from tests.dbt_project.test_retention import LATER, NOON, TIMES

ZONE = "America/New_York"
PEOPLE = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        Person,
        age_band=st.sampled_from([None, "25-34"]),
        birth_date=st.sampled_from(
            [None, date(1999, 2, 28), date(1999, 3, 1), date(2030, 1, 1)]
        ),
        income_band=st.sampled_from([None, None, "100+"]),
    ),
)
BASKETS = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "c", "d"]),
        TIMES,
        st.sampled_from([None, None, "cancelled"]),
        st.lists(
            st.tuples(
                st.sampled_from(["tea", "cup", "odd", None]),
                st.sampled_from([-5, 0, 3, 3, 10]),
            ),
            max_size=4,
        ),
    ),
    max_size=12,
)


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(
        shop_timezone=ZONE,
        cancelled_statuses=["cancelled"],
        demographics_min_customers=2,
    )


@given(people=PEOPLE, baskets=BASKETS)
@example(people={}, baskets=[])
@example(people={"a": Person("25-34")}, baskets=[])
@example(people={}, baskets=[("a", NOON, None, [("tea", 3)])])
@example(
    people={"a": Person(income_band="100+")}, baskets=[("a", NOON, None, [("tea", 0)])]
)
@example(
    people={"a": Person("25-34")}, baskets=[("a", NOON, None, [("nothing such", -5)])]
)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_who_buys_what_agrees_with_the_definitions(
    models: Models,
    people: dict[str, Person],
    baskets: list[tuple[str | None, datetime, str | None, list[tuple[str, int]]]],
) -> None:
    headers = [
        Header("web", f"o{n}", who, at, status, Decimal(7), None)
        for n, (who, at, status, _) in enumerate(baskets)
    ]
    lines = [
        Line("web", f"o{n}", product, who, at, Decimal(1), None, Decimal(amount), None)
        for n, (who, at, _, bought) in enumerate(baskets)
        for product, amount in bought
    ]
    shop = oracle.Shop(
        zone=ZoneInfo(ZONE),
        loaded_at=LATER,
        headers=tuple(headers),
        lines=tuple(lines),
        departments={"tea": "food", "cup": "home"},
        cancelled=frozenset({"cancelled"}),
    )
    models.build(raw(shop) | {"raw_shop.customers": records(people)})
    orders = oracle.orders(shop)
    span = oracle.known_days(tuple(orders.values()), shop) or NO_DAYS
    known = Known(tuple(orders.values()), *span, Calendar(0, is_jalali=False))
    expected = demographics(shop, known, orders, people, min_customers=2)
    assert found(models) == expected
    assert models.failures() == {}


def records(people: dict[str, Person]) -> list[dict[str, object]]:
    return [
        {
            "customer_id": who,
            "age_band": person.age_band,
            "birth_date": person.birth_date,
            "income_band": person.income_band,
            "source_name": "web",
            "source_file": "customers.csv",
            "source_row": number,
            "_dlt_load_id": "1",
        }
        for number, (who, person) in enumerate(people.items(), start=1)
    ]


def found(models: Models) -> dict[tuple[object, ...], tuple[object, ...]]:
    def rounded(share: float | None) -> float | None:
        return None if share is None else round(share, 6)

    return {
        (
            *(row["period"], row["period_start_on"], row["dimension"], row["band"]),
            row["department"],
        ): (
            *(row["customers"], row["group_customers"], row["orders"]),
            row["revenue_amount"],
            rounded(row["revenue_share_pct"]),
            rounded(row["buyer_pct"]),
            row["is_complete"],
        )
        for row in models.rows("from candidate.marts.kpi_demographics")
    }


def test_a_birthday_on_the_last_complete_day_counts(models: Models) -> None:
    """On 29 February 2024 who was born on 1 March 1999 is 24."""
    noon = datetime(2024, 2, 29, 17, tzinfo=UTC)
    people = {
        "a": Person(birth_date=date(1999, 2, 28)),
        "b": Person(birth_date=date(1999, 3, 1)),
    }
    shop = oracle.Shop(
        zone=ZoneInfo(ZONE),
        loaded_at=LATER,
        headers=tuple(
            Header("web", who, who, noon, None, Decimal(9), None) for who in people
        ),
        lines=(),
    )
    models.build(raw(shop) | {"raw_shop.customers": records(people)})
    rows = models.rows(
        "select band, customers from candidate.marts.kpi_demographics "
        "where period = 'year' order by band"
    )
    assert rows == [
        {"band": "19-24", "customers": 1},
        {"band": "25-34", "customers": 1},
    ]
