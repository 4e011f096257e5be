"""Tables that are followed: what changed is loaded, what is gone is marked."""

from datetime import date

import psycopg
import pytest

from ingestion.backfill import Backfill
from ingestion.databases import following
from ingestion.inspection import has_news
from ingestion.loading import LoadError
from tests.conftest import Shop
from tests.databases import Database, in_postgresql, in_sqlite
from tests.ingestion.small_sources import LEDGER, Loader, Query

PEOPLE = """
[[sources]]
name = "crm"
kind = "sql"
url = "env:SHOP_DB"
{options}
[sources.entities.customers]
table = "people"
updated_at = "changed_at"
columns = {{ customer_id = "id", first_name = "name" }}
"""
NAMES = (
    "select customer_id, first_name from raw_shop.customers "
    "where deleted_at is null order by all"
)
DELETED = (
    "select customer_id from raw_shop.customers where deleted_at is not null "
    "order by all"
)


@pytest.fixture
def people(shop: Shop, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Give a table of three people that is followed."""
    monkeypatch.setenv("SHOP_DB", database.url)
    shop.write(PEOPLE.format(options=""))
    database.run(
        "create table people (id int primary key, name text, changed_at {time})",
        "insert into people values (1, 'Ann', '2024-01-01 10:00:00'),"
        "(2, 'Bob', '2024-01-01 11:00:00'), (3, 'Cleo', '2024-01-01 12:00:00')",
    )
    return database


def test_the_first_load_is_whole_and_the_second_finds_nothing(
    people: Database, load: Loader, ask: Query
) -> None:
    assert load("customers").accepted == 3
    assert ask(NAMES) == [("1", "Ann"), ("2", "Bob"), ("3", "Cleo")]
    assert ask("select source_file, source_key from raw_shop.customers order by 2") == [
        ("people", "1"), ("people", "2"), ("people", "3"),
    ]  # fmt: skip
    assert not has_news()
    assert not load("customers").is_new


def test_what_changed_is_merged_by_key(
    people: Database, load: Loader, ask: Query
) -> None:
    load("customers")
    people.run(
        "update people set name = 'Bo', changed_at = '2024-01-02 10:00:00' "
        "where id = 2",
        "insert into people values (4, 'Dan', '2024-01-02 11:00:00')",
    )
    assert has_news()
    found = load("customers")
    assert (found.received, found.accepted) == (2, 2)
    assert ask(NAMES) == [("1", "Ann"), ("2", "Bo"), ("3", "Cleo"), ("4", "Dan")]
    assert ask(LEDGER) == [("people", 2, 2, 0, 0), ("people", 3, 2, 1, 0)]
    assert not has_news()
    assert not load("customers").is_new


def test_a_change_between_values_that_hash_alike_is_seen(
    people: Database, load: Loader, ask: Query
) -> None:
    before, after = (f"anonymous:a{n}|customer:c{n}|identify" for n in (94_323, 94_327))
    assert ask(f"select hash('{before}') = hash('{after}')") == [(True,)]
    people.run(f"update people set name = '{before}' where id = 3")
    load("customers")
    people.run(f"update people set name = '{after}' where id = 3")
    assert load("customers").accepted == 1
    assert ask(NAMES)[-1] == ("3", after)


def test_a_row_that_is_deleted_is_marked_when_keys_are_compared(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    load("customers")
    people.run("delete from people where id = 3")
    assert not has_news()
    shop.write(
        PEOPLE.format(options="compare_keys_hours = 0")
        + "[quality]\nmin_rows_kept_pct = 50\n"
    )
    assert has_news()
    assert load("customers").is_new
    assert ask(NAMES) == [("1", "Ann"), ("2", "Bob")]
    assert ask(DELETED) == [("3",)]
    assert not has_news()
    people.run("insert into people values (3, 'Cleo', '2024-01-01 12:00:00')")
    assert load("customers").accepted == 1
    assert ask(NAMES) == [("1", "Ann"), ("2", "Bob"), ("3", "Cleo")]
    assert ask(DELETED) == []


@in_postgresql
def test_a_transaction_that_commits_late_is_found(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    with psycopg.connect(people.dsn) as late, psycopg.connect(people.dsn) as later:
        late.execute("insert into people values (4, 'Dan', '2024-01-01 11:55:00')")
        later.execute("insert into people values (5, 'Eve', '2024-01-01 09:00:00')")
        assert load("customers").accepted == 3
        late.commit()
        assert has_news()
        # Within the lag: by its time.
        assert load("customers").accepted == 1
        later.commit()
        # Later than the lag: when keys are compared.
        assert not has_news()
        assert not load("customers").is_new
        shop.write(PEOPLE.format(options="compare_keys_hours = 0"))
        assert has_news()
        assert load("customers").accepted == 1
    assert not has_news()
    assert [name for _, name in ask(NAMES)] == ["Ann", "Bob", "Cleo", "Dan", "Eve"]


@in_sqlite
def test_more_missed_rows_than_are_asked_for_by_key_are_read_with_the_table(
    shop: Shop,
    people: Database,
    load: Loader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load("customers")
    shop.write(PEOPLE.format(options="compare_keys_hours = 0"))
    monkeypatch.setattr(following, "MOST_KEYS", 1)
    people.run(
        "insert into people values (4, 'Dan', '2023-01-01 00:00:00')",
        "insert into people values (5, 'Eve', '2023-01-01 00:00:00')",
    )
    assert load("customers").accepted == 2
    assert not has_news()


@in_postgresql
def test_a_backfill_of_a_day_reads_what_changed_on_it(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    zone = '[shop]\ntimezone = "Asia/Baku"\n'
    shop.write(zone + PEOPLE.format(options=""))
    people.run("update people set changed_at = '2024-01-01 23:00:00+00' where id = 3")
    load("customers")
    people.run("update people set name = 'Silent' where id < 3")
    people.run("update people set changed_at = '2023-12-31 19:59:00+00' where id = 2")
    day = date(2024, 1, 1)
    assert not load("customers", backfill=Backfill(source="crm", day=day)).quarantined
    # Baku's first of January began at 20:00 UTC the day before.
    assert ask(NAMES) == [("1", "Silent"), ("2", "Bob"), ("3", "Cleo")]
    assert ask("select count(*) from raw_shop.customers") == [(3,)]
    with pytest.raises(LoadError, match=r"no source 'crn' .did you mean 'crm'"):
        load("customers", backfill=Backfill(source="crn"))


@in_sqlite
def test_a_table_that_lost_most_rows_is_refused_until_a_backfill(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    load("customers")
    shop.write(PEOPLE.format(options="compare_keys_hours = 0"))
    people.run("delete from people where id > 1")
    with pytest.raises(LoadError, match="2 of 3 rows of people are gone"):
        load("customers")
    assert len(ask(NAMES)) == 3
    load("customers", backfill=Backfill(source="crm"))
    assert ask(NAMES) == [("1", "Ann")]


@in_sqlite
def test_updated_at_that_lies(
    shop: Shop, people: Database, load: Loader, ask: Query
) -> None:
    people.run(
        "insert into people values (4, 'Future', '2999-01-01 00:00:00')",
        "insert into people values (5, 'Never', null)",
    )
    assert load("customers").accepted == 5
    assert not has_news()
    people.run(
        "insert into people values (6, 'Eve', '2024-01-02 00:00:00')",
        "update people set name = 'Still never' where id = 5",
    )
    assert load("customers").accepted == 2
    assert not has_news()
    # Backwards: found by its key. Unchanged: found by a backfill alone.
    people.run(
        "update people set name = 'Back', changed_at = '2023-01-01 00:00:00' "
        "where id = 6",
        "update people set name = 'Silent' where id = 1",
    )
    assert not has_news()
    shop.write(PEOPLE.format(options="compare_keys_hours = 0"))
    assert load("customers").accepted == 1
    assert not load("customers").is_new
    assert ("1", "Ann") in ask(NAMES)
    load("customers", backfill=Backfill())
    assert ask(NAMES) == [
        ("1", "Silent"), ("2", "Bob"), ("3", "Cleo"), ("4", "Future"),
        ("5", "Still never"), ("6", "Back"),
    ]  # fmt: skip
