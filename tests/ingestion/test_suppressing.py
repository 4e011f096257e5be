"""Rows of suppressed people are counted, whatever way they come, and leave nothing."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from ingestion.backfill import Backfill
from ingestion.inspection import has_news
from ingestion.loading import LoadError
from tests.conftest import Shop
from tests.ingestion.small_sources import Loader, Query
from warehouse.settings import settings
from warehouse.suppressions import MARK, suppress, suppressed

FILES = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", customer_id = "card", quantity = "qty", line_amount = "amount" }
[[sources]]
name = "cards"
kind = "files"
path = "cards.csv"
[sources.entities.customers]
columns = { customer_id = "id", email = "mail", phone = "phone" }
"""  # noqa: E501
CRM = """
[quality]
min_rows_kept_pct = 0
[[sources]]
name = "crm"
kind = "sql"
url = "sqlite:///{path}"
compare_keys_hours = 0
[sources.entities.contacts]
table = "people"
updated_at = "changed_at"
columns = {{ contact_id = "id", email = "mail", updated_at = "changed_at" }}
"""
LEDGER = (
    "select received::int, accepted::int, duplicate::int, quarantined::int, "
    "suppressed::int from ops.ledger where entity = ? order by loaded_at"
)
KEYS = "select source_key from ops.source_rows order by all"


def test_rows_of_a_file_are_counted_and_nothing_of_them_stays(
    shop: Shop, load: Loader, ask: Query
) -> None:
    shop.write(FILES)
    suppress([("customer", "c1"), ("order", "O3")])
    shop.file(
        "lines.csv",
        "order,card,qty,amount\nO1,c1,1,2\nO2,c2,1,2\nO3,,1,2\nO4,c1,many,2\n,c1,1,2\n"
        "O5,c2,many,2\n",
    )
    load("order_lines")
    assert ask("select order_id from raw_shop.order_lines") == [("O2",)]
    assert ask(LEDGER, "order_lines") == [(6, 1, 0, 1, 4)]
    assert ask("select code, payload is null from ops.quarantine order by all") == [
        ("suppressed", True)
    ] * 4 + [("wrong_type", False)]


def test_a_file_is_not_cut_off_because_most_of_it_is_kept_no_more(
    shop: Shop, load: Loader, ask: Query
) -> None:
    shop.write(FILES)
    lines = "order,card,qty,amount\nO1,c1,1,2\nO2,c1,1,2\nO3,c1,1,2\nO4,c2,1,2\n"
    shop.file("lines.csv", lines)
    load("order_lines")
    suppress([("customer", "c1")])
    shop.file("lines.csv", lines + "O5,c2,1,2\n")
    load("order_lines")
    assert ask("select order_id from raw_shop.order_lines order by 1") == [
        ("O4",), ("O5",)
    ]  # fmt: skip
    shop.file("lines.csv", "order,card,qty,amount\nO4,c2,1,2\n")
    with pytest.raises(LoadError, match="has 1 good rows, its last version had 5"):
        load("order_lines")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "ann@mail.example"),
        ("email", " ANN@Mail.Example "),
        ("phone", "+44 1632 960-111"),
        ("phone", "0044 1632960111"),
        ("phone", "۴۴ ۱۶۳۲ ۹۶۰۱۱۱"),
    ],
)
def test_addresses_and_numbers_count_however_they_are_written(
    shop: Shop, load: Loader, ask: Query, kind: str, value: str
) -> None:
    shop.write(FILES)
    shop.file(
        "cards.csv", "id,mail,phone\nc1,Ann@mail.example,(44) 1632 960 111\nc2,,\n"
    )
    suppress([(kind, value)])
    load("customers")
    assert ask("select customer_id from raw_shop.customers") == [("c2",)]
    assert ask(LEDGER, "customers") == [(2, 1, 0, 0, 1)]


def people(shop: Shop, *statements: str) -> None:
    with closing(sqlite3.connect(shop.workspace / "crm.sqlite")) as crm:
        for statement in statements:
            crm.execute(statement)
        crm.commit()


def open_crm(shop: Shop) -> None:
    shop.write(CRM.format(path=shop.workspace / "crm.sqlite"))
    people(
        shop, "create table people (id text primary key, mail text, changed_at text)"
    )


def test_a_followed_table_knows_their_keys_by_hashes_and_has_no_news(
    shop: Shop, load: Loader, ask: Query
) -> None:
    open_crm(shop)
    people(
        shop,
        "insert into people values ('P1', 'ann@mail.example', '2024-01-01 10:00:00'), "
        "('P2', 'bob@mail.example', '2024-01-01 10:00:00')",
    )
    suppress([("email", "ann@mail.example")])
    load("contacts")
    assert ask("select contact_id from raw_crm.contacts") == [("P2",)]
    [(bob,), (ann,)] = ask(KEYS)
    assert (bob, ann.startswith(MARK)) == ("P2", True)
    assert ask("select source_key from ops.quarantine") == [(ann,)]
    assert not has_news()
    # A change of the row is refused as well, and known by the same hash.
    people(shop, "update people set changed_at = '2024-02-01 10:00:00' where id = 'P1'")
    assert load("contacts").suppressed == 1
    assert ask(KEYS) == [("P2",), (ann,)]
    assert not has_news()
    # That it is gone from the table is no news of the other.
    people(shop, "delete from people where id = 'P1'")
    load("contacts")
    assert ask(KEYS) == [("P2",)]
    assert ask("select contact_id, deleted_at from raw_crm.contacts") == [("P2", None)]


def test_who_is_kept_again_comes_by_a_backfill(
    shop: Shop, load: Loader, ask: Query
) -> None:
    open_crm(shop)
    people(
        shop,
        "insert into people values ('P1', 'ann@mail.example', '2024-01-01 10:00:00')",
    )
    suppress([("contact", "crm/P1")])
    load("contacts")
    assert ask("select count(*) from raw_crm.contacts") == [(0,)]
    suppress([("contact", "crm/P1")], is_suppressed=False)
    load("contacts", backfill=Backfill())
    assert ask("select contact_id, source_key from raw_crm.contacts") == [("P1", "P1")]
    assert ask(KEYS) == [("P1",)]
    people(shop, "delete from people")
    load("contacts", backfill=None)
    assert ask("select deleted_at is not null from raw_crm.contacts") == [(True,)]


def test_a_contact_of_one_source_is_not_that_of_another(
    shop: Shop, load: Loader, ask: Query
) -> None:
    open_crm(shop)
    people(
        shop,
        "insert into people values ('P1', null, '2024-01-01 10:00:00')",
    )
    suppress([("contact", "other/P1")])
    load("contacts")
    assert ask("select contact_id from raw_crm.contacts") == [("P1",)]


def test_the_list_names_nobody_and_its_salt_is_the_shops_own(shop: Shop) -> None:
    suppress([("email", "Ann@Mail.Example"), ("customer", "cust-ann")], by="me")
    folder = settings().decisions_path
    said = (folder / "suppressions.ndjson").read_text().lower()
    assert "ann" not in said
    lines: list[dict[str, Any]] = [json.loads(one) for one in said.split("\n") if one]
    assert [sorted(one) for one in lines] == [
        ["by", "decided_at", "hash", "is_suppressed", "kind"]
    ] * 2
    assert (folder / "salt").stat().st_mode & 0o777 == 0o600
    before = suppressed()
    (folder / "salt").write_text("another")
    suppress([("customer", "cust-ann")])
    assert len(suppressed()) == len(before) + 1
