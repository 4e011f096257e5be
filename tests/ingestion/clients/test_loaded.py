"""What real clients sent is loaded with its ids, its kind and all four times."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rudderstack.analytics.client import Client as RudderClient
from segment.analytics.client import Client as SegmentClient

from ingestion.loading import Load
from tests.ingestion.clients.calls import CALLS
from tests.ingestion.clients.conftest import KEYS, Collector, told

Query = Callable[..., list[tuple[Any, ...]]]
HAPPENED_AT = datetime(2024, 2, 29, 23, 59, 59, 123000, UTC)


@pytest.mark.parametrize(
    "client_class",
    [
        pytest.param(SegmentClient, id="segment"),
        pytest.param(RudderClient, id="rudder"),
    ],
)
def test_six_calls_are_loaded_with_all_four_times(
    collector: Collector, load: Callable[..., Load], ask: Query, client_class: Any
) -> None:
    client = client_class(KEYS["backend"], host=collector.address)
    for call in CALLS:
        told(client, call, timestamp=HAPPENED_AT)
    client.flush()
    client.join()
    collector.stop()
    found = load("events")
    assert (found.received, found.accepted) == (len(CALLS), len(CALLS))
    rows = ask(
        "select type, event, user_id, group_id, previous_id, name, original_timestamp, "
        'sent_at, received_at, "timestamp" from raw_events.events order by source_row'
    )
    assert [row[:6] for row in rows] == [
        (
            *(call["type"], call.get("event"), call["userId"]),
            *(call.get("groupId"), call.get("previousId"), call.get("name")),
        )
        for call in CALLS
    ]
    for *_, original, sent_at, received_at, corrected in rows:
        assert original == HAPPENED_AT.replace(tzinfo=None)
        assert original < sent_at <= received_at
        assert received_at - sent_at < timedelta(minutes=1)
        assert corrected == received_at - (sent_at - original)
