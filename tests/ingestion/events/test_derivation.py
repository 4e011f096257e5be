"""Ids, keys and times of events are made where they are not said."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import hashlib
from datetime import datetime
from typing import Any

import duckdb
import pytest

from ingestion.entities import DUCKDB_TYPES, ENTITIES
from ingestion.events.derivation import derived

NOON = datetime(2024, 5, 1, 12)
EVENT = {"type": "track", "event": "Product Viewed", "user_id": "u1"}


def at(minute: int, second: int = 0) -> datetime:
    return NOON.replace(minute=minute, second=second)


def made(**said: Any) -> dict[str, Any]:
    """Return an event as it will be, from the columns that are said."""
    kinds = {
        **ENTITIES["events"].columns, "extra": "text", "source_name": "text"
    }  # fmt: skip
    said = {"source_name": "web", **EVENT, **said}
    columns = ", ".join(
        f'cast(${name} as {DUCKDB_TYPES[kind]}) as "{name}"'
        if name in said
        else f'cast(null as {DUCKDB_TYPES[kind]}) as "{name}"'
        for name, kind in kinds.items()
    )
    replaced = ", ".join(f'{sql} as "{name}"' for name, sql in derived().items())
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select * replace ({replaced}) from (select {columns})", said
        )
        names = [column[0] for column in found.description or ()]
        (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


def test_an_id_that_is_said_stays_and_its_key_is_the_hash_of_source_and_id() -> None:
    found = made(message_id="m1", timestamp=NOON)
    assert found["message_id"] == "m1"
    digest = hashlib.md5(b"web\x1fm1").digest()  # noqa: S324 - no secret
    assert found["message_key"] == int.from_bytes(digest[8:], "little") >> 1
    assert (
        found["message_key"] != made(message_id="m1", source_name="app")["message_key"]
    )


def test_the_same_call_sent_again_has_the_same_id() -> None:
    once = made(original_timestamp=NOON, sent_at=at(1), received_at=at(2))
    again = made(original_timestamp=NOON, sent_at=at(3), received_at=at(4))
    assert once["message_id"] == again["message_id"]
    assert once["message_key"] == again["message_key"]


@pytest.mark.parametrize(
    "other",
    [
        {"source_name": "app"}, {"event": "Product Added"}, {"user_id": None},
        {"user_id": None, "anonymous_id": "u1"}, {"properties": '{"a":1}'},
        {"context": "{}"}, {"traits": "{}"}, {"extra": '{"integrations":{}}'},
        {"original_timestamp": at(1)}, {"type": "page"}, {"name": ""},
    ],
    ids=str,
)  # fmt: skip
def test_calls_that_say_different_things_have_different_ids(
    other: dict[str, Any],
) -> None:
    said = {"original_timestamp": NOON} | other
    assert made(**said)["message_id"] != made(original_timestamp=NOON)["message_id"]


def test_without_a_time_of_its_own_sending_or_receipt_tells_calls_apart() -> None:
    assert made(sent_at=at(1))["message_id"] != made(sent_at=at(2))["message_id"]
    received = [made(received_at=at(minute))["message_id"] for minute in (1, 2)]
    assert received[0] != received[1]
    again = [made(sent_at=NOON, received_at=at(n))["message_id"] for n in (1, 2)]
    assert again[0] == again[1]


@pytest.mark.parametrize(
    ("said", "timestamp", "original", "received"),
    [
        # The sender's clock is 5 minutes behind; the call waited 1 minute to be sent.
        ({"original_timestamp": at(1), "sent_at": at(2), "received_at": at(7)},
         at(6), at(1), at(7)),
        ({"original_timestamp": at(1), "received_at": at(7)}, at(1), at(1), at(7)),
        ({"sent_at": at(2), "received_at": at(7)}, at(7), None, at(7)),
        ({"received_at": at(7)}, at(7), None, at(7)),
        ({"original_timestamp": at(1), "sent_at": at(2)}, at(1), at(1), at(2)),
        ({"sent_at": at(2)}, at(2), None, at(2)),
        ({"timestamp": at(1)}, at(1), at(1), at(1)),
        ({"timestamp": at(6), "original_timestamp": at(1), "sent_at": at(2)},
         at(6), at(1), at(2)),
        ({}, None, None, None),
        ({"original_timestamp": datetime(9999, 12, 31), "sent_at": datetime(1, 1, 1),
          "received_at": datetime(1, 1, 1)}, datetime(9999, 12, 31),
         datetime(9999, 12, 31), datetime(1, 1, 1)),
    ],
    ids=str,
)  # fmt: skip
def test_the_senders_clock_is_set_right_where_both_of_its_times_are_known(
    said: dict[str, Any],
    timestamp: datetime | None,
    original: datetime | None,
    received: datetime | None,
) -> None:
    found = made(**said)
    assert (
        found["timestamp"], found["original_timestamp"], found["received_at"]
    ) == (timestamp, original, received)  # fmt: skip
