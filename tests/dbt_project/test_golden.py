"""Random people: the marts say of a customer what plain Python says."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dbt_project import golden_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.golden_oracle import Shop
from tests.dbt_project.golden_shops import raw, shops


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of()


@given(shop=shops())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_marts_of_customers_agree_with_their_rules(models: Models, shop: Shop) -> None:
    models.build(raw(shop))
    known, speaking = shop.known(), shop.speaking()
    rows = {
        row["customer_id"]: row
        for row in models.rows("from candidate.marts.dim_customers")
    }
    assert rows.keys() == set(known.values())
    for customer, row in rows.items():
        records = speaking.get(customer, [])
        assert row["has_profile"] == bool(records)
        if records:
            expected = golden_oracle.golden(records)
            assert {name: row[name] for name in expected} == expected
    assert found_counts(models) == counts(shop)
    assert found_touches(models) == golden_oracle.touches(shop)
    assert found_timeline(models) == golden_oracle.timeline(shop)
    assert models.failures() == {}


def counts(shop: Shop) -> dict[str, tuple[int, int, int, int]]:
    """Return identifiers, contacts, persons and orders of each customer."""
    known, persons = shop.known(), shop.persons()
    return {
        customer: (
            sum(owner == customer for owner in known.values()),
            sum(known[contact] == customer for contact in persons),
            len({p for contact, p in persons.items() if known[contact] == customer}),
            sum(known[f"customer:{c}"] == customer for c, _ in shop.orders),
        )
        for customer in known.values()
    }


def found_counts(models: Models) -> dict[str, tuple[int, int, int, int]]:
    return {
        row["customer_id"]: (
            row["identifiers"],
            row["contacts"],
            row["persons"],
            row["orders"],
        )
        for row in models.rows("from candidate.marts.customer_360")
    }


def found_touches(models: Models) -> dict[str, tuple[int, datetime, datetime | None]]:
    return {
        row["customer_id"]: (
            row["sessions"],
            row["first_touch_at"],
            row["last_touch_at"],
        )
        for row in models.rows("from candidate.marts.customer_360 where sessions > 0")
    }


def found_timeline(models: Models) -> set[tuple[Any, ...]]:
    rows = models.rows(
        """
        select told.*, sessions.visitor_id
        from candidate.marts.customer_timeline as told
        left join candidate.marts.customer_sessions as sessions
            on told.source_key = sessions.session_id
        where kind in ('order', 'session', 'ticket_opened', 'ticket_closed')
        """
    )
    return {
        (
            row["customer_id"],
            row["kind"],
            row["visitor_id"] or row["source_key"],
            row["occurred_at"],
        )
        for row in rows
    }
