"""Tables as feeds: without a key they are files, and columns come, go and change."""

import pytest

from ingestion.inspection import has_news, source_problems
from ingestion.loading import LoadError
from tests.conftest import Shop
from tests.databases import Database, in_sqlite
from tests.ingestion.small_sources import LEDGER, Loader, Query
from warehouse.settings import settings

LINES = """
[[sources]]
name = "till"
kind = "sql"
url = "env:SHOP_DB"
compare_keys_hours = 0
[sources.entities.order_lines]
{what}
columns = {{ order_id = "receipt", quantity = "qty", line_amount = "amount" }}
"""
KEYED = 'table = "lines"\nkey = ["id"]\nupdated_at = "changed_at"'
STATE = (
    "select order_id, quantity, line_amount::varchar, extra from raw_shop.order_lines "
    "where deleted_at is null order by all"
)
AMOUNTS = (
    "select order_id, line_amount::double from raw_shop.order_lines "
    "where deleted_at is null order by all"
)


@pytest.fixture
def lines(shop: Shop, database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Give a table of two order lines."""
    monkeypatch.setenv("SHOP_DB", database.url)
    database.run(
        "create table lines (id int, receipt text, qty int, amount {amount}, "
        "changed_at {time})",
        "insert into lines values (1, 'A', 1, 1.5, '2024-01-01 10:00:00'), "
        "(2, 'A', 1, 2, '2024-01-01 10:00:00')",
    )
    return database


@in_sqlite
def test_a_table_without_a_key_is_a_file(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    shop.write(LINES.format(what='table = "lines"'))
    assert load("order_lines").accepted == 2
    assert not has_news()
    lines.run("create table again as select * from lines order by id desc")
    lines.run("drop table lines", "alter table again rename to lines")
    assert not has_news()
    assert not load("order_lines").is_new
    lines.run("delete from lines where id = 2", "update lines set amount = 3")
    with pytest.raises(LoadError, match="fewer than 80 % are left"):
        load("order_lines")
    lines.run("insert into lines select * from lines")
    assert load("order_lines").accepted == 2
    assert ask(AMOUNTS) == [("A", 3), ("A", 3)]
    assert ask("select file, accepted, is_current from ops.ledger order by 3") == [
        ("lines", 2, False), ("lines", 2, True),
    ]  # fmt: skip


def test_facts_with_a_key_are_merged_and_marked(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    shop.write(LINES.format(what=KEYED) + "[quality]\nmin_rows_kept_pct = 0\n")
    load("order_lines")
    lines.run(
        "update lines set amount = 9, changed_at = '2024-01-02 00:00:00' where id = 2",
        "delete from lines where id = 1",
        "insert into lines values (3, 'B', 1, 4, '2024-01-02 00:00:00')",
    )
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 9), ("B", 4)]
    assert ask(
        "select source_row, source_key, deleted_at is null from raw_shop.order_lines "
        "order by source_key"
    ) == [(1, "1", False), (3, "2", True), (4, "3", True)]
    assert ask(LEDGER) == [("lines", 2, 1, 1, 0), ("lines", 2, 2, 0, 0)]


def test_a_query_may_be_followed_too(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    query = (
        "select id as number, receipt, qty, amount * 10 as amount, changed_at\n"
        "from lines where receipt <> ':x%' -- all; of them"
    )
    shop.write(
        LINES.format(
            what=f"query = '''{query}'''\nkey = ['NUMBER']\nupdated_at = 'changed_at'"
        )
    )
    assert load("order_lines").accepted == 2
    assert ask(AMOUNTS) == [("A", 15), ("A", 20)]
    assert ask("select distinct source_file from raw_shop.order_lines") == [
        ("order_lines",)
    ]
    lines.run("insert into lines values (3, 'B', 1, 4, '2024-01-02 00:00:00')")
    assert load("order_lines").accepted == 1


@in_sqlite
def test_an_empty_table_is_empty_and_then_is_not(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    lines.run("delete from lines")
    for what in ('table = "lines"', KEYED):
        shop.write(LINES.format(what=what))
        assert load("order_lines").rows == 0
        assert not has_news()
    lines.run("insert into lines values (3, 'B', 1, 4, '2024-01-02 00:00:00')")
    assert has_news()
    assert load("order_lines").rows == 1


def test_columns_that_come_go_and_change_their_type(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    shop.write(LINES.format(what=KEYED))
    load("order_lines")
    # Added: of all rows, though none of them says that it changed.
    lines.run("alter table lines add column till int default 7")
    assert load("order_lines").accepted == 2
    assert ask("select json_extract(extra, '$.till') from raw_shop.order_lines") == [
        ("7",), ("7",),
    ]  # fmt: skip
    # Dropped, and nothing maps it.
    lines.run("alter table lines drop column till")
    assert load("order_lines").accepted == 2
    assert ask("select json_exists(extra, 'till') from raw_shop.order_lines") == [
        (False,), (False,),
    ]  # fmt: skip
    # A number becomes text, of which one cell is no number.
    lines.run(
        "alter table lines rename column qty to old",
        "alter table lines add column qty text default '5'",
        "update lines set qty = 'many', changed_at = '2024-01-02 00:00:00' "
        "where id = 2",
    )
    assert load("order_lines").quarantined == 1
    quarantined = "select field, source_key, status from ops.quarantine"
    assert ask(quarantined) == [("quantity", "2", "open")]
    assert sorted(row[1] for row in ask(STATE)) == [1.0, 5.0]
    assert not has_news()
    lines.run(
        "update lines set qty = '6', changed_at = '2024-01-03 00:00:00' where id = 2"
    )
    assert load("order_lines").quarantined == 0
    assert ask(quarantined) == [("quantity", "2", "replaced")]
    # Dropped, and mapped.
    lines.run("alter table lines drop column qty")
    with pytest.raises(LoadError, match="lines has no column 'qty' for quantity"):
        load("order_lines")
    (source,) = settings().sources
    (problem,) = source_problems(source)
    assert "has no column 'qty' for quantity" in problem


@in_sqlite
def test_a_key_that_does_not_tell_rows_apart_is_refused(
    shop: Shop, lines: Database, load: Loader
) -> None:
    shop.write(LINES.format(what='table = "lines"\nkey = ["receipt"]'))
    with pytest.raises(LoadError, match=r"2 rows have the key receipt = A"):
        load("order_lines")
    shop.write(LINES.format(what='table = "lines"\nkey = ["receipt", "id"]'))
    assert load("order_lines").accepted == 2


@in_sqlite
def test_times_that_are_none_are_refused(
    shop: Shop, lines: Database, load: Loader
) -> None:
    what = KEYED.replace("changed_at", "receipt")
    shop.write(LINES.format(what=what))
    with pytest.raises(LoadError, match="`updated_at` receipt holds no times, such as"):
        load("order_lines")


@in_sqlite
def test_a_table_that_gets_a_key_replaces_its_rows(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    for what in ('table = "lines"', KEYED, KEYED.replace('"id"', '"id", "receipt"')):
        shop.write(LINES.format(what=what))
        assert load("order_lines").accepted == 2
        assert ask(AMOUNTS) == [("A", 1.5), ("A", 2)]
    shop.write(LINES.format(what='table = "lines"'))
    assert load("order_lines").accepted == 2
    assert ask("select count(*) from ops.source_rows") == [(0,)]


@in_sqlite
def test_what_the_settings_no_longer_name_is_forgotten(
    shop: Shop, lines: Database, load: Loader, ask: Query
) -> None:
    shop.write(LINES.format(what=KEYED))
    load("order_lines")
    shop.write("")
    load("order_lines")
    shop.write(LINES.format(what=KEYED))
    assert load("order_lines").accepted == 2
    assert ask(AMOUNTS) == [("A", 1.5), ("A", 2)]
