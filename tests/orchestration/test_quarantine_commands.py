"""``karvan quarantine`` and ``karvan customer``, as a person types them."""

import json
from typing import Any

import pytest

from ingestion.ledger import ledger_checks
from ingestion.loading import load_entity, prepare
from orchestration.news import forget_built
from tests.conftest import Shop
from tests.databases import Database
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.orchestration.conftest import Command
from warehouse.engine import connect
from warehouse.settings import settings

DAY = "2026-11-01"
TILL = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", quantity = "qty", line_amount = "amount" }
"""
PEOPLE = """
[[sources]]
name = "crm"
kind = "sql"
url = "{url}"
[sources.entities.customers]
table = "people"
{key}
columns = {{ customer_id = "id", birth_date = "born" }}
"""
EVENT_FILES = {
    "calls": """
[[sources]]
name = "archive"
kind = "events"
path = "{path}"
""",
    "mapped": """
[[sources]]
name = "archive"
kind = "files"
path = "{path}"
[sources.entities.events.columns]
message_id = "messageId"
type = "type"
event = "event"
anonymous_id = "anonymousId"
timestamp = "timestamp"
properties = "properties"
""",
}
OLD = "1999-01-01T00:00:00Z"


def load(entity: str = "events") -> None:
    """Load as a run does."""
    prepare()
    load_entity(entity)


def ask(sql: str) -> list[tuple[Any, ...]]:
    """Ask the warehouse."""
    with connect() as connection:
        return connection.execute(sql).fetchall()


def is_sound(entity: str = "events") -> bool:
    """Return whether the ledger balances and counts the rows that are there."""
    names = ("ledger_balances", "rows_are_those_accepted")
    return all(one.is_passed for one in ledger_checks(entity) if one.name in names)


def land_some() -> None:
    """Land a sound event, two that are too old and one without a name."""
    land(
        f"{DAY}/w-1.ndjson",
        [
            line(call(1)),
            line(call(2, timestamp=OLD)),
            line(call(3, timestamp=OLD, event="Cart Viewed")),
            line(call(4, event=None)),
        ],
    )


def test_the_list_counts_and_show_tells_one_row(shop: Shop, karvan: Command) -> None:
    shop.write(SENDERS)
    land_some()
    load()
    listed = json.loads(karvan("quarantine", "list", "--format", "json").stdout)
    assert [(one["code"], one["field"], one["rows"]) for one in listed] == [
        ("time_ancient", "timestamp", 2),
        ("missing_required", "event", 1),
    ]
    shown = karvan("quarantine", "show", listed[1]["example_id"])
    assert "a track call must name its event" in shown.stdout
    assert '"messageId":"m4"' in shown.stdout
    filtered = karvan(
        "quarantine", "list", "--event", "Cart Viewed", "--format", "csv"
    ).stdout.splitlines()
    assert len(filtered) == 2
    assert karvan(
        "quarantine", "list", "--source", "app", "--format", "csv"
    ).stdout == (
        "source,entity,code,field,rule,status,rows,first_seen_at,last_seen_at,"
        "example_id\n"
    )
    nowhere = karvan("quarantine", "show", "no-such-id")
    assert (nowhere.exit_code, "no rows begin with" in nowhere.stderr) == (1, True)


def test_replayed_events_are_loaded_once(shop: Shop, karvan: Command) -> None:
    shop.write(SENDERS)
    land_some()
    load()
    assert "1 of" not in karvan("quarantine", "replay", "--all").stdout
    shop.write(SENDERS + "[events]\noldest_on = 1990-01-01\n")
    done = karvan("quarantine", "replay", "--code", "time_ancient")
    assert "2 rows taken up: 2 left the quarantine, 0 stay." in done.stdout
    assert ask("select message_id from raw_events.events order by all") == [
        ("m1",), ("m2",), ("m3",),
    ]  # fmt: skip
    again = karvan("quarantine", "replay", "--code", "time_ancient")
    assert "No open row is so." in again.stdout
    assert ask("select status, count(*) from ops.quarantine group by 1 order by 1") == [
        ("open", 1), ("replayed", 2),
    ]  # fmt: skip
    assert is_sound()
    load()
    assert ask("select count(*) from raw_events.events") == [(3,)]


def test_rows_of_a_file_are_replayed_by_reading_it_again(
    shop: Shop, karvan: Command
) -> None:
    shop.write(TILL)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\nB,many,12\n")
    shop.file("lines_2.csv", "order,qty,amount\nC,1,10\nD,few,14\n")
    load("order_lines")
    (shop.workspace / "lines_2.csv").unlink()
    done = karvan("quarantine", "replay", "--source", "till")
    assert "2 rows taken up: 0 left the quarantine, 2 stay." in done.stdout
    assert "lines_2.csv is not there: bring it back" in done.stdout
    assert "lines_1.csv" not in done.stdout
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\nB,1,12\n")
    done = karvan("quarantine", "replay", "--entity", "order_lines")
    assert "2 rows taken up: 1 left the quarantine, 1 stay." in done.stdout
    assert ask("select order_id from raw_shop.order_lines order by all") == [
        ("A",), ("B",), ("C",),
    ]  # fmt: skip
    assert is_sound("order_lines")


@pytest.mark.parametrize("kind", EVENT_FILES)
@pytest.mark.parametrize("name", ["calls.ndjson", "2026-11-01/w-1.ndjson"])
def test_events_of_a_file_are_replayed_by_reading_it_again(
    shop: Shop, karvan: Command, kind: str, name: str
) -> None:
    # One file is called as those of the landing are, where one lies besides.
    found = SENDERS + EVENT_FILES[kind].format(path=name)
    shop.write(found)
    land(f"{DAY}/w-1.ndjson", [line(call(1)), line(call(9, timestamp=OLD))])
    said = [
        call(1),
        call(2, timestamp=OLD),
        call(3, event=None),
        call(2, timestamp=OLD),
    ]
    shop.file(name, "".join(json.dumps(one) + "\n" for one in said))
    load()
    stays = karvan("quarantine", "replay", "--source", "archive").stdout
    assert "3 rows taken up: 0 left the quarantine, 3 stay." in stays
    assert "not there" not in stays
    shop.write(found + "[events]\noldest_on = 1990-01-01\n")
    done = karvan("quarantine", "replay", "--source", "archive").stdout
    assert "3 rows taken up: 2 left the quarantine, 1 stay." in done
    ids = "select source_name, message_id from raw_events.events order by all"
    assert ask(ids) == [("archive", "m1"), ("archive", "m2"), ("web", "m1")]
    assert ask(
        "select received, accepted, duplicate, quarantined from ops.ledger "
        "where is_current order by source_name"
    ) == [(4, 2, 1, 1), (2, 1, 0, 1)]
    assert ask("select source_row, code from ops.quarantine "
               "where status = 'open' order by all") == [
        (2, "time_ancient"), (3, "missing_required"),
    ]  # fmt: skip
    assert is_sound()
    again = karvan("quarantine", "replay", "--all").stdout
    assert "2 rows taken up: 1 left the quarantine, 1 stay." in again
    assert ask(ids) == [
        ("archive", "m1"), ("archive", "m2"), ("web", "m1"), ("web", "m9"),
    ]  # fmt: skip
    assert is_sound()
    load()
    assert is_sound()


@pytest.mark.parametrize("key", ["", 'updated_at = "changed"'])
def test_rows_of_a_table_are_replayed_by_reading_it_again(
    shop: Shop, karvan: Command, sqlite: Database, key: str
) -> None:
    shop.write(PEOPLE.format(url=sqlite.url, key=key))
    sqlite.run(
        "create table people (id int primary key, born text, changed text)",
        "insert into people values (1, '1990-01-01', '2024-01-01 10:00:00'), "
        "(2, 'spring', '2024-01-01 10:00:00')",
    )
    load("customers")
    stays = karvan("quarantine", "replay", "--entity", "customers").stdout
    assert "1 rows taken up: 0 left the quarantine, 1 stay." in stays
    assert "not there" not in stays
    sqlite.run("update people set born = '1991-03-01' where id = 2")
    done = karvan("quarantine", "replay", "--entity", "customers")
    assert "1 rows taken up: 1 left the quarantine, 0 stay." in done.stdout
    assert ask("select customer_id from raw_shop.customers order by all") == [
        ("1",), ("2",),
    ]  # fmt: skip
    assert is_sound("customers")


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
    karvan("customer", "suppress", "u1", "--kind", "user_id")
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


def test_what_is_replayed_is_news_for_a_run(shop: Shop, karvan: Command) -> None:
    shop.write(SENDERS)
    stamp = settings().home / "built_from"
    land_some()
    load()
    for command in ("replay", "dismiss"):
        stamp.write_text("what is published")
        karvan("quarantine", command, "--code", "no_such_code")
        assert stamp.exists()
        karvan("quarantine", command, "--all")
        assert not stamp.exists()
    forget_built()


def test_suppressed_people_are_counted_and_not_kept(
    shop: Shop, karvan: Command
) -> None:
    shop.write(SENDERS)
    said = karvan("customer", "suppress", "Ada@Example.com")
    assert (
        "Events of the user_id Ada@Example.com are counted and not kept" in said.stdout
    )
    assert "Events of the email ada@example.com" in said.stdout
    karvan("customer", "suppress", "a1", "--kind", "anonymous_id")
    karvan("customer", "unsuppress", "a1", "--kind", "anonymous_id")
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
