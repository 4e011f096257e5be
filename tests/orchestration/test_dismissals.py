"""``karvan quarantine dismiss`` and ``reopen``, and people who are suppressed."""

import json

import pytest

from tests.conftest import Shop
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.orchestration.conftest import Command
from tests.orchestration.refused_rows import DAY, TILL, ask, load
from warehouse.settings import settings


def test_a_dismissed_row_stays_dismissed(shop: Shop, karvan: Command) -> None:
    shop.write(TILL)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,12\n,1,1\n")
    load("order_lines")
    ((dismissed,),) = ask(
        "select quarantine_id from ops.quarantine where field = 'quantity'"
    )
    done = karvan("quarantine", "dismiss", "--id", dismissed[:10])
    assert done.stdout == "1 rows are dismissed.\n"
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,12\n,1,1\nC,1,1\n")
    load("order_lines")
    statuses = "select field, status from ops.quarantine order by field"
    assert ask(statuses) == [("order_id", "open"), ("quantity", "dismissed")]
    replayed = karvan("quarantine", "replay", "--all")
    assert "1 rows taken up" in replayed.stdout
    assert ask(statuses) == [("order_id", "open"), ("quantity", "dismissed")]


def test_a_dismissal_is_taken_back_until_the_next_one(
    shop: Shop, karvan: Command
) -> None:
    shop.write(TILL)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,12\n,1,1\n")
    load("order_lines")
    statuses = "select field, status from ops.quarantine order by field"
    assert karvan("quarantine", "reopen", "--all").stdout == "0 rows are open again.\n"
    karvan("quarantine", "dismiss", "--all")
    done = karvan("quarantine", "reopen", "--code", "wrong_type")
    assert done.stdout == "1 rows are open again.\n"
    for _ in "ab":
        assert ask(statuses) == [("order_id", "dismissed"), ("quantity", "open")]
        shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,12\n,1,1\nC,1,1\n")
        load("order_lines")
    replayed = karvan("quarantine", "replay", "--all").stdout
    assert "1 rows taken up: 0 left the quarantine, 1 stay." in replayed
    karvan("quarantine", "dismiss", "--all")
    assert ask(statuses) == [("order_id", "dismissed"), ("quantity", "dismissed")]
    lines = (settings().decisions_path / "quarantine.ndjson").read_text().split("\n")
    said = [sorted(json.loads(one)) for one in lines if one]
    assert said == [
        ["decided_at", "dismissed"],
        ["decided_at", "reopened"],
        ["decided_at", "dismissed"],
    ]


def test_only_what_is_still_refused_and_was_not_suppressed_is_reopened(
    shop: Shop, karvan: Command
) -> None:
    shop.write(TILL + SENDERS)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,12\n,1,1\n")
    karvan("customer", "suppress", "customer:u1")
    land(f"{DAY}/w-1.ndjson", [line(call(1, userId="u1")), line(call(2, event=None))])
    load("order_lines")
    load()
    assert karvan("quarantine", "dismiss", "--all").stdout == "3 rows are dismissed.\n"
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,1,12\n,1,1\n")
    load("order_lines")
    done = karvan("quarantine", "reopen", "--all")
    assert done.stdout == "2 rows are open again.\n"
    assert ask("select code, field, status from ops.quarantine order by all") == [
        ("missing_required", "event", "open"),
        ("missing_required", "order_id", "open"),
        ("suppressed", "user_id", "dismissed"),
        ("wrong_type", "quantity", "replaced"),
    ]


@pytest.mark.parametrize("command", ["replay", "dismiss", "reopen"])
def test_which_rows_must_be_said(shop: Shop, karvan: Command, command: str) -> None:
    for options in ([], ["--all", "--code", "wrong_type"]):
        done = karvan("quarantine", command, *options)
        assert (done.exit_code, "name which rows" in done.stderr) == (1, True)


def test_suppressed_people_are_counted_and_not_kept(
    shop: Shop, karvan: Command
) -> None:
    shop.write(SENDERS)
    said = karvan("customer", "suppress", "Ada@Example.com")
    assert "of customer Ada@Example.com are counted and not kept" in said.stdout
    assert "of email ada@example.com are counted" in said.stdout
    karvan("customer", "suppress", "anonymous:a1")
    karvan("customer", "unsuppress", "anonymous:a1")
    land(
        f"{DAY}/w-1.ndjson",
        [
            line(call(1)),
            line(call(2, userId="Ada@Example.com")),
            line(call(3, type="identify", event=None, properties=None,
                      traits={"email": "ADA@example.com"})),
            line(call(5, userId="u5")),
        ],
    )  # fmt: skip
    load()
    assert ask("select message_id from raw_events.events order by all") == [
        ("m1",), ("m5",),
    ]  # fmt: skip
    assert ask(
        "select received, accepted, quarantined, suppressed from ops.ledger"
    ) == [(4, 2, 0, 2)]
    assert ask("select count(*) from ops.quarantine where payload is not null") == [
        (0,)
    ]
    shown = karvan("quarantine", "list", "--format", "csv").stdout.splitlines()
    assert len(shown) == 1
