"""Random small sites: the marts of traffic say what plain Python says."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project import traffic_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.found import found
from tests.dbt_project.traffic_oracle import Event, Site

ZONE = "America/New_York"
# Days on both sides of a window of 7 and of 30, and minutes on both sides of the gap,
# of midnight in New York (05:00 UTC) and of the clocks' change on 10 March.
DAYS = st.sampled_from([0, 1, 2, 6, 7, 8, 29, 30, 31, 36, 60])
MINUTES = st.sampled_from([0, 1, 10, 29, 30, 31, 61, 285, 299, 300, 301, 315])
TRACKED = [*traffic_oracle.KINDS, "Page Scrolled", "Element Clicked"]
PRODUCT = st.tuples(
    st.sampled_from(["tea", "cup", None]),
    st.none() | st.integers(0, 3),
    st.none() | st.integers(0, 9),
)


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Draw what a few visitors did, some of it at the same moment."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["ann", "bob", "cat", "dan"]),
                DAYS,
                MINUTES,
                st.sampled_from(["track", "track", "track", "page", "screen", "alias"]),
                st.sampled_from(TRACKED),
                st.sampled_from(["/", "/tea", None]),
                st.sampled_from(["desktop", "desktop", "mobile", "mobile", "bot"]),
                st.lists(PRODUCT, max_size=3),
                st.sampled_from(["o1", "o2", None]),
                st.none() | st.integers(0, 20),
            ),
            max_size=25,
        )
    )
    begin = datetime(2024, 2, 8, tzinfo=UTC)
    return [
        Event(
            number=number,
            visitor=visitor,
            at=begin + timedelta(days=day, minutes=minute),
            call=call,
            name=name if call == "track" else None,
            path=path,
            agent=agent,
            element="buy" if name == "Element Clicked" else None,
            scroll=(minute % 101) if name == "Page Scrolled" else None,
            products=tuple(products),
            order_id=order_id if name == "Order Completed" else None,
            amount=amount if name == "Order Completed" else None,
        )
        for number, (
            visitor,
            day,
            minute,
            call,
            name,
            path,
            agent,
            products,
            order_id,
            amount,
        ) in enumerate(rows, start=1)
    ]


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(shop_timezone=ZONE)


@given(drawn=events())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_marts_of_traffic_agree_with_the_definitions(
    models: Models, drawn: list[Event]
) -> None:
    site = Site(ZoneInfo(ZONE), tuple(drawn))
    models.build(raw(site))
    assert found(models, "kpi_daily_traffic", dict, "day_on") == traffic_oracle.daily(
        site
    )
    assert found_funnel(models) == traffic_oracle.funnel(site)
    pages = found(models, "kpi_pages", dict, "day_on", "page_path")
    assert pages == traffic_oracle.pages(site)
    assert found_elements(models) == traffic_oracle.elements(site)
    assert found_interactions(models) == traffic_oracle.interactions(site)
    assert models.failures() == {}


def raw(site: Site) -> dict[str, list[dict[str, Any]]]:
    load = {
        "load_id": "1",
        "status": 0,
        "inserted_at": datetime(2024, 6, 1, tzinfo=UTC),
    }
    return {
        "raw_events._dlt_loads": [load],
        "raw_events.events": [event.raw() for event in site.events],
    }


def found_funnel(models: Models) -> dict[Any, list[int]]:
    rows = models.rows("from candidate.marts.kpi_funnel")
    steps = ["sessions", "viewed", "added", "checked_out", "ordered"]
    return {
        (row["day_on"], row["device"]): [row[step] for step in steps] for row in rows
    }


def found_elements(models: Models) -> dict[Any, tuple[int, int, int]]:
    return {
        (row["day_on"], row["page_path"], row["element"]): (
            row["clicks"],
            row["visitors"],
            row["page_visitors"],
        )
        for row in models.rows("from candidate.marts.kpi_page_elements")
    }


def found_interactions(models: Models) -> dict[Any, tuple[Any, ...]]:
    rows = models.rows(
        """
        select interactions.*, sessions.started_at
        from candidate.marts.fct_product_interactions as interactions
        left join candidate.marts.fct_sessions as sessions using (session_id)
        """
    )
    return {
        (row["message_id"], row["line_number"]): (
            row["kind"],
            row["product_id"],
            row["quantity"],
            row["line_amount"],
            row["started_at"],
        )
        for row in rows
    }
