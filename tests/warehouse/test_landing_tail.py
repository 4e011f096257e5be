"""The tail of the landing: what has just come, once each, within bounds."""

from datetime import timedelta

import duckdb
import pytest

from tests.conftest import Shop
from tests.warehouse.landing_lines import NOON, clock, land, line
from warehouse import landing_tail
from warehouse.landing import CLOSED, close
from warehouse.landing_tail import read_tail


@pytest.fixture(autouse=True)
def asked_seldom(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every call of the tail read."""
    monkeypatch.setattr(landing_tail, "AT_REST_S", 0)


def seen(column: str = "message_id", now: object = NOON) -> list[object]:
    """Return a column of what the tail holds, by message."""
    rows = read_tail(now).connection.execute(  # pyright: ignore[reportArgumentType]
        f"select {column} from events order by message_id"
    )
    return [value for (value,) in rows.fetchall()]


def test_nothing_was_ever_received() -> None:
    assert not read_tail(NOON).has_events
    assert seen() == []


def test_an_event_is_there_as_soon_as_its_line_is_written() -> None:
    land(line("a"))
    assert seen() == ["a"]

    land(line("b"))
    assert seen() == ["a", "b"]


def test_a_torn_last_line_waits_for_its_end() -> None:
    whole = line("b")
    land(line("a"), whole[:-20])
    assert seen() == ["a"]

    land(whole[-20:])
    assert seen() == ["a", "b"]


def test_a_file_that_is_closed_is_not_read_again() -> None:
    path = land(line("a"))
    read_tail(NOON)

    closed = close(path)
    assert closed is not None
    closed.write_bytes(closed.read_bytes().replace(b'"a"', b'"x"') + line("b"))
    land(name=closed.name)

    assert seen() == ["a", "b"]


def test_a_file_that_is_gone_takes_nothing_with_it() -> None:
    path = land(line("a"))
    read_tail(NOON)
    path.unlink()

    assert seen() == ["a"]
    assert read_tail(NOON).has_events


def test_a_repeat_counts_once_in_its_file_in_another_and_later() -> None:
    land(line("a", 2, event="Later"), line("a", 3, event="First"))
    land(line("a", 1), line("b"), name="w2-1.ndjson")
    assert seen() == ["a", "b"]
    assert seen("event")[0] == "First"

    land(line("a"), line("b"), name="w1-2.open")
    assert seen() == ["a", "b"]


def test_the_same_id_of_two_sources_is_two_events() -> None:
    land(line("a"), line("a", source="app"))

    assert seen() == ["a", "a"]


def test_calls_without_an_id_are_one_where_they_are_the_same() -> None:
    land(
        line(None, 3, event="One"), line(None, 2, event="One"), line(None, event="Two")
    )

    assert sorted(map(str, seen("event"))) == ["One", "Two"]


@pytest.mark.parametrize(
    ("sent", "original", "occurred_minutes_ago"),
    [
        # A clock that is 5 hours ahead: 3 minutes lay between the two.
        (NOON + timedelta(hours=5), NOON + timedelta(hours=5, minutes=-3), 4),
        (None, NOON - timedelta(minutes=10), 10),
        (NOON, None, 1),
        (None, NOON + timedelta(hours=2), 1),
        ("yesterday", NOON - timedelta(minutes=7), 7),
        (NOON, "yesterday", 1),
    ],
    ids=["skewed", "only_original", "only_sent", "ahead", "bad_sent", "bad_original"],
)
def test_the_time_is_the_senders_corrected_by_receipt(
    sent: object, original: object, occurred_minutes_ago: int
) -> None:
    def text(value: object) -> str | None:
        return value if value is None or isinstance(value, str) else clock(value)  # pyright: ignore[reportArgumentType]

    land(line("a", 1, sent_at=text(sent), originalTimestamp=text(original)))

    assert seen("occurred_at") == [NOON - timedelta(minutes=occurred_minutes_ago)]


def test_what_is_no_event_is_passed_over() -> None:
    land(
        b"{\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'{"source": "web", "received_at": "2026-03-01T11:59:00Z", "fault": "x"}\n',
        line("bad", type="sing"),
        line("a", event="Schön 😀"),
    )

    assert seen() == ["a"]
    assert seen("event") == ["Schön 😀"]


def test_a_page_and_an_order_are_read_from_where_sdks_put_them() -> None:
    land(
        line(
            "a",
            event="Order Completed",
            userId="u1",
            anonymousId=None,
            properties={"order_id": 17, "revenue": "12.5"},
            context={
                "page": {"path": "/thanks"},
                "userAgent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17)",
            },
        )
    )

    assert seen("(visitor_id, order_id, order_amount, page_path, device)") == [
        ("u1", "17", 12.5, "/thanks", "mobile")
    ]


def test_bots_are_left_out() -> None:
    crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com/bot.html)"
    browser = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0"
    land(
        line("a", context={"userAgent": browser}),
        line("b", context={"userAgent": crawler}),
        line("c"),
    )

    assert seen("(message_id, device)") == [("a", "desktop"), ("c", "other")]


def test_only_the_newest_bytes_are_read_and_it_is_said_since_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [line(f"{minute:02}", minute) for minute in range(50, 0, -1)]
    monkeypatch.setattr(landing_tail, "MOST_BYTES", 10 * len(lines[0]) + 5)
    land(line("old", 55), name="w1-1.ndjson", at=NOON - timedelta(minutes=55))
    land(*lines)

    # The cut goes through the line before the last ten.
    assert seen() == [f"{minute:02}" for minute in range(1, 11)]
    assert read_tail(NOON).complete_since == NOON - timedelta(minutes=10)


def test_what_comes_later_pushes_the_oldest_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = len(line("00", 20))
    monkeypatch.setattr(landing_tail, "MOST_BYTES", 10 * size)
    for minute in range(20, 0, -1):
        land(line(f"{minute:02}", minute))
        read_tail(NOON)

    found = seen()
    assert 10 <= len(found) <= 13
    assert found == [f"{minute:02}" for minute in range(1, len(found) + 1)]
    assert read_tail(NOON).complete_since == NOON - timedelta(minutes=len(found))


def test_only_the_newest_files_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing_tail, "MOST_FILES", 2)
    for number, minutes in enumerate([30, 20, 10]):
        at = NOON - timedelta(minutes=minutes)
        land(line(f"f{number}", minutes), name=f"w1-{number}.ndjson", at=at)

    assert seen() == ["f1", "f2"]
    assert read_tail(NOON).complete_since == NOON - timedelta(minutes=30)


def test_the_past_is_neither_read_nor_kept() -> None:
    land(line("old", 90), name="w1-0.ndjson", at=NOON - timedelta(minutes=90))
    land(line("a", 59))
    assert seen() == ["a"]
    assert read_tail(NOON).complete_since == NOON - timedelta(hours=1)

    later = NOON + timedelta(minutes=20)
    land(line("b", now=later), at=later)

    assert seen(now=later) == ["b"]


def test_yesterdays_file_is_read_while_it_is_written() -> None:
    land(line("a"), day="2026-02-28")
    land(line("b"), day="2026-03-01", name=f"w1-2{CLOSED}")

    assert seen() == ["a", "b"]


def test_its_sql_reaches_no_file() -> None:
    land(line("a"))

    with pytest.raises(duckdb.PermissionException):
        read_tail(NOON).connection.execute("from read_text('/etc/hostname')")


@pytest.mark.parametrize(
    "moment",
    [
        "infinity",
        "-infinity",
        "epoch",
        "0001-01-01T00:00:00Z",
        "290000-01-01T00:00:00Z",
    ],
)
def test_no_time_that_a_sender_writes_hides_its_neighbours(moment: str) -> None:
    land(
        line("a", sent_at=moment, timestamp=clock(NOON)),
        line("b", sent_at=clock(NOON), timestamp=moment),
        line("c", sent_at=moment, timestamp="infinity"),
        line("d"),
    )
    assert seen() == ["a", "b", "c", "d"]


@pytest.mark.parametrize("amount", ["1e400", "NaN", "Infinity", "1e12", "ten"])
def test_what_is_no_amount_of_money_is_none(amount: str) -> None:
    land(line("a", event="Order Completed", properties={"total": amount}))
    assert seen("order_amount") == [None]


SAMPLE = '[[sources]]\nname = "demo_web"\nkind = "sample"\n'


def test_files_of_a_simulation_take_no_room_from_what_happens_now(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(SAMPLE)
    ours = line("a", 20)
    monkeypatch.setattr(landing_tail, "MOST_BYTES", len(ours))
    land(ours, name="w1-1.ndjson", at=NOON - timedelta(minutes=20))
    land(line("s", source="demo_web"), name="w2-1.ndjson")

    assert seen() == ["a"]
    assert read_tail(NOON).complete_since == NOON - timedelta(hours=1)


def test_a_landing_of_simulated_events_alone_is_empty(shop: Shop) -> None:
    shop.write(SAMPLE)
    land(line("s", source="demo_web"), name="w2-1.ndjson")
    assert not read_tail(NOON).has_events

    land(line("a"))
    assert read_tail(NOON).has_events


def test_what_is_no_day_hides_none(shop: Shop) -> None:
    land(line("a"))
    for name in ("lost+found", "older"):
        (shop.home / "landing" / name).mkdir()
    assert seen() == ["a"]
