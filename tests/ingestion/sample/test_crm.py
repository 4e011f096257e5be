"""The simulated CRM is of real households, has known duplicates, and is always one."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.inspection import has_news, source_problems
from ingestion.loading import load_entity, prepare
from ingestion.sample.crm.contacts import SLIPS
from ingestion.sample.crm.database import ensure_written
from ingestion.sample.visits import Plan
from ingestion.sources import sample_crm
from tests.conftest import Shop
from warehouse.engine import connect
from warehouse.settings import settings

pytestmark = pytest.mark.demo
WRITE = """
import pathlib, sys
from ingestion.sample.crm.database import ensure_written
ensure_written(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), print)
"""
Row = dict[str, Any]


def dump(folder: Path) -> str:
    """Return all that a simulated CRM says, and its truth."""
    with closing(sqlite3.connect(folder / "crm.sqlite")) as database:
        statements = "\n".join(database.iterdump())
    return statements + (folder / "truth.json").read_text()


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the CRM once, and give its folder."""
    found = tmp_path_factory.mktemp("crm")
    ensure_written(found, data, lambda _: None)
    return found


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, dict[str, str]]:
    """Give what is true of it."""
    return json.loads((folder / "truth.json").read_text())


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give the CRM's file."""
    with closing(sqlite3.connect(folder / "crm.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def table(database: sqlite3.Connection, name: str) -> list[Row]:
    """Return the rows of a table."""
    return [dict(row) for row in database.execute(f"select * from {name}")]


def test_every_process_makes_the_same_crm(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", WRITE, tmp_path / seed, data],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        assert dump(tmp_path / seed) == dump(folder)


def test_writing_that_was_cut_off_is_done_again(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "crm.part").write_bytes(b"half of it")
    ensure_written(tmp_path, data, lambda _: None)
    assert dump(tmp_path) == dump(folder)


def test_people_are_of_households_that_are_real_or_sign_in(
    database: sqlite3.Connection,
    truth: dict[str, dict[str, str]],
    data: Path,
    planned: Plan,
) -> None:
    with duckdb.connect() as connection:
        panel = connection.execute(
            f"select household_id::varchar from '{data}/demographics.parquet'"
        ).fetchall()
    demographics = {household for (household,) in panel}
    households = set(truth["people"].values())
    assert len(demographics) == 801
    assert households == demographics | planned.households.keys()
    contacts = table(database, "contacts")
    assert {one["contact_id"] for one in contacts} == truth["contacts"].keys()
    told = {one["contact_id"]: one["customer_id"] for one in contacts}
    linked = {name: household for name, household in told.items() if household}
    assert 0.4 < len(linked) / len(contacts) < 0.5
    assert all(
        household == truth["people"][truth["contacts"][name]]
        for name, household in linked.items()
    )
    assert len(set(linked.values()) & planned.households.keys()) > 100


def test_a_duplicate_differs_from_its_persons_first_record_as_the_truth_says(
    database: sqlite3.Connection, truth: dict[str, dict[str, str]]
) -> None:
    of_people: dict[str, list[Row]] = defaultdict(list)
    for one in table(database, "contacts"):
        of_people[truth["contacts"][one["contact_id"]]].append(one)
    firsts, others = {}, []
    for person, records in of_people.items():
        named = [one for one in records if one["contact_id"] in truth["duplicates"]]
        [firsts[person]] = [one for one in records if one not in named]
        others += [(person, one) for one in named]
    assert 0.10 < len(others) / len(firsts) < 0.20
    kinds = Counter(truth["duplicates"].values())
    assert kinds.keys() == SLIPS.keys()
    assert min(kinds.values()) > 10
    for person, one in others:
        kind, first = truth["duplicates"][one["contact_id"]], firsts[person]
        names = (one["first_name"], one["last_name"])
        if kind in {"moved", "other_mailbox"}:
            assert names == (first["first_name"], first["last_name"])
        elif kind == "typed_anew":
            assert names == (first["first_name"], first["last_name"].upper())
            assert one["phone"] != first["phone"]
        else:
            assert names != (first["first_name"], first["last_name"])
        if kind == "swapped":
            assert names == (first["last_name"], first["first_name"])
        if kind == "script":
            assert (names[0] + names[1]).isascii()
            assert not first["first_name"].isascii()
        if kind == "typo":
            assert abs(len(names[1]) - len(first["last_name"])) <= 1
        # There is a way to see that it is the same person.
        assert one["phone"] or one["email"]


def test_names_are_in_three_languages_and_few_share_a_mailbox(
    database: sqlite3.Connection, truth: dict[str, dict[str, str]]
) -> None:
    contacts = table(database, "contacts")
    languages = Counter(one["language"] for one in contacts)
    assert languages.keys() == {"en", "fa", "az"}
    assert min(languages.values()) > 150
    assert any("ə" in one["last_name"] for one in contacts)
    assert any("ی" in one["last_name"] for one in contacts)
    people: dict[str, set[str]] = defaultdict(set)
    households: dict[str, set[str]] = defaultdict(set)
    for one in contacts:
        if one["email"]:
            person = truth["contacts"][one["contact_id"]]
            people[one["email"].lower()].add(person)
            households[one["email"].lower()].add(truth["people"][person])
    assert 20 < sum(len(found) > 1 for found in people.values()) < 120
    assert all(len(found) == 1 for found in households.values())


def test_tickets_and_answers_are_believable(database: sqlite3.Connection) -> None:
    tickets, surveys = table(database, "tickets"), table(database, "surveys")
    assert 900 < len(tickets) < 1_600
    assert 900 < len(surveys) < 1_600
    assert all(
        one["closed_at"] is None or one["closed_at"] > one["opened_at"]
        for one in tickets
    )
    closed = [one for one in tickets if one["closed_at"]]
    assert 0.95 < len(closed) / len(tickets) < 1
    assert all(one["closed_at"] for one in tickets if one["satisfaction"])
    scores = {
        kind: {one["score"] for one in surveys if one["kind"] == kind}
        for kind in ("nps", "csat", "ces")
    }
    assert scores == {
        "nps": set(range(11)),
        "csat": set(range(1, 6)),
        "ces": set(range(1, 8)),
    }
    contacts = {one["contact_id"] for one in table(database, "contacts")}
    for name in ("tickets", "activities"):
        assert {one["contact_id"] for one in table(database, name)} <= contacts


def test_clicks_that_were_paid_for_are_the_visits_that_advertising_brought(
    database: sqlite3.Connection, truth: dict[str, dict[str, str]], planned: Plan
) -> None:
    bills = table(database, "ad_spend")
    brought = Counter(
        (visit.origin.campaign["name"], visit.origin.campaign["source"])
        for visit in planned.visits
        if visit.origin.campaign.get("medium") in {"cpc", "paid_social"}
    )
    networks = {"search": "google", "social": "facebook"}
    clicks: Counter[tuple[str, str]] = Counter()
    for bill in bills:
        if bill["channel"] in networks:
            clicks[bill["campaign_id"], networks[bill["channel"]]] += bill["clicks"]
    assert clicks == brought
    for channel in networks:
        paid = [bill for bill in bills if bill["channel"] == channel]
        price = sum(one["spend_amount"] for one in paid) / sum(
            one["clicks"] for one in paid
        )
        assert price == pytest.approx(truth["prices"][channel], rel=0.05)
    assert {bill["clicks"] for bill in bills if bill["channel"] == "email"} == {0}
    assert min(bill["spend_amount"] for bill in bills) > 0


def test_a_crm_of_an_earlier_version_gets_the_bills_and_keeps_the_rest(
    folder: Path, data: Path, tmp_path: Path
) -> None:
    for name in ("crm.sqlite", "truth.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as old:
        old.execute("drop table ad_spend")
        old.execute("update contacts set city = 'Baku'")
        old.commit()
    ensure_written(tmp_path, data, lambda _: None)
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as written:
        assert written.execute("select distinct city from contacts").fetchall() == [
            ("Baku",)
        ]
        [(bills,)] = written.execute("select count(*) from ad_spend").fetchall()
    assert bills == 695


def test_it_is_loaded_like_a_company_s_database_and_what_changes_there_comes(
    shop: Shop, data: Path
) -> None:
    shop.write('[[sources]]\nname = "sample_crm"\nkind = "sample_crm"\n')
    [source] = settings().sources
    assert source_problems(source) == []
    prepare()
    for entity in sample_crm.entities(source):
        load = load_entity(entity)
        assert load.accepted == load.received > 0
    assert not has_news()
    with closing(sqlite3.connect(sample_crm.folder(source) / "crm.sqlite")) as written:
        written.execute(
            "update contacts set city = 'Baku', updated_at = '2018-01-05 10:00:00' "
            "where contact_id = 'C-00001'"
        )
        written.commit()
    assert has_news()
    assert load_entity("contacts").accepted == 1
    with connect() as connection:
        found = connection.execute(
            "select city, json_extract_string(extra, '$.language') "
            "from raw_crm.contacts where contact_id = 'C-00001'"
        ).fetchall()
    assert found == [("Baku", "en")]
