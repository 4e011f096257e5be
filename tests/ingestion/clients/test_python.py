"""Segment's and RudderStack's clients for Python send; all of it lands, once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rudderstack.analytics.client import Client as RudderClient
from segment.analytics.client import Client as SegmentClient

from tests.ingestion.clients.calls import CALLS, contains
from tests.ingestion.clients.conftest import KEYS, Collector, told

Connect = Callable[..., Any]
HAPPENED_AT = datetime(2024, 2, 29, 23, 59, 59, 123000, UTC)


@pytest.fixture(
    params=[
        pytest.param((SegmentClient, False), id="segment"),
        pytest.param((SegmentClient, True), id="segment_gzip"),
        pytest.param((RudderClient, False), id="rudder"),
        pytest.param((RudderClient, True), id="rudder_gzip"),
    ]
)
def connect(
    request: pytest.FixtureRequest, sleeping_collector: Collector
) -> Iterator[Connect]:
    """Connect a client to the collector; an error that it meets fails the test."""
    client_class, gzip = request.param
    errors: list[Exception] = []
    clients = []

    def connected(source: str = "backend", **options: Any) -> Any:
        client = client_class(
            KEYS[source],
            host=sleeping_collector.address,
            gzip=gzip,
            on_error=lambda error, _: errors.append(error),
            **options,
        )
        clients.append(client)
        return client

    yield connected
    for client in clients:
        client.shutdown()
    assert errors == []


def test_the_six_calls_land_once_as_they_were_made(
    collector: Collector, connect: Connect
) -> None:
    client = connect()
    for call in CALLS:
        told(client, call)
    client.flush()
    landed = collector.lines()
    assert [line["source"] for line in landed] == ["backend"] * len(CALLS)
    for line, call in zip(landed, CALLS, strict=True):
        assert contains(line["call"], call)
        assert "fault" not in line
    assert len({line["call"]["messageId"] for line in landed}) == len(CALLS)


def test_a_source_is_known_by_its_key(collector: Collector, connect: Connect) -> None:
    for source in KEYS:
        client = connect(source)
        client.track("u-1", f"Sent by {source}")
        client.flush()
    assert {line["source"]: line["call"]["event"] for line in collector.lines()} == {
        source: f"Sent by {source}" for source in KEYS
    }


def test_when_it_happened_was_sent_and_was_received_are_kept(
    collector: Collector, connect: Connect
) -> None:
    client = connect()
    before = datetime.now(UTC)
    client.track("u-1", "Signed Up", timestamp=HAPPENED_AT)
    client.flush()
    after = datetime.now(UTC)
    [line] = collector.lines()
    call = line["call"]
    happened_at = call.get("originalTimestamp") or call["timestamp"]
    assert datetime.fromisoformat(happened_at) == HAPPENED_AT
    sent_at = datetime.fromisoformat(line["sent_at"])
    received_at = datetime.fromisoformat(line["received_at"])
    assert line["received_at"].endswith("Z")
    assert before <= sent_at <= after
    assert sent_at - timedelta(milliseconds=1) <= received_at <= after


def test_many_events_in_full_batches_each_land_once(
    collector: Collector, connect: Connect
) -> None:
    client = connect(upload_size=500, max_queue_size=3000)
    for n in range(3000):
        client.track("u-1", "Page Scrolled", {"n": n, "padding": "x" * 400})
    client.flush()
    landed = sorted(line["call"]["properties"]["n"] for line in collector.lines())
    assert landed == list(range(3000))


def test_what_is_called_before_the_collector_is_up_lands_once(
    sleeping_collector: Collector, connect: Connect
) -> None:
    client = connect()
    for n in range(5):
        client.track("u-1", "Product Viewed", {"n": n})
    sleeping_collector.start()
    client.flush()
    landed = sorted(
        line["call"]["properties"]["n"] for line in sleeping_collector.lines()
    )
    assert landed == list(range(5))


def test_a_client_over_its_rate_sends_the_rest_later(
    collector: Collector, connect: Connect
) -> None:
    client = connect("throttled", upload_size=1)
    for n in range(3):
        client.track("u-1", "Product Viewed", {"n": n})
    client.flush()
    landed = collector.lines_of(3)
    assert sorted(line["call"]["properties"]["n"] for line in landed) == [0, 1, 2]
