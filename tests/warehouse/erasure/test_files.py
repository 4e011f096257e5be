"""Files that are no DuckDB databases lose what names a person, and nothing else."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Shop
from warehouse.decisions import decide, decisions
from warehouse.erasure.files import is_mendable, scrub_decisions, scrub_others
from warehouse.erasure.person import Person
from warehouse.erasure.search import search_bytes
from warehouse.settings import settings
from warehouse.suppressions import digest, suppressed

ANN = Person(
    (
        ("customer", "42"),
        ("contact", "crm/C-00007"),
        ("email", "ann@mail.example"),
    )
)


def scrubbed(folder: Path) -> dict[str, int]:
    return scrub_others(ANN, folder, lambda path: path.name == "skipped.txt")


def test_decisions_tell_them_by_hashes_and_still_hold(shop: Shop) -> None:
    decide("suppressions", kind="user_id", identifier="42", is_suppressed=True)
    decide("suppressions", kind="user_id", identifier="7", is_suppressed=True)
    decide("identities", left="customer:42", right="customer:7", decision="same",
           by="me", note="ann@mail.example is both")  # fmt: skip
    before = suppressed()
    path = settings().decisions_path / "identities.ndjson"
    with path.open("ab") as torn:
        torn.write(b'\n{"left": "ann@mail.ex')
    assert scrub_decisions(ANN) == {
        "decisions/identities.ndjson": 1,
        "decisions/suppressions.ndjson": 1,
    }
    assert suppressed() == before
    [said] = decisions("identities")
    assert (said["left"], said["right"], said["note"]) == (
        digest("customer", "42"), "customer:7", "[erased] is both",
    )  # fmt: skip
    assert b"ann@" not in path.read_bytes()
    decide("identities", left="a", right="b", decision="same")
    assert len(decisions("identities")) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crm_in_sqlite_loses_their_rows_and_their_bytes(shop: Shop) -> None:
    folder = settings().home / "sample" / "crm"
    folder.mkdir(parents=True)
    path = folder / "crm.sqlite"
    with closing(sqlite3.connect(path)) as crm:
        crm.execute("create table contacts (contact_id text, email text, customer_id)")
        crm.execute("create table tickets (ticket_id text, contact_id text, body text)")
        crm.executemany(
            "insert into contacts values (?, ?, ?)",
            [("C-00007", "Ann@Mail.example", "42"), ("C-00008", None, "43"),
             ("C-00009", "x@mail.example", 42)],
        )  # fmt: skip
        crm.executemany(
            "insert into tickets values (?, ?, ?)",
            [
                ("T1", "C-00007", "hello"),
                ("T2", "C-00008", "42 times ANN@mail.example"),
            ],
        )
        crm.commit()
    assert scrubbed(settings().home) == {"sample/crm/crm.sqlite": 4}
    with closing(sqlite3.connect(path)) as crm:
        left = crm.execute("select contact_id from contacts").fetchall()
        assert left == [("C-00008",)]
        assert crm.execute("select * from tickets").fetchall() == [
            ("T2", "C-00008", "42 times [erased]")
        ]
    assert search_bytes(settings().home, ANN, frozenset()).hits == ()


def test_json_loses_their_entries_and_other_texts_the_name(shop: Shop) -> None:
    home = settings().home
    home.mkdir(parents=True)
    truth = {
        "contacts": {"C-00007": "P1", "C-00008": "P2"},
        "people": {"P1": "42", "P2": "43"},
        "amount": 42,
        "devices": {"42": ["a"], "43": ["42", "b"]},
    }
    (home / "truth.json").write_text(json.dumps(truth))
    (home / "run.log").write_text("42 rows\nbad value ANN@mail.example in row 42\n")
    (home / "skipped.txt").write_text("ann@mail.example")
    (home / "binary").write_bytes(b"\xff\x00ann@mail.example")
    (home / "torn.log").write_bytes(b"caf\xe9 of ann@mail.example\r\n")
    assert scrubbed(home) == {"run.log": 1, "torn.log": 1, "truth.json": 4}
    assert (home / "torn.log").read_bytes() == b"caf\xe9 of [erased]\r\n"
    assert json.loads((home / "truth.json").read_text()) == {
        "contacts": {"C-00008": "P2"},
        "people": {"P2": "43"},
        "amount": 42,
        "devices": {"43": ["b"]},
    }
    assert (home / "run.log").read_text() == "42 rows\nbad value [erased] in row 42\n"
    # What is no text cannot be mended, so the proof has to find it.
    found = search_bytes(home, ANN, frozenset({home / "skipped.txt"}))
    assert found.hits == (("binary", 1),)
    assert [one.name for one in home.iterdir() if not is_mendable(one)] == ["binary"]


@pytest.mark.parametrize(
    ("name", "data", "hits"),
    [
        ("a.bin", b"x" * (16 * 1024**2 - 5) + b"ann@mail.example", 1),
        ("a.bin", b"ANN@MAIL.EXAMPLE and ann@mail.example", 2),
        ("a.json", b'{"customer_id": "42"}', 1),
        ("a.ndjson", b'{"userId":42}', 1),
        ("a.ndjson", b'{"contact_id":"42","anonymousId":42}', 0),
        ("a.ndjson", b'{"quantity":42,"product":"42"}', 0),
        ("a.bin", b'{"userId":42}', 0),
        ("a.txt", b"ann@mail.exam ple", 0),
    ],
)
def test_bytes_are_searched_across_blocks_and_short_names_as_values(
    tmp_path: Path, name: str, data: bytes, hits: int
) -> None:
    (tmp_path / name).write_bytes(data)
    found = search_bytes(tmp_path, ANN, frozenset())
    assert (found.files, found.bytes) == (1, len(data))
    assert sum(count for _, count in found.hits) == hits


def test_what_is_compressed_is_searched_within(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.gz").write_bytes(gzip.compress(b"says ann@mail.example"))
    assert search_bytes(tmp_path, ANN, frozenset()).hits == (("a.gz", 1),)
