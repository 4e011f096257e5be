"""A DuckDB file loses a person: rows, cells of others, and the bytes of both."""

import hashlib
import shutil
from pathlib import Path

import duckdb
import pytest

from ingestion.ledger_checks import ledger_checks
from ingestion.loading import load_entity, prepare
from tests.conftest import Shop
from warehouse.engine import connect
from warehouse.erasure.databases import rewrite, scrub
from warehouse.erasure.finding import find
from warehouse.erasure.person import Person
from warehouse.erasure.search import search_bytes, search_cells
from warehouse.erasure.tables import Removed
from warehouse.settings import settings

SETTINGS = """
[quality]
max_quarantined_pct = 90
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", customer_id = "card", quantity = "qty", line_amount = "amount" }
[[sources]]
name = "desk"
kind = "files"
path = "tickets.csv"
[sources.entities.tickets]
columns = { ticket_id = "id", customer_id = "card", body = "text" }
"""  # noqa: E501
ANN = "customer-ann"


@pytest.fixture
def loaded(shop: Shop) -> Shop:
    """Give a shop with lines and tickets of Ann, of Bob, and of nobody."""
    shop.write(SETTINGS)
    shop.file(
        "lines.csv",
        "order,card,qty,amount,note\n"
        f"O1,{ANN},1,2,\nO2,bob,1,2,like {ANN}\nO1,,3,4,\nO3,{ANN},many,2,\n"
        f"O4,bob,many,2,or {ANN}\n",
    )
    shop.file("tickets.csv", f"id,card,text\nT1,{ANN},hello\nT2,bob,I am not {ANN}!\n")
    load("order_lines", "tickets")
    return shop


def load(*entities: str) -> None:
    prepare()
    for entity in entities:
        load_entity(entity)


def who(named: str = ANN) -> Person:
    with connect() as connection:
        return find(connection, named)


def scrubbed(person: Person | None = None) -> dict[str, Removed]:
    person = person or who()
    with connect() as connection:
        removed = scrub(connection, "warehouse", person)
    return {one.table: one for one in removed}


def ask(sql: str) -> list[tuple]:
    with connect() as connection:
        return connection.execute(sql).fetchall()


def test_their_rows_go_and_the_ledger_balances(loaded: Shop) -> None:
    found = scrubbed()
    # The line without a card hangs on an order of hers.
    assert found["raw_shop.order_lines"].removed == 2
    assert found["ops.quarantine"].removed == 1
    assert ask("select order_id, extra from raw_shop.order_lines") == [
        ("O2", '{"note":"like [erased]"}')
    ]
    assert ask("select ticket_id, body from raw_feedback.tickets") == [
        ("T2", "I am not [erased]!")
    ]
    assert ask("select entity, received, accepted, duplicate, quarantined, suppressed "
               "from ops.ledger order by all") == [
        ("order_lines", 5, 1, 0, 1, 3), ("tickets", 2, 1, 0, 0, 1),
    ]  # fmt: skip
    for entity in ("order_lines", "tickets"):
        assert all(
            check.is_passed
            for check in ledger_checks(entity)
            if check.name in ("ledger_balances", "rows_are_those_accepted")
        )
    [(payload,)] = ask("select payload from ops.quarantine")
    assert "bob" in payload
    assert ANN not in payload
    assert not load_entity("order_lines").is_new


def test_who_has_a_longer_name_is_left_alone(shop: Shop) -> None:
    shop.write(SETTINGS)
    shop.file(
        "lines.csv",
        "order,card,qty,amount,note\nO1,CUST-10,1,2,\nO2,CUST-100,1,2,of CUST-10\n"
        "O3,CUST-100,many,2,\nO4,CUST-10,many,2,\n",
    )
    shop.file("tickets.csv", "id,card,text\nT1,CUST-100,CUST-100 knows CUST-10.\n")
    load("order_lines", "tickets")
    person = who("CUST-10")
    scrubbed(person)
    assert ask("select order_id, customer_id, extra from raw_shop.order_lines") == [
        ("O2", "CUST-100", '{"note":"of [erased]"}')
    ]
    assert ask("select customer_id, body from raw_feedback.tickets") == [
        ("CUST-100", "CUST-100 knows [erased].")
    ]
    [(payload,)] = ask("select payload from ops.quarantine")
    assert "CUST-100" in payload
    paths = settings().warehouse_path, settings().candidate_path
    rewrite(paths[0], "warehouse", paths[0], {"candidate": paths[1]})
    shutil.rmtree(settings().home / "dlt")
    cells = search_cells(paths[0], "warehouse.duckdb", person)
    assert (cells.hits, cells.longer) == ((), {"CUST-100"})
    assert search_bytes(settings().home, person, frozenset()).hits != ()
    found = search_bytes(settings().home, person, frozenset(), cells.longer)
    assert found.hits == ()


def test_done_twice_is_done_once(loaded: Shop) -> None:
    person = who()
    scrubbed(person)
    before = ask("from ops.ledger order by all")
    assert scrubbed(person) == {}
    assert ask("from ops.ledger order by all") == before


def test_anonymous_rows_stay_and_count(loaded: Shop) -> None:
    person = who().anonymised()
    found = scrubbed(person)
    # The line without a card stays as it was: it names nobody.
    assert found["raw_shop.order_lines"].anonymised == 2
    pseudonym = person.pseudonyms[f"customer:{ANN}"]
    assert ask("select order_id, customer_id, line_amount::int, extra "
               "from raw_shop.order_lines order by source_row") == [
        ("O1", pseudonym, 2, None), ("O2", "bob", 2, '{"note":"like [erased]"}'),
        ("O1", None, 4, None),
    ]  # fmt: skip
    assert ask("select customer_id, body from raw_feedback.tickets order by 2") == [
        ("bob", "I am not [erased]!"), (pseudonym, None),
    ]  # fmt: skip
    assert ask("select accepted, suppressed, quarantined from ops.ledger "
               "where entity = 'order_lines'") == [(3, 1, 1)]  # fmt: skip


def test_an_anonymous_visitor_has_the_key_that_models_give(loaded: Shop) -> None:
    with connect() as connection:
        connection.execute(
            "create schema marts; create table marts.fct_sessions as from "
            f"(values ('{ANN}', 1::bigint), ('bob', 2)) rows(visitor_id, visitor_key)"
        )
    person = who().anonymised()
    scrubbed(person)
    pseudonym = person.pseudonyms[f"customer:{ANN}"]
    # The upper 63 bits of the MD5, read from its end.
    md5 = hashlib.md5(pseudonym.encode(), usedforsecurity=False).digest()
    key = int.from_bytes(md5, "little") >> 65
    assert set(ask("from marts.fct_sessions")) == {(pseudonym, key), ("bob", 2)}


def test_a_file_that_was_written_anew_has_no_byte_of_what_was_deleted(
    loaded: Shop,
) -> None:
    path = settings().warehouse_path
    with connect() as connection:
        connection.execute("create schema staging")
        connection.execute(
            "create view staging.lines as select * from raw_shop.order_lines"
        )
        connection.execute("comment on table raw_shop.order_lines is 'Lines.'")
        connection.execute(
            "create table staging.sorted as select range as n from range(300000)"
        )
    person = who()
    assert ANN.encode() in path.read_bytes()
    scrubbed(person)
    rewrite(path, "warehouse", path, {"candidate": settings().candidate_path})
    assert ANN.encode() not in path.read_bytes()
    found = search_cells(path, "warehouse.duckdb", person)
    assert (found.hits, found.rows > 300_000) == ((), True)
    assert ask("select order_id from staging.lines") == [("O2",)]
    assert ask("select comment from duckdb_tables() where table_name = 'order_lines'"
               " and database_name = 'warehouse'") == [("Lines.",)]  # fmt: skip
    assert ask("select bool_and(n = rowid) from staging.sorted") == [(True,)]
    assert list(settings().home.glob("*.tmp")) == []


def test_the_search_finds_what_is_left_in_any_column(tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    person = Person((("customer", "42"), ("email", "ann@mail.example")))
    with duckdb.connect(path) as connection:
        connection.execute(
            "create table a as select 'x ANN@mail.example y' as body, "
            "['b', 'ann@mail.example'] as said, {'m': 'ann@mail.example'} as deep, "
            "'42' as product_id, '42' as customer_id, 'customer:42' as identifier"
        )
    found = search_cells(path, "some.duckdb", person)
    assert found.hits == (
        ("main.a", "body", 1),
        ("main.a", "said", 1),
        ("main.a", "deep", 1),
        ("main.a", "customer_id", 1),
        ("main.a", "identifier", 1),
    )


def test_a_short_id_of_another_kind_is_another_s(shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "some.duckdb"
    person = Person(
        (("customer", "42"), ("contact", "crm/7")), records=(("order", "9"),)
    )
    with duckdb.connect(path) as connection:
        connection.execute(
            "create table others as select '42' as order_id, '42' as contact_id, "
            "'42' as anonymous_id, 'desk' as source_name, '7' as customer_id; "
            "create table tickets as select 'desk' as source_name, '7' as contact_id;"
            "create table keys as select 'orders' as entity, 'crm' as source_name, "
            "'42' as source_key; "
            "create table anonymised as select '9' as order_id; "
            "create table theirs as select 'crm' as source_name, '7' as contact_id;"
            "create table their_keys as select 'contacts' as entity, "
            "'crm' as source_name, '7' as source_key;"
        )
    found = search_cells(path, "some.duckdb", person)
    assert found.hits == (
        ("main.their_keys", "source_key", 1), ("main.theirs", "contact_id", 1)
    )  # fmt: skip


def test_refused_rows_about_a_product_of_the_same_number_stay(shop: Shop) -> None:
    columns = 'columns = { product_id = "product_id", order_id'
    shop.write(SETTINGS.replace("columns = { order_id", columns))
    shop.file(
        "lines.csv",
        "order,card,qty,amount,product_id\nO1,42,1,2,7\nO2,7,many,2,42\nO3,42,many,2,7\n",
    )
    load("order_lines")
    scrubbed(Person((("customer", "42"),)))
    [(payload,)] = ask("select payload from ops.quarantine")
    assert '"O2"' in payload


def test_a_short_id_in_a_refused_row_is_of_its_own_kind(shop: Shop) -> None:
    shop.write(
        SETTINGS.replace('columns = { ticket_id = "id", customer_id = "card", ',
                         'columns = { ticket_id = "id", customer_id = "who", '
                         'contact_id = "contact", opened_at = "opened", ')
    )  # fmt: skip
    shop.file(
        "tickets.csv",
        "id,who,contact,opened,text\n"
        "T1,42,7,never,mapped as hers\n"
        "T2,7,42,never,a contact of that number\n"
        "42,7,8,never,a ticket of that number\n"
        "T4,7,9,never,her contact of another source\n",
    )
    load("tickets")
    scrubbed(Person((("customer", "42"), ("contact", "crm/9"))))
    left = ask("select payload ->> '$.text' from ops.quarantine order by 1")
    assert left == [
        ("a contact of that number",),
        ("a ticket of that number",),
        ("her contact of another source",),
    ]
    scrubbed(Person((("contact", "desk/9"),)))
    assert len(ask("from ops.quarantine")) == 2
