"""A load is tried again where that may help, and never where a person stopped it."""

from collections.abc import Callable

import dagster as dg
import pytest

from ingestion.entities import ENTITIES
from orchestration.defs import ingestion
from orchestration.defs.resources import PipelineRun
from orchestration.outcome import RunOutcome, outcome_of
from tests.conftest import Shop

DOWN = """
[[sources]]
name = "crm"
kind = "sql"
url = "postgresql+psycopg://karvan@127.0.0.1:1/crm"
[sources.entities.customers]
table = "people"
columns = { customer_id = "id" }
"""
Runner = Callable[[], tuple[RunOutcome, int]]


@pytest.fixture
def run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Give a function that loads customers and counts the attempts."""
    monkeypatch.setattr(ingestion, "RETRY_S", 0.01)

    def load() -> tuple[RunOutcome, int]:
        asset = ingestion._raw_table(ENTITIES["customers"])
        with dg.DagsterInstance.ephemeral() as instance:
            result = dg.materialize(
                [asset],
                instance=instance,
                resources={"pipeline_run": PipelineRun()},
                raise_on_error=False,
            )
            steps = [event.event_type_value for event in result.all_events]
            attempts = steps.count("STEP_START") + steps.count("STEP_RESTARTED")
            return outcome_of(instance, result.run_id), attempts

    return load


def test_a_database_that_is_down_is_tried_four_times_and_named(
    shop: Shop, run: Runner
) -> None:
    shop.write(DOWN)
    found, attempts = run()
    assert attempts == 4
    assert (found.outcome, found.failed_at) == ("failed", "raw_shop.customers")
    assert "does not answer" in str(found.error)
    assert found.error_class is None  # our own words: they may be told


def test_wrong_settings_are_tried_once(shop: Shop, run: Runner) -> None:
    shop.write(DOWN.replace('"sql"', '"files"'))
    found, attempts = run()
    assert attempts == 1
    assert found.outcome == "failed"
