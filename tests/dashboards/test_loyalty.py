"""What pages say of each score alone, of other conversions, of day N and the gone."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.queries import churn, customers, first_days
from dashboards.queries.customers import Wanted
from dashboards.retention.first_days import first_days_sentence
from tests.conftest import Shop
from tests.dashboards import tiny_loyalty
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_retention import FOUR_MONTHS, LOADED_AT, ROWS
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop


def words(app: AppTest) -> str:
    """Return all that the page says, without marks that keep it plain."""
    said = [part.value for part in (*app.subheader, *app.markdown, *app.caption)]
    return "\n".join(said).replace("\\", "")


def table(app: AppTest, column: str) -> pd.DataFrame:
    """Return the first table that has a column."""
    return next(shown.value for shown in app.dataframe if column in shown.value)


@pytest.fixture
def retention(page: Open) -> Open:
    rows = tiny_loyalty.CHURN + tiny_loyalty.FIRST_DAYS
    publish_shop(FOUR_MONTHS, loaded_at=LOADED_AT, retention=ROWS, loyalty=rows)
    return page


def test_each_score_stands_alone(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    said = words(page("customers"))

    # Ann and cal have recency 5 (21 and 0 days), and 310 of 380.
    assert "The newest buyers came within 21 days and bring 81.6% of revenue" in said
    assert "The busiest buyers ordered 3 times or more and bring 65.8%" in said
    assert "The biggest spenders spent $70.00 or more and bring 84.2%" in said


@pytest.mark.parametrize(
    ("rank", "order"),
    [
        ("revenue", ["ann", "bob", "cal"]),
        ("recency", ["cal", "ann", "bob"]),
        ("frequency", ["ann", "bob", "cal"]),
        ("score", ["ann", "bob", "cal"]),
    ],
)
def test_a_list_is_ranked_by_each_score_alone(
    page: Open, rank: str, order: list[str]
) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    assert (
        page("customers", rank=rank).dataframe[0].value["customer_id"].tolist() == order
    )
    exported = customers.customers(Wanted(rank=rank), None)
    assert exported["customer_id"].tolist() == order


def test_what_else_customers_do_is_scored_and_listed(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES, loyalty=tiny_loyalty.EVENTS)

    app = page("customers")

    assert "Visits: 33.3% of 3 customers lately and often" in words(app)
    assert "as of 30 Mar 2024 · simulated" in words(app)
    rows = table(app, "order_segment")
    assert rows["customer_id"].tolist() == ["ann", "bob", "lead"]
    assert rows["order_segment"].tolist()[:2] == ["Champions", "Can't Lose Them"]
    assert all(rows["amount"].isna())


def test_without_entries_there_is_no_such_part(page: Open) -> None:
    publish_shop(TWO_PERIODS, SCORES)

    assert [part.value for part in page("customers").header] == []


def test_who_is_gone_is_said_with_what_is_too_little(retention: Open) -> None:
    app = retention("retention")

    assert "2 of 5 customers are gone: 40%" in words(app)
    assert "2+ orders: not enough data, 40 of 100 came back" in words(app)
    rows = table(app, "threshold_days")
    assert sorted(rows["customer_id"]) == ["bob", "dan"]


def test_without_a_threshold_nobody_is_said_to_be_gone(page: Open) -> None:
    little = """
        update candidate.marts.kpi_churn_thresholds
        set churned_customers = null, churn_pct = null, threshold_days = null;
        update candidate.marts.customer_churn
        set threshold_days = null, is_churned = null;
    """
    publish_shop(
        FOUR_MONTHS,
        loaded_at=LOADED_AT,
        retention=ROWS,
        loyalty=tiny_loyalty.CHURN + little,
    )

    app = page("retention")

    assert "Not enough data to say which of 5 customers are gone" in words(app)
    assert "All customers: not enough data, 190 of 100 came back" in words(app)
    assert churn.churned(None).empty


def test_totals_after_the_first_day_leave_out_what_is_not_over(retention: Open) -> None:
    app = retention("retention")

    # Of the cohorts of February and March: 10 + 20 of 60; April is not over.
    assert "50% of 60 customers ordered again 1 day after their first or later" in (
        words(app)
    )
    assert "Mar 2024 did best on day 1: 25% of 40 new customers" in words(app)
    assert "Most customers were there again in days 1 to 7: 25%" in words(app)
    cells = table(app, "from_day")
    assert len(cells) == 9
    assert sum(cells["is_complete"]) == 6


def test_visitors_are_said_to_be_simulated(retention: Open) -> None:
    app = retention("retention", who="visitors")

    assert "50% of 60 visitors came back" in words(app)
    assert "only cohorts that are over · simulated" in words(app)


def test_a_young_shop_has_its_first_days_although_no_period_is_whole(
    retention: Open,
) -> None:
    app = retention("retention", by="year")

    assert app.info[0].proto.title == "Too little data for retention by year"
    assert "50% of 60 customers ordered again" in words(app)


def test_few_who_are_long_enough_ago_are_not_enough_data(shop: Shop) -> None:
    publish_shop(
        FOUR_MONTHS,
        loyalty=tiny_loyalty.FIRST_DAYS
        + "update candidate.marts.kpi_nday_retention set is_complete = false",
    )
    lines = first_days.curves("customers", "month")

    assert first_days_sentence(lines, "customers") == (
        "Not enough data: 0 customers have a first day that is long enough ago"
    )
    assert all(lines["part"].isna())
