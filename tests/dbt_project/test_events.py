"""Events and sessions: incremental is full refresh is what plain Python says."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dbt_project import sessions_oracle
from tests.dbt_project.events_replayed import Replayed
from tests.dbt_project.random_streams import START, STREAMS, Change, raw_tables

ZONE = ZoneInfo("America/New_York")
GAP_MINUTES = 30
ORDERS = {
    "fct_events": "source_name, message_id",
    "fct_sessions": "visitor_id, started_at",
    "fct_product_interactions": "source_name, message_id, line_number",
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    return Replayed(
        tmp_path_factory.mktemp("events"),
        shop_timezone=str(ZONE),
        session_gap_minutes=GAP_MINUTES,
        simulated_sources=["app"],
        recent_events=2,
    )


@given(stream=STREAMS)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_stream_built_by_and_by_is_built_at_once(
    marts: Replayed, stream: list[Change]
) -> None:
    marts.receive([])
    marts.build(full_refresh=True)
    tables = raw_tables(stream)
    for rows in tables:
        marts.receive(rows)
        marts.build()
        assert_sessions_are_those_of_the_events(marts)
    by_and_by = {mart: marts.rows(mart, order) for mart, order in ORDERS.items()}
    marts.build(full_refresh=True)
    at_once = {mart: marts.rows(mart, order) for mart, order in ORDERS.items()}
    assert by_and_by == at_once
    held = sorted((row["source_name"], row["message_id"]) for row in tables[-1])
    assert [
        (row["source_name"], row["message_id"]) for row in at_once["fct_events"]
    ] == held


def assert_sessions_are_those_of_the_events(marts: Replayed) -> None:
    events = marts.rows("fct_events", ORDERS["fct_events"])
    found = marts.rows("fct_sessions", ORDERS["fct_sessions"])
    for row in found:
        row.pop("channel")
    gap = timedelta(minutes=GAP_MINUTES)
    assert found == sessions_oracle.sessions(events, gap, ZONE)


def test_what_did_not_change_is_not_touched(marts: Replayed) -> None:
    """A build of nothing new writes no row: row numbers stay as they are."""
    rows = [one("m1", 0, "1"), one("m2", 10, "1"), one("m3", 500, "1")]
    marts.receive(rows)
    marts.build(full_refresh=True)
    before = marts.rows("fct_sessions", "rowid"), marts.rows("fct_events", "rowid")
    marts.receive([*rows, one("m4", 520, "2")])
    marts.build()
    sessions = marts.rows("fct_sessions", "rowid")
    assert sessions[0] == before[0][0]
    assert [row["message_id"] for row in marts.rows("fct_events", "rowid")] == [
        *(row["message_id"] for row in before[1]),
        "m4",
    ]


def test_what_was_done_moves_with_its_session(marts: Replayed) -> None:
    """A late event joins two sessions; when it goes they are two again."""
    rows = [one("m1", 0, "1"), one("m2", 50, "1")]
    marts.receive(rows)
    marts.build(full_refresh=True)
    apart = [row["session_id"] for row in interactions(marts)]
    assert len(apart) == len(set(apart)) == 2
    marts.receive([*rows, one("m3", 25, "2")])
    marts.build()
    assert [row["session_id"] for row in interactions(marts)] == [apart[0]] * 3
    marts.receive(rows)
    marts.build()
    assert [row["session_id"] for row in interactions(marts)] == apart


def interactions(marts: Replayed) -> list[dict[str, Any]]:
    return marts.rows("fct_product_interactions", "message_id")


def one(message_id: str, minute: int, load: str) -> dict[str, Any]:
    at = START + timedelta(minutes=minute)
    return {
        "message_id": message_id,
        "message_key": int(message_id[1:]),
        "type": "track",
        "event": "Product Viewed",
        "anonymous_id": "a",
        "properties": '{"product_id": "tea"}',
        "timestamp": at,
        "received_at": at,
        "source_name": "web",
        "source_file": "f",
        "source_row": int(message_id[1:]),
        "_dlt_load_id": load,
    }
