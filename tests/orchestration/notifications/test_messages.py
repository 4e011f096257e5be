"""What is told of a row of runs: each new failure once, and its end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.notifications.messages import (
    Failure,
    Message,
    news,
    still_failing,
)
from warehouse.status import Outcome, Run, Status

BEGAN = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def run(
    outcome: Outcome,
    day: int,
    place: str | None = None,
    error: str | None = None,
    *,
    since: datetime | None = None,
    error_class: str | None = None,
) -> Status:
    """Return the status after a run of ten minutes."""
    began = BEGAN + timedelta(days=day)
    found = Run(
        run_id=f"r{day}",
        started_at=began,
        finished_at=began + timedelta(minutes=10),
        outcome=outcome,
        failed_at=place,
        error=error,
        error_class=error_class,
    )
    return Status(run=found, failing_since=since)


def told(*statuses: Status) -> list[Message | None]:
    """Return what each run of a row adds."""
    kept: Failure | None = None
    found = []
    for status in statuses:
        found.append(news(status, kept, shop="Corner shop", version=3))
        kept = still_failing(status, kept)
    return found


def kinds(*statuses: Status) -> list[str | None]:
    """Return the kinds of news of a row of runs."""
    return [None if one is None else one.kind for one in told(*statuses)]


LINES, PRODUCTS = "raw_shop.order_lines", "raw_shop.products"


def test_a_failure_is_told_once_and_its_end() -> None:
    assert kinds(
        run("published", 0),
        run("failed", 1, LINES, "no column Qty"),
        run("failed", 2, LINES, "no column Qty"),
        run("published", 3),
        run("unchanged", 4),
    ) == [None, "failed", None, "recovered", None]


@pytest.mark.parametrize(
    ("place", "error"), [(PRODUCTS, "no column Qty"), (LINES, "no column Price")]
)
def test_another_place_or_reason_is_told_again(place: str, error: str) -> None:
    assert kinds(
        run("failed", 0, LINES, "no column Qty"), run("failed", 1, place, error)
    ) == ["failed", "failed"]


def test_other_counts_are_the_same_reason() -> None:
    assert kinds(
        run("failed", 0, LINES, "1 of 7 rows are quarantined: 14.3 %"),
        run("failed", 1, LINES, "12 of 300 rows are quarantined: 4.0 %"),
    ) == ["failed", None]


def test_a_run_without_news_ends_a_failure() -> None:
    assert kinds(run("interrupted", 0), run("unchanged", 1)) == ["failed", "recovered"]


def test_a_part_that_was_built_ends_none() -> None:
    assert kinds(
        run("failed", 0, LINES, "no column Qty"),
        run("finished", 1),
        run("running", 2),
        run("failed", 3, LINES, "no column Qty"),
    ) == ["failed", None, None, None]


def test_a_recovery_says_how_long_it_had_failed_and_what_readers_see() -> None:
    first = run("failed", 0, LINES, "no column Qty", since=BEGAN)
    second = run("failed", 1, PRODUCTS, "no column Name", since=BEGAN)
    *_, recovery = told(first, second, run("published", 2))
    assert recovery is not None
    assert recovery.title == "Corner shop: works again"
    assert "for 2 days 0 h, since 2026-03-01 04:00 UTC" in recovery.text
    assert "raw_shop.products: no column Name" in recovery.text
    assert "Readers see version 3." in recovery.text
    assert recovery.failing_since == BEGAN


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "less than a minute"), (59, "59 min"), (60, "1 h 0 min"), (2879, "47 h 59")],
)
def test_how_long_in_words(minutes: int, words: str) -> None:
    ended = run("published", 0)
    since = BEGAN + timedelta(minutes=10 - minutes)
    failure = Failure(place="the run", reason="?", since=since)
    message = news(ended, failure, shop="S", version=None)
    assert message is not None
    assert f"failed for {words}" in message.text


def test_words_that_may_quote_a_customer_stay_on_the_machine() -> None:
    status = run(
        "failed",
        0,
        "marts.dim_customers",
        "Conversion Error: could not cast 'ann@example.org' to INTEGER",
        error_class="ConversionException",
    )
    [message] = told(status)
    assert message is not None
    assert "ann@example.org" not in message.model_dump_json()
    assert "ConversionException" in message.text


rows = st.lists(
    st.tuples(
        st.sampled_from(["published", "unchanged", "finished", "failed"]),
        st.sampled_from([LINES, PRODUCTS]),
        st.sampled_from(["no column Qty", "no column Price"]),
    ),
    max_size=12,
)


@given(rows)
def test_any_row_of_runs(row: list[tuple[Outcome, str, str]]) -> None:
    expected: list[str | None] = []
    last: tuple[str, str] | None = None
    for outcome, place, reason in row:
        if outcome == "failed":
            expected.append(None if last == (place, reason) else "failed")
            last = (place, reason)
        elif outcome == "finished" or last is None:
            expected.append(None)
        else:
            expected.append("recovered")
            last = None
    statuses = [
        run(outcome, day, *((place, reason) if outcome == "failed" else ()))
        for day, (outcome, place, reason) in enumerate(row)
    ]
    assert kinds(*statuses) == expected
