"""A small shop, its command line as processes that can be cut, and what it published.

Imported by the tests that stop and kill runs, here and in tests/faults.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import psutil

from warehouse.settings import REPOSITORY

KARVAN = [str(Path(sys.executable).with_name("karvan"))]
PYTHON = [sys.executable, "-u", "-c"]
DAGSTER = [sys.executable, "-m", "dagster"]
PATIENCE_S = 300

TILL = """
[[sources]]
name = "till"
kind = "files"
path = "sales*.csv"
[sources.entities.order_lines.columns]
order_id = "Receipt"
product_id = "Article"
customer_id = "Card"
quantity = "Qty"
unit_price = "Price"
ordered_at = "Time"
"""
"""A source that reads sales."""
SALES_HEADER = "Receipt,Article,Card,Qty,Price,Time"
ARTICLES = """
[[sources]]
name = "articles"
kind = "files"
path = "articles.csv"
[sources.entities.products.columns]
product_id = "Article"
name = "Name"
"""
"""A source that reads articles; a line can follow for another column."""
SETTINGS = f"""
[shop]
name = "Corner shop"
{TILL}{ARTICLES}"""


def open_shop(workspace: Path, more: str = "") -> None:
    """Write a shop with a hundred lines of January."""
    workspace.mkdir(exist_ok=True)
    (workspace / "karvan.toml").write_text(more + SETTINGS)
    sell(workspace, month=1)


def sell(workspace: Path, month: int) -> None:
    """Write a file of a hundred lines, and the articles with names of the month."""
    lines = [
        f"{month}-{n // 3},a{n % 7},c{n % 11},{n % 5 + 1},{n % 13}.25,"
        f"2024-{month:02}-{n // 5 + 1:02} 10:00:00"
        for n in range(100)
    ]
    path = workspace / f"sales_{month}.csv"
    path.write_text("\n".join([SALES_HEADER, *lines, ""]))
    articles = [f"a{n},Article {n} of {month}" for n in range(7)]
    (workspace / "articles.csv").write_text("\n".join(["Article,Name", *articles]))


def copy_shop(source: Path, target: Path) -> None:
    """Copy a workspace, or a folder of it, with all that Karvan wrote."""
    shutil.copytree(source, target, symlinks=True)


def published_marts(workspace: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all published marts, in order, without the times of runs."""
    path = workspace / ".karvan" / "published" / "current"
    with duckdb.connect(path.resolve(), read_only=True) as reader:
        tables = reader.execute(
            "select table_name from information_schema.tables "
            "where table_schema = 'marts' order by table_name"
        ).fetchall()
        return {
            name: reader.execute(
                "select columns(lambda c: c not in ('loaded_at', 'load_id', 'since')) "
                f"from marts.{name} order by all"
            ).fetchall()
            for (name,) in tables
        }


class Process:
    """A command on a shop, running: ``karvan`` by default."""

    def __init__(
        self, workspace: Path, *arguments: str, program: Sequence[str] = KARVAN
    ) -> None:
        environment = os.environ | {
            "KARVAN_CONFIG": str(workspace / "karvan.toml"),
            "DAGSTER_HOME": str(workspace / ".karvan" / "dagster"),
        }
        environment.pop("KARVAN_HOME", None)
        # In a script, what runs in the background ignores Ctrl-C, and hands that on.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(
            [*program, *arguments],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        self.pid = self._process.pid
        self.lines: list[str] = []

    def until(self, words: str) -> None:
        """Wait until it prints a line with these words."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line)
            if words in line:
                return
        raise AssertionError(f"ended without {words!r}:\n{self.output}")

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it alone."""
        self._process.send_signal(number)

    def interrupt(self) -> None:
        """Send what Ctrl-C on a terminal does: to it, and to all that it started."""
        os.killpg(self.pid, signal.SIGINT)

    def end(self) -> int:
        """Wait for its end and return the exit code."""
        assert self._process.stdout is not None
        self.lines += self._process.stdout.readlines()
        return self._process.wait(PATIENCE_S)

    @property
    def output(self) -> str:
        """What it printed until now."""
        return "".join(self.lines)

    def close(self) -> None:
        """End it with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.communicate()


def left_behind(pid: int) -> list[psutil.Process]:
    """Return what is left, after a moment to end, of what a process had started."""
    family = [found for found in psutil.process_iter() if _session(found.pid) == pid]
    _, alive = psutil.wait_procs(family, timeout=5)
    return alive


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None
