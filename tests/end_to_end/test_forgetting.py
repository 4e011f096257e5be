"""A person is shown, exported and erased; what comes of them later is refused.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Karvan, karvan_of
from tests.end_to_end.corner_shop import SALES_HEADER, copy_shop, published_marts
from tests.end_to_end.forgetting_shop import (
    ANN,
    ANNS_CONTACT,
    ANNS_DEVICES,
    ANNS_EMAIL,
    ANNS_PHONE,
    BOB,
    BOBS_CONTACT,
    BOBS_DEVICE,
    NAMES_OF_ANN,
    SHORT,
    ask,
    call,
    land,
    named_in,
    open_shop,
    totals,
)
from warehouse.personal import pii_class

pytestmark = pytest.mark.slow

LEDGER = (
    "select entity, sum(received)::int, sum(accepted)::int, sum(quarantined)::int, "
    "sum(suppressed)::int from ops.ledger where is_current group by all order by all"
)
OF_BOB = (
    "select * exclude (_dlt_load_id) from raw_shop.customers "
    "where customer_id = '{bob}'",
    "select * exclude (_dlt_load_id) from raw_crm.contacts "
    "where contact_id = '{contact}'",
    "select * exclude (_dlt_load_id) from raw_events.events "
    "where anonymous_id = '{device}' order by all",
    "select * exclude (_dlt_load_id) from raw_shop.order_lines "
    "where customer_id = '{bob}' order by all",
    "from ops.quarantine where contains(payload, '{device}') order by all",
)


def bobs(workspace: Path) -> list[Any]:
    """Return all rows of Bob."""
    names = {"bob": BOB, "contact": BOBS_CONTACT, "device": BOBS_DEVICE}
    found = [ask(workspace, sql.format(**names)) for sql in OF_BOB]
    assert [len(rows) for rows in found] == [1, 1, 8, 15, 2]
    return found


def done(karvan: Karvan, *command: str) -> str:
    """Do a command, to its good end."""
    ended = karvan(*command)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    return ended.stdout


@pytest.fixture(scope="module", autouse=True)
def shop(workspace: Path, karvan: Karvan) -> None:
    open_shop(workspace)
    done(karvan, "run")


@pytest.fixture(scope="module")
def other(
    shop: None, workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give a copy of the shop that somebody may be erased of."""
    return another(workspace, tmp_path_factory.mktemp("other"))


@pytest.fixture(scope="module")
def third(
    shop: None, workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give one more copy."""
    return another(workspace, tmp_path_factory.mktemp("third"))


def another(workspace: Path, folder: Path) -> Path:
    copied = folder / "shop"
    copy_shop(workspace, copied)
    (copied / ".env").write_text(f"CRM_URL='sqlite:///{copied / 'crm.sqlite'}'\n")
    return copied


def test_anonymous_is_nobody_and_every_total_stays(other: Path) -> None:
    before = totals(other)
    assert sum(map(len, before.values())) > 40
    done(karvan_of(other), "customer", "erase", ANN, "--yes", "--keep-counts")
    assert totals(other) == before
    assert named_in(other) == []
    [(customer, name, email)] = ask(
        other,
        "select customer_id, first_name, email from raw_shop.customers "
        "where source_row = 1",
    )
    assert customer.startswith("erased-customer-")
    assert (name, email) == (None, None)
    assert ask(other, "select count(*) from raw_shop.order_lines") == [(60,)]
    # What its source tells of her later is still refused.
    land(other, "2024-03-02/w-1.ndjson", [call(200, ANNS_DEVICES[0], None)])
    done(karvan_of(other), "run")
    assert ask(other, "select count(*) from raw_events.events") == [(24,)]


def test_a_short_id_takes_its_own_rows_and_no_others(third: Path) -> None:
    with (third / "sales_1.csv").open("a") as sales:
        sales.write("r60,42,cust-4712-bob,42,4.25,2024-01-20 10:00:00\n")
    karvan = karvan_of(third)
    done(
        karvan, "customer", "erase", SHORT, "--yes", "--no-run", "--proof", "proof.json"
    )
    assert ask(third, "select count(*) from raw_shop.order_lines") == [(45,)]
    assert ask(third, "select count(*) from raw_shop.customers") == [(2,)]
    assert ask(third, "select accepted, suppressed from ops.ledger where file = "
               "'sales_1.csv'") == [(45, 15)]  # fmt: skip
    Path("proof.json").unlink()


def test_a_file_that_cannot_be_changed_is_told_and_holds_nobody_up(
    third: Path, tmp_path: Path
) -> None:
    karvan, proof = karvan_of(third), tmp_path / "proof.json"
    kept = third / ".karvan" / "pictures.bin"
    kept.write_bytes(b"\x00 of " + ANNS_EMAIL.encode())
    erased = karvan(
        "customer", "erase", ANN, "--yes", "--no-run", "--proof", str(proof)
    )  # fmt: skip
    assert (erased.returncode, "delete them" in erased.stderr) == (1, True)
    said = json.loads(proof.read_text())
    assert (said["is_clean"], said["files_to_delete"]) == (False, ["pictures.bin"])
    assert named_in(third) == [f"pictures.bin: {ANNS_EMAIL}"]
    assert not (third / ".karvan" / "erasing.json").exists()
    done(karvan, "customer", "erase", BOB, "--yes", "--no-run")
    kept.unlink()
    assert named_in(third) == []


@pytest.mark.parametrize("file", ["warehouse.duckdb", "published/current"])
def test_every_column_that_was_built_is_classified(workspace: Path, file: str) -> None:
    columns = ask(
        workspace,
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = current_database()",
        file,
    )
    assert len(columns) > 300
    assert [one for one in columns if pii_class(one[2]) is None] == []


def test_anyone_is_shown_by_any_name(karvan: Karvan) -> None:
    shown = json.loads(done(karvan, "customer", "show", ANN, "--json"))
    assert shown["customer_id"] == ANN
    assert shown["rows"]["marts.fct_orders"] == 15
    assert karvan("customer", "show", "nobody").returncode == 1


def test_an_export_has_all_of_one_and_nothing_of_another(
    karvan: Karvan, tmp_path: Path
) -> None:
    path = tmp_path / "ann.json"
    done(karvan, "customer", "export", f"phone:{ANNS_PHONE}", "--output", str(path))
    said = json.loads(path.read_text())
    rows = {table: len(found) for table, found in said["tables"].items()}
    assert rows["raw_shop.order_lines"] == 15
    assert rows["raw_events.events"] == 16
    assert rows["raw_feedback.tickets"] == rows["raw_crm.contacts"] == 1
    assert rows["ops.quarantine"] == 4
    assert BOB not in path.read_text()
    assert path.stat().st_mode & 0o77 == 0


def test_a_dry_run_tells_and_changes_nothing(karvan: Karvan, workspace: Path) -> None:
    before = ask(workspace, LEDGER)
    said = done(karvan, "customer", "erase", ANNS_EMAIL, "--dry-run")
    assert "raw_shop.order_lines" in said
    assert ask(workspace, LEDGER) == before
    assert named_in(workspace) != []


def test_without_a_yes_nothing_goes(karvan: Karvan, workspace: Path) -> None:
    assert karvan("customer", "erase", ANN).returncode == 1
    assert ask(workspace, "select count(*) from raw_shop.order_lines") == [(60,)]


def test_what_is_erased_is_nowhere_under_home_and_others_stay(
    karvan: Karvan, workspace: Path, tmp_path: Path
) -> None:
    neighbour = bobs(workspace)
    proof = tmp_path / "proof.json"
    command = (
        "customer",
        "erase",
        f"email:{ANNS_EMAIL}",
        "--yes",
        "--proof",
        str(proof),
    )
    done(karvan, *command)
    assert named_in(workspace) == []
    assert bobs(workspace) == neighbour
    said = json.loads(proof.read_text())
    assert said["is_clean"]
    assert not any(name in proof.read_text() for name in NAMES_OF_ANN)
    files = {one["file"] for one in said["cells_searched"]}
    assert files == {
        "warehouse.duckdb", "candidate.duckdb", "snapshot.duckdb",
        "published/karvan-1.duckdb", "published/karvan-2.duckdb",
    }  # fmt: skip
    removed = {
        one["table"]: one["removed"] for one in said["databases"]["warehouse.duckdb"]
    }
    assert removed["raw_shop.order_lines"] == 15
    assert removed["ops.quarantine"] == 4
    assert ask(workspace, LEDGER) == [
        ("contacts", 3, 2, 0, 1),
        ("customers", 3, 2, 0, 1),
        ("events", 30, 8, 2, 20),
        ("order_lines", 60, 45, 0, 15),
        ("tickets", 2, 1, 0, 1),
    ]
    orders = published_marts(workspace)["fct_orders"]
    assert len(orders) == 45
    assert "Nothing new" in done(karvan, "run")


def test_what_comes_of_them_later_is_counted_and_not_kept(
    karvan: Karvan, workspace: Path
) -> None:
    land(
        workspace,
        "2024-03-02/w-1.ndjson",
        [
            call(200, ANNS_DEVICES[1], None),
            call(201, "device-new", None, "identify", traits={"email": ANNS_EMAIL}),
            call(202, "device-new-2", ANN, "wrong"),
            call(203, BOBS_DEVICE, BOB, event="Product Viewed", product_id="a1"),
        ],
    )
    with closing(sqlite3.connect(workspace / "crm.sqlite")) as crm:
        crm.execute(
            "update people set given = 'Anna', changed_at = '2024-04-01 10:00:00' "
            "where id = ?", [ANNS_CONTACT],
        )  # fmt: skip
        crm.execute(
            "insert into people values ('P-100009', null, 'A', ?, null, null, "
            "'2024-04-01 11:00:00')", [ANNS_EMAIL.upper()],
        )  # fmt: skip
        crm.commit()
    lines = [f"x{n},a1,{who},1,2.00,2024-02-01 10:00:00"
             for n, who in enumerate([ANN, BOB])]  # fmt: skip
    (workspace / "sales_2.csv").write_text("\n".join([SALES_HEADER, *lines, ""]))
    done(karvan, "run")
    assert ask(workspace, "select received, accepted, suppressed from ops.ledger "
               "where file in ('2024-03-02/w-1.ndjson', 'sales_2.csv') "
               "order by file") == [(4, 1, 3), (2, 1, 1)]  # fmt: skip
    assert ask(workspace, "select count(*) from raw_crm.contacts") == [(2,)]
    assert named_in(workspace) == []
    assert "Nothing new" in done(karvan, "run")


def test_reading_everything_anew_does_not_bring_them_back(
    karvan: Karvan, workspace: Path
) -> None:
    # What others say of them in the shop's own systems is for the shop to mend.
    with closing(sqlite3.connect(workspace / "crm.sqlite")) as crm:
        crm.execute("update tickets set body = 'Ask her too' where id = 'T2'")
        crm.commit()
    neighbour = ask(workspace, OF_BOB[3].format(bob=BOB))
    done(karvan, "run", "--full-refresh")
    assert named_in(workspace) == []
    assert ask(workspace, OF_BOB[3].format(bob=BOB)) == neighbour
    assert ask(workspace, "select entity, sum(received)::int, sum(accepted)::int, "
               "sum(suppressed)::int from ops.ledger where is_current and entity in "
               "('contacts', 'order_lines') group by all order by all") == [
        ("contacts", 4, 2, 2), ("order_lines", 62, 46, 16)
    ]  # fmt: skip
    assert "Nothing new" in done(karvan, "run")
