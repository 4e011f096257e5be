"""History that is killed while it is taken, anywhere, is mended by the next run."""

import signal
import subprocess
import sys
from typing import Any

import pytest

from ingestion.loading import load_entity, prepare
from orchestration import dbt
from tests.conftest import Shop
from tests.databases import Database
from warehouse.engine import connect

pytestmark = pytest.mark.slow
SOURCE = """
[quality]
min_rows_kept_pct = 0
[[sources]]
name = "crm"
kind = "sql"
url = "sqlite:///shop.sqlite"
compare_keys_hours = 0
[sources.entities.contacts]
table = "people"
columns = { contact_id = "id", email = "mail" }
"""
HISTORY = ["stg_crm__contacts", "crm_contacts"]
TAKES = """
import os, signal
from dbt.adapters.duckdb.impl import DuckDBAdapter
from orchestration import dbt
original = DuckDBAdapter.{name}
def deadly(self, *values):
    is_snapshot = self.connections.get_if_exists().name.startswith("snapshot.")
    if is_snapshot and "{moment}" == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    found = original(self, *values)
    if is_snapshot:
        os.kill(os.getpid(), signal.SIGKILL)
    return found
DuckDBAdapter.{name} = deadly
dbt.build({history}, full_refresh=False, on_built=print)
"""
POINTS = [
    ("get_missing_columns", "before"),
    ("commit_if_has_connection", "before"),
    ("commit_if_has_connection", "after"),
]
"""What changed is known; it is written; it is committed."""


def load() -> None:
    """Load the contacts."""
    prepare()
    load_entity("contacts")


def take() -> None:
    """Take the history."""
    dbt.build(HISTORY, full_refresh=False, on_built=lambda _: None)


def rows() -> list[tuple[Any, ...]]:
    """Return each version, and whether it is current."""
    with connect() as connection:
        return connection.execute(
            "select contact_id, email, valid_to is null from history.crm_contacts "
            "order by contact_id, valid_from"
        ).fetchall()


@pytest.mark.parametrize(("name", "moment"), POINTS)
def test_kill_anywhere_then_run_again_gives_the_same(
    shop: Shop, sqlite: Database, name: str, moment: str
) -> None:
    shop.write(SOURCE)
    sqlite.run(
        "create table people (id int, mail text)",
        "insert into people values (1, 'a@old.example'), (2, 'b@old.example')",
    )
    load()
    take()
    sqlite.run(
        "update people set mail = 'a@new.example' where id = 1",
        "delete from people where id = 2",
        "insert into people values (3, 'c@new.example')",
    )
    load()
    code = TAKES.format(name=name, moment=moment, history=HISTORY)
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    take()
    assert rows() == [
        ("1", "a@old.example", False),
        ("1", "a@new.example", True),
        ("2", "b@old.example", False),
        ("3", "c@new.example", True),
    ]
