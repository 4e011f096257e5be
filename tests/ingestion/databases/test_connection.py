"""What a database refuses or breaks is told with its name, never with its password."""

import threading
import time
from urllib.parse import quote

import psycopg
import pytest

from ingestion.loading import LoadError, UnreachableError, configured_entities
from tests.conftest import Shop
from tests.databases import PASSWORD, Database
from tests.ingestion.small_sources import Loader, Query
from warehouse.settings import settings

PEOPLE = """
[[sources]]
name = "crm"
kind = "sql"
url = "env:SHOP_DB"
{options}
[sources.entities.customers]
{what}
columns = {{ customer_id = "id" }}
"""


@pytest.fixture
def people(
    shop: Shop, postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> Database:
    monkeypatch.setenv("SHOP_DB", postgresql.url)
    shop.write(PEOPLE.format(options="", what='table = "people"'))
    postgresql.run("create table people (id int primary key)")
    return postgresql


def told(load: Loader, kind: type[Exception]) -> str:
    """Return what the load of customers fails with."""
    with pytest.raises(kind) as caught:
        load("customers")
    words = str(caught.value)
    assert "crm" in words
    for form in (PASSWORD, quote(PASSWORD, safe="")):
        assert form not in words
    return words


def test_a_database_that_is_down_is_unreachable(
    people: Database, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = quote(PASSWORD, safe="")
    url = f"postgresql://karvan:{secret}@127.0.0.1:1/shop"
    monkeypatch.setenv("SHOP_DB", url)
    words = told(load, UnreachableError)
    assert "postgresql+psycopg://karvan:***@127.0.0.1:1/shop" in words
    assert "start it or mend its URL" in words


def test_settings_are_read_although_the_variable_is_missing(
    shop: Shop, load: Loader
) -> None:
    shop.write(PEOPLE.format(options="", what='table = "people"'))
    assert configured_entities() == ["customers"]
    assert "the variable SHOP_DB is not set" in told(load, LoadError)


def test_a_wrong_database_is_not_tried_again(
    people: Database, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", people.url.replace("/shop_", "/other_"))
    assert "does not exist" in told(load, LoadError)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ('table = "peple"', "there is no table peple .did you mean 'people'"),
        ('table = "crm.people"', "there is no table people in schema crm"),
        ('query = "select nam from people"', 'column "nam" does not exist'),
        ('query = "selec 1"', "syntax error"),
        ('table = "people"\nupdated_at = "changed"', "no column 'changed' for `upd"),
        ('table = "people"\nkey = ["ids"]', "no column 'ids' .* .did you mean 'id'"),
        ('table = "people"\nquery = "select 1"', "needs a `table` or a `query`"),
    ],
)
def test_what_is_not_there_is_named(
    shop: Shop, people: Database, load: Loader, what: str, words: str
) -> None:
    shop.write(PEOPLE.format(options="", what=what))
    with pytest.raises(LoadError, match=words):
        load("customers")


def test_a_table_that_may_not_be_read_is_named(people: Database, load: Loader) -> None:
    people.run("revoke select on people from karvan")
    assert "permission denied for table people" in told(load, LoadError)


def test_a_slow_query_is_given_up(shop: Shop, people: Database, load: Loader) -> None:
    what = 'query = "select id, pg_sleep(60) from people"'
    shop.write(PEOPLE.format(options="timeout_minutes = 0.003", what=what))
    people.run("insert into people values (1)")
    assert "took longer than 0.003 minutes" in told(load, LoadError)


def test_a_connection_that_breaks_leaves_nothing_half_loaded(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    people.run("insert into people select generate_series(1, 300)")
    what = 'query = "select id, pg_sleep(0.01) from people"'
    shop.write(PEOPLE.format(options="", what=what))
    killer = threading.Thread(target=kill_the_copy, args=[people.dsn])
    killer.start()
    assert "the connection is lost" in told(load, UnreachableError)
    killer.join()
    assert ask("select count(*) from raw_shop.customers") == [(0,)]
    assert ask("select count(*) from ops.ledger") == [(0,)]
    assert load("customers").accepted == 300


def kill_the_copy(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(3_000):
            found = connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where query ilike 'copy%' and datname = current_database()"
            ).fetchall()
            if found:
                return
            time.sleep(0.01)


def test_a_file_of_sqlite_that_is_not_there_is_not_made(
    shop: Shop, load: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", "sqlite:///nothing.sqlite")
    shop.write(PEOPLE.format(options="", what='table = "people"'))
    with pytest.raises(LoadError, match=r"there is no database .*nothing\.sqlite"):
        load("customers")
    assert not (settings().workspace / "nothing.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "cannot be read"),
        ("postgresql://karvan:{secret}@host:port/db", "cannot be read"),
        ("oracle://karvan:{secret}@host/db", "is not installed"),
        ("nosuch://karvan:{secret}@host/db", "is not installed"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(
    shop: Shop, load: Loader, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("SHOP_DB", url.format(secret=quote(PASSWORD, safe="")))
    shop.write(PEOPLE.format(options="", what='table = "people"'))
    assert words in told(load, LoadError)
