"""Segment's client for Node sends; all of it lands, once."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Timer
from typing import Any

from tests.ingestion.clients.calls import CALLS, contains
from tests.ingestion.clients.conftest import KEYS, Collector

Node = Callable[..., str]


def calls_made(
    node: Node,
    collector: Collector,
    calls: list[dict[str, Any]],
    source: str = "site",
    flush_at: int = 15,
) -> None:
    options = {
        "host": collector.address,
        "writeKey": KEYS[source],
        "flushAt": flush_at,
    }
    node("node_calls.js", json.dumps(options), json.dumps(calls))


def test_the_six_calls_land_once_as_they_were_made(
    collector: Collector, node: Node
) -> None:
    calls_made(node, collector, CALLS, "backend")
    landed = collector.lines()
    assert [line["source"] for line in landed] == ["backend"] * len(CALLS)
    for line, call in zip(landed, CALLS, strict=True):
        assert contains(line["call"], call)
    assert len({line["call"]["messageId"] for line in landed}) == len(CALLS)


def test_when_it_happened_was_sent_and_was_received_are_kept(
    collector: Collector, node: Node
) -> None:
    happened_at = "2024-02-29T23:59:59.123Z"
    before = datetime.now(UTC) - timedelta(milliseconds=1)  # Node's clock has no finer
    calls_made(node, collector, [CALLS[1] | {"timestamp": happened_at}])
    [line] = collector.lines()
    assert line["call"]["timestamp"] == happened_at
    sent_at = datetime.fromisoformat(line["sent_at"])
    received_at = datetime.fromisoformat(line["received_at"])
    assert before <= sent_at <= received_at <= datetime.now(UTC)


def test_many_events_each_land_once(collector: Collector, node: Node) -> None:
    calls = [
        {"type": "track", "anonymousId": "a-1", "event": "Page Scrolled",
         "properties": {"n": n}}
        for n in range(500)
    ]  # fmt: skip
    calls_made(node, collector, calls)
    landed = sorted(line["call"]["properties"]["n"] for line in collector.lines())
    assert landed == list(range(500))


def test_what_is_called_before_the_collector_is_up_lands_once(
    sleeping_collector: Collector, node: Node
) -> None:
    later = Timer(1, sleeping_collector.start)
    later.start()
    calls_made(node, sleeping_collector, CALLS)
    later.join()
    assert [line["call"]["type"] for line in sleeping_collector.lines()] == [
        call["type"] for call in CALLS
    ]


def test_a_client_over_its_rate_sends_the_rest_later(
    collector: Collector, node: Node
) -> None:
    calls = [CALLS[1] | {"properties": {"n": n}} for n in range(3)]
    calls_made(node, collector, calls, "throttled", flush_at=1)
    landed = sorted(line["call"]["properties"]["n"] for line in collector.lines())
    assert landed == [0, 1, 2]
