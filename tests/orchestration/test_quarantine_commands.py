"""``karvan quarantine``: rows are listed, shown and replayed as a person types it."""

import json

import pytest

from orchestration.news import forget_built
from tests.conftest import Shop
from tests.databases import Database
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.orchestration.conftest import Command
from tests.orchestration.refused_rows import (
    DAY,
    OLD,
    TILL,
    ask,
    is_sound,
    land_some,
    load,
)
from warehouse.settings import settings

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
