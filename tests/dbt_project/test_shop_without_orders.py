"""A shop that has visitors, bills and tickets, and no order: its calendar is theirs."""

from datetime import UTC, date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import Shop
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.published_models import publish_built
from tests.dbt_project.random_visits import page_call, rows
from warehouse.metrics.asking import ask
from warehouse.metrics.kpi_course import course
from warehouse.metrics.question import Grain, Question
from warehouse.settings import REPOSITORY

LOAD = {
    "load_id": "1",
    "status": 0,
    "inserted_at": datetime(2024, 6, 1, tzinfo=UTC),
}
FAR = date(2023, 11, 5)
"""A bill from the year before."""


RAW = {
    **{
        f"raw_{room}._dlt_loads": [LOAD]
        for room in ("shop", "marketing", "events", "feedback")
    },
    "raw_events.events": [
        page_call(1, "x", datetime(2024, 1, 31, 22, 30, tzinfo=UTC)),
        page_call(2, "x", datetime(2024, 2, 1, 10, tzinfo=UTC)),
        page_call(3, "y", datetime(2024, 2, 2, 10, tzinfo=UTC)),
    ],
    "raw_marketing.ad_spend": rows(
        [
            {
                "campaign_id": "c",
                "channel": "search",
                "spent_on": FAR,
                "spend_amount": 7,
            },
            {
                "campaign_id": "c",
                "channel": "search",
                "spent_on": date(9999, 12, 31),
                "spend_amount": 1,
            },
        ]
    ),
    "raw_feedback.tickets": rows(
        [{"ticket_id": "t", "opened_at": datetime(2025, 3, 1, tzinfo=UTC)}]
    ),
}


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    models = models_of()
    models.build(RAW)
    return models


@pytest.fixture
def published(models: Models, shop: Shop) -> Models:
    publish_built(models)
    return models


def test_the_calendar_has_the_years_of_all_that_is_counted(models: Models) -> None:
    [found] = models.rows(
        "select min(day_on) as a, max(day_on) as b, count(*) as n "
        "from candidate.marts.dim_dates"
    )
    # Three years; a bill of 9999 makes no calendar of eight thousand.
    assert found == {"a": date(2023, 1, 1), "b": date(2025, 12, 31), "n": 1096}


def test_marts_of_sales_have_no_rows_of_zeros(models: Models) -> None:
    marts = ("kpi_daily_sales", "kpi_lifecycle", "kpi_retention", "customer_rfm")
    for mart in marts:
        assert models.rows(f"from candidate.marts.{mart}") == []
    assert models.failures() == {}


def answers(formula: str, grain: Grain, **days: date) -> dict[date, float]:
    answer = ask(Question({"value": formula}, grain, **days))  # pyright: ignore[reportArgumentType]
    return {row[0]: row[-1] for row in answer.rows if row[-1]}


def test_visitors_are_told_by_every_kind_of_period(published: Models) -> None:
    assert answers("visitors", "day") == {
        date(2024, 1, 31): 1,
        date(2024, 2, 1): 1,
        date(2024, 2, 2): 1,
    }
    assert answers("visitors", "week") == {date(2024, 1, 29): 2}
    assert answers("visitors", "month") == {date(2024, 1, 1): 1, date(2024, 2, 1): 2}
    assert answers("visitors", "year") == {date(2024, 1, 1): 2}


def test_bills_and_tickets_are_told_in_their_own_years(published: Models) -> None:
    assert answers("tickets", "quarter") == {date(2025, 1, 1): 1}
    last = date(2024, 12, 31)
    assert answers("campaign_spend", "month", last_on=last) == {date(2023, 11, 1): 7}


def test_a_kpi_of_visitors_knows_which_days_are_over(published: Models) -> None:
    # The last call came on 2 February, so that day is not over.
    whole = [day.last_on for day in course("visitors", "day") if day.is_whole]
    assert whole[-1] == date(2024, 2, 1)
    assert [month.is_whole for month in course("visitors", "month")] == [False, False]


def test_the_page_of_kpis_draws_visitors(published: Models) -> None:
    app = AppTest.from_file(REPOSITORY / "dashboards" / "frame.py", default_timeout=30)
    app.switch_page("app_pages/kpis.py")
    app.query_params["formula"] = "visitors"
    app.run()
    assert not app.exception
    assert not app.error
    assert any("visitors by month" in caption.value for caption in app.caption)
