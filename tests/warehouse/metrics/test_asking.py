"""What is published answers with its own catalogue, and in words where it cannot."""

from datetime import date

import duckdb
import pytest

from tests.warehouse.conftest import published
from tests.warehouse.metrics.conftest import Marts
from warehouse.engine import connect
from warehouse.metrics.asking import ask, published_catalogue
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Question
from warehouse.published import NothingPublishedError, open_published
from warehouse.publishing import publish
from warehouse.settings import settings

REVENUE = Question({"value": "revenue"}, grain="day")


def parsed(manifest: str) -> None:
    """Leave what dbt's parse leaves."""
    folder = settings().dbt_path / "target"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "semantic_manifest.json").write_text(manifest)


def sold(amount: int) -> None:
    """Build the orders of one day."""
    with connect() as connection:
        connection.execute(
            f"""
            create schema if not exists candidate.marts;
            create or replace table candidate.marts.fct_orders as
            select 'o1' as order_id, 'c1' as customer_id, null::varchar as store_id,
            'web' as channel, null::varchar as status, date '2024-01-31' as ordered_on,
            {amount}::decimal(18, 4) as order_amount, 0::decimal(18, 4)
            as discount_amount, 1.0 as units, false as is_cancelled,
            false as is_return, true as is_first_order,
            null::date as previous_ordered_on, 'till' as source_name
            """
        )


def test_before_anything_is_published_it_says_so(shop) -> None:
    with pytest.raises(NothingPublishedError, match="karvan run"):
        ask(REVENUE)


def test_a_version_without_a_catalogue_says_so(shop) -> None:
    published(1)
    assert published_catalogue().metrics == {}
    with pytest.raises(MetricError, match="the next `karvan run` publishes one"):
        ask(REVENUE)


def test_a_version_of_an_earlier_release_has_an_empty_catalogue(shop) -> None:
    published(1)
    current = settings().published_path / "karvan-1.duckdb"
    with duckdb.connect(current) as connection:
        connection.execute("drop table ops.semantic_manifest")
    assert published_catalogue().metrics == {}


def test_each_version_answers_with_the_catalogue_of_its_own(shop, marts: Marts) -> None:
    published(1)
    parsed(marts.manifest)
    sold(10)
    publish("run 2")
    sold(25)
    assert publish("run 3").version == 3
    assert ask(REVENUE).rows == [(date(2024, 1, 31),) * 3 + (True, 25.0)]
    assert ask(REVENUE, version=2).rows[0][-1] == 10.0
    assert ask(REVENUE).columns == (
        *("period", "first_on", "last_on", "is_whole"),
        "value",
    )
    assert ask(REVENUE).units == {"value": "money"}
    with pytest.raises(MetricError, match="before there was a metric catalogue"):
        ask(REVENUE, version=1)


def test_metrics_of_tables_that_are_not_published_are_left_out(
    shop, marts: Marts
) -> None:
    parsed(marts.manifest)
    published(1)
    sold(10)
    publish("run 2")
    known = published_catalogue()
    assert {"revenue", "orders", "average_order_value"} <= set(known.metrics)
    assert not {"sessions", "conversion_rate", "line_revenue"} & set(known.metrics)
    assert "age_band" not in known.metrics["revenue"].dimensions
    with pytest.raises(MetricError, match="sessions cannot be computed: its table"):
        ask(Question({"value": "sessions"}))


def test_a_column_that_is_not_published_is_an_error_in_words(
    shop, marts: Marts
) -> None:
    parsed(marts.manifest.replace('"order_amount"', '"order_amount_in_gold"'))
    published(1)
    sold(10)
    publish("run 2")
    with pytest.raises(MetricError, match="the next `karvan run` mends it"):
        ask(REVENUE)


def test_a_value_that_does_not_fit_is_an_error_in_words(shop, marts: Marts) -> None:
    parsed(marts.manifest)
    published(1)
    sold(10)
    publish("run 2")
    question = Question({"value": "revenue"}, where="is_return = 'perhaps'")
    with pytest.raises(MetricError, match=r"does not fit.*perhaps"):
        ask(question)


def test_what_is_published_can_still_be_read_while_it_answers(
    shop, marts: Marts
) -> None:
    parsed(marts.manifest)
    published(1)
    sold(10)
    publish("run 2")
    assert ask(REVENUE).rows
    assert open_published().execute("select count(*) from marts.fct_orders").fetchall()
