"""Whatever happens to a table, comparing its keys makes what is known equal to it.

The oracle is the table itself. What is loaded is a dictionary, so that many histories
can be tried.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ingestion.databases import state
from ingestion.databases.connection import connected
from ingestion.databases.following import followed
from ingestion.databases.table import table_of
from ingestion.feeds import Visit
from ingestion.loading import prepare
from ingestion.sources import feeds_of
from warehouse.engine import connect
from warehouse.settings import settings

SHOP = """
[quality]
min_rows_kept_pct = 0
[[sources]]
name = "crm"
kind = "sql"
url = "sqlite:///shop.sqlite"
[sources.entities.customers]
table = "people"
updated_at = "changed_at"
columns = { customer_id = "id", first_name = "name" }
"""
START = datetime(2024, 1, 1)  # noqa: DTZ001
TIMES = {
    "honest": timedelta(),
    "late": timedelta(minutes=-5),
    "later than the lag": timedelta(days=-9),
    "future": timedelta(days=365_000),
    "never": None,
}
"""How far from the hour of a change what it says of it may be."""

CHANGE = st.tuples(
    st.sampled_from(["put", "put", "delete"]),
    st.integers(1, 5),
    st.sampled_from(list(TIMES)),
)
LOOK = st.sampled_from(["look", "compare"])


@given(history=st.lists(st.one_of(CHANGE, LOOK), max_size=12))
@hypothesis_settings(max_examples=10, deadline=None)
def test_what_is_known_is_what_is_there(path: Path, history: list[Any]) -> None:
    with connect() as warehouse:
        state.forget_all(warehouse, "customers")
    with closing(sqlite3.connect(path)) as database:
        database.execute("drop table if exists people")
        database.execute("create table people (id int, name text, changed_at text)")
        mirror: dict[str, str] = {}
        for hour, step in enumerate([*history, "compare"]):
            if isinstance(step, tuple):
                change(database, hour, *step)
                continue
            look(mirror, hours=24 if step == "look" else 0)
            if step == "compare":
                rows = database.execute("select cast(id as text), name from people")
                assert mirror == dict(rows.fetchall())
                assert not look(mirror, hours=0)
                assert not look(mirror, hours=24)


def change(
    database: sqlite3.Connection, hour: int, what: str, person: int, when: str
) -> None:
    """Change a row, and let it say something about when."""
    database.execute("delete from people where id = ?", [person])
    shift = TIMES[when]
    if what == "put":
        said = shift and str(START + timedelta(hours=hour) + shift)
        if when == "honest":
            said = str(START + timedelta(hours=hour))
        database.execute(
            "insert into people values (?, ?, ?)", [person, f"name of {hour}", said]
        )
    database.commit()


def look(mirror: dict[str, str], *, hours: int) -> bool:
    """Look at the table, take in what changed, and return whether anything did."""
    (feed,) = feeds_of("customers")
    source = feed.source.model_copy(update={"compare_keys_hours": hours})
    with tempfile.TemporaryDirectory() as folder, connected(feed) as database:
        table = table_of(feed, "people", ("id",), database)
        found = followed(table, source, database, Visit(Path(folder)))
        if found is None:
            return False
        with duckdb.connect() as reader:
            loaded = reader.execute(f"select id, name from '{found.files}'").fetchall()
            gone = reader.execute(f"from '{found.change.gone}'").fetchall()
        mirror |= dict(loaded)
        for (key,) in gone:
            del mirror[key]
        with connect() as warehouse:
            state.settle_change(warehouse, table.place, found.change, "load")
    return True


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    """Give the path of a shop's database; the shop is made once, for speed."""
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("KARVAN_CONFIG", f"{folder}/karvan.toml")
        patch.delenv("KARVAN_HOME", raising=False)
        (Path(folder) / "karvan.toml").write_text(SHOP)
        settings.cache_clear()
        path = Path(folder) / "shop.sqlite"
        path.touch()
        prepare()
        with connect():  # kept open, so that others open it at once
            yield path
    settings.cache_clear()
