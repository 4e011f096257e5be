"""An analyst builds while runs, readers and other analysts hold their files.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Karvan, environment_of

BUILD = ("dbt", "run", "--target", "dev", "--select", "kpi_daily_sales")
DAYS = "select orders, revenue_amount from marts.kpi_daily_sales"
RELEASE = """
import sys
from ingestion.loading import prepare
from orchestration import dbt, dbt_state
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.publishing import leave_snapshot, publish

orders, is_live = int(sys.argv[1]), sys.argv[2] == "live"
with run_lock("karvan run"):
    prepare()
    with connect() as connection:
        connection.execute(
            "insert into raw_shop._dlt_loads (load_id, status, inserted_at) "
            "values ('1', 0, timestamptz '2024-01-09 00:00:00+00')"
        )
        connection.execute("truncate raw_shop.order_lines")
        connection.execute(
            "insert into raw_shop.order_lines (order_id, line_amount, ordered_at, "
            "source_name, source_file, source_row, _dlt_load_id) "
            "select 'o' || n, 5, '2024-01-01', 'till', 'sales.csv', n, '1' "
            "from range(?) as t(n)", [orders]
        )
    built = ["+kpi_daily_sales", "dim_dates"]
    dbt.build(built, full_refresh=False, on_built=lambda table: None)
    dbt_state.set_aside()
    publish(f"run {orders}", is_live=is_live)
    if not is_live:
        dbt_state.keep()
        leave_snapshot()
"""
"""What a run does, without the seconds of Dagster and of Great Expectations."""

WRITE = """
from warehouse.engine import connect
from warehouse.lock import run_lock
with run_lock("karvan run"), connect():
    print("held", flush=True)
    input()
"""
READ = """
from warehouse.published import open_published
cursor = open_published()
print("held", flush=True)
input()
"""
BUILD_ON = """
from orchestration.development import on_dev
import duckdb
from warehouse.settings import settings
with on_dev("build"), duckdb.connect(settings().dev_path):
    print("held", flush=True)
    input()
"""
READ_DEV = """
from warehouse.development import open_edition
cursor = open_edition("dev")
print("held", flush=True)
input()
"""


@pytest.fixture(scope="module", autouse=True)
def shop(workspace: Path) -> None:
    (workspace / "karvan.toml").write_text('[shop]\nname = "Corner shop"\n')


@contextmanager
def holding(workspace: Path, program: str) -> Iterator[int]:
    """Run a program until the block ends; give its process id."""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment_of(workspace),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process.pid
    process.communicate("\n")


def release(workspace: Path, orders: int, kind: str = "whole") -> None:
    """Publish a version with so many orders."""
    subprocess.run(
        [sys.executable, "-c", RELEASE, str(orders), kind],
        env=environment_of(workspace),
        check=True,
        capture_output=True,
    )


def answer(karvan: Karvan, *target: str) -> str:
    """Return the orders and the revenue that there are."""
    done = karvan("query", DAYS, "--format", "csv", *target)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[1]


def test_before_the_first_run_it_says_what_is_missing(karvan: Karvan) -> None:
    done = karvan(*BUILD)
    assert done.returncode == 1
    assert "there is no snapshot yet; `karvan run` leaves one" in done.stderr
    done = karvan("query", "select 1", "--target", "dev")
    assert "nothing is built on dev" in done.stderr


def test_a_build_waits_for_no_run_and_no_reader(
    karvan: Karvan, workspace: Path
) -> None:
    release(workspace, 1)
    with holding(workspace, WRITE), holding(workspace, READ):
        done = karvan(*BUILD)
        assert done.returncode == 0, done.stdout + done.stderr
        assert answer(karvan, "--target", "dev") == "1,5.0000"
    assert "model marts.kpi_daily_sales" in done.stdout
    assert "model marts.fct_orders" not in done.stdout  # it is read, not built


def test_a_second_build_is_told_who_is_at_work(karvan: Karvan, workspace: Path) -> None:
    with holding(workspace, BUILD_ON) as pid:
        for arguments in (BUILD, ("query", DAYS, "--target", "dev")):
            done = karvan(*arguments)
            assert done.returncode == 1
            by = f"karvan dbt build --target dev (process {pid}, since"
            assert f"dev.duckdb is being written by {by}" in done.stderr
            assert "Traceback" not in done.stderr


def test_a_build_is_told_who_reads_its_file(karvan: Karvan, workspace: Path) -> None:
    with holding(workspace, READ_DEV) as pid:
        done = karvan(*BUILD)
    assert done.returncode == 1
    assert f"dev.duckdb is being read by process {pid}" in done.stderr


def test_what_live_runs_publish_is_no_mix_of_two_runs(
    karvan: Karvan, workspace: Path
) -> None:
    """Their snapshot is that of the last whole run, and so are the marts."""
    release(workspace, 2, "live")
    assert answer(karvan) == "2,10.0000"
    done = karvan(*BUILD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert answer(karvan, "--target", "dev") == "1,5.0000"


def test_after_a_run_the_file_is_begun_anew(karvan: Karvan, workspace: Path) -> None:
    """dbt would read tables of an older run beside those of the newest."""
    release(workspace, 3)
    done = karvan(*BUILD)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Version 3 was published since; dev.duckdb is begun anew." in done.stderr
    assert answer(karvan, "--target", "dev") == answer(karvan) == "3,15.0000"


def test_a_version_is_of_what_is_published(karvan: Karvan) -> None:
    done = karvan("metric", "orders", "--target", "dev", "--version", "1")
    assert done.returncode == 1
    assert "leave out --target dev" in done.stderr
