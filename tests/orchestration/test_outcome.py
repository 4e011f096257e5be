"""The outcome of a run names the table that failed and says why."""

import dagster as dg
import pytest

from orchestration.outcome import RunOutcome, is_stopping, outcome_of

LINES = dg.AssetKey(["raw_shop", "order_lines"])


@dg.asset(
    key=LINES,
    check_specs=[dg.AssetCheckSpec("ledger_balances", asset=LINES, blocking=True)],
    config_schema={"how": str},
)
def order_lines(context: dg.AssetExecutionContext):
    """Load as the configuration says."""
    how = context.op_execution_context.op_config["how"]
    if how == "told":
        raise dg.Failure("sales.csv has no column Qty")
    if how == "stopped":
        raise KeyboardInterrupt
    if how == "broken":
        raise KeyError("quantity")
    yield dg.MaterializeResult()
    yield dg.AssetCheckResult(
        passed=how == "good",
        severity=dg.AssetCheckSeverity.WARN
        if how == "warned"
        else dg.AssetCheckSeverity.ERROR,
        description="1 row of 2 is quarantined",
    )


@dg.asset(key=["published", "marts"], deps=[LINES])
def published() -> None:
    """Stand where the published version stands."""


def outcome(how: str, *, publish: bool = True) -> RunOutcome:
    """Run and return the outcome."""
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [order_lines, published] if publish else [order_lines],
            instance=instance,
            run_config={"ops": {"raw_shop__order_lines": {"config": {"how": how}}}},
            raise_on_error=False,
        )
        return outcome_of(instance, result.run_id)


def test_a_run_that_published() -> None:
    assert outcome("good") == RunOutcome("published")


def test_a_warning_does_not_fail_a_run() -> None:
    assert outcome("warned") == RunOutcome("published")


def test_a_run_without_publishing_is_finished() -> None:
    assert outcome("good", publish=False) == RunOutcome("finished")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("told", "sales.csv has no column Qty"),
        ("checked", "1 row of 2 is quarantined"),
    ],
)
def test_a_failure_says_where_and_why(how: str, reason: str) -> None:
    assert outcome(how) == RunOutcome("failed", "raw_shop.order_lines", reason)


def test_an_error_of_ours_keeps_its_words() -> None:
    found = outcome("broken")
    assert (found.outcome, found.failed_at) == ("failed", "raw_shop.order_lines")
    assert "quantity" in str(found.error)
    assert found.error_class == "KeyError"


def test_a_step_that_was_stopped_is_no_failure() -> None:
    assert outcome("stopped") == RunOutcome("interrupted")


@dg.job
def nothing() -> None:
    """Do nothing."""


def test_a_run_that_a_person_terminates_is_stopping() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(nothing)
        assert not is_stopping(instance, run.run_id)
        instance.report_run_canceling(run)
        assert is_stopping(instance, run.run_id)
        # Whatever error the interrupt came out as, a person stopped the run.
        assert outcome_of(instance, run.run_id) == RunOutcome("interrupted")
