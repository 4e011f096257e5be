"""From two CSV files to answers by ``karvan source add`` alone, and at a terminal."""

import os
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.databases import PASSWORD, Database
from tests.end_to_end.conftest import Karvan, executable
from tests.end_to_end.test_two_csv_files import ARTICLES, SALES, rows

SECONDS = 60
"""After which a prompt will not come any more."""


def test_two_files_are_added_and_the_run_publishes(
    karvan: Karvan, workspace: Path
) -> None:
    (workspace / "sales.csv").write_text(SALES)
    (workspace / "articles.csv").write_text(ARTICLES)
    for options in (
        ("--path", "sales.csv", "--name", "till", "--timezone", "Europe/London"),
        ("--path", "articles.csv"),
    ):
        done = karvan("source", "add", *options, "--yes")
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
    assert "mend source" not in karvan("doctor").stdout
    done = karvan("run")
    assert done.returncode == 0, done.stderr
    assert "Published version 1" in done.stdout
    [tea] = rows(
        karvan,
        "select sum(l.quantity) as units, any_value(p.name) as name "
        "from marts.fct_order_lines as l inner join marts.dim_products as p "
        "on l.product_id = p.product_id where l.product_id = 'tea'",
    )
    # Of three receipts: 2 + 1 - 1.
    assert (float(tea["units"]), tea["name"]) == (2.0, "Black tea")


def test_a_password_typed_at_a_terminal_is_not_shown(
    shop, postgresql: Database
) -> None:
    postgresql.run(
        "create table orders (id int primary key, ordered_at timestamptz, "
        "customer_id int)"
    )
    before, after = postgresql.url.split("@")
    bare = before.rsplit(":", 1)[0] + "@" + after
    dialogue = [
        ("Kind", "sql"),
        ("URL", bare),
        ("Password", PASSWORD),
        ("Name", "crm"),
        ("Tables", ""),
        ("accept", "a"),
        ("Add this", "y"),
        ("Keep the URL", "y"),
    ]
    shown, code = at_a_terminal(shop.workspace, dialogue)
    assert code == 0, shown
    assert PASSWORD not in shown
    assert PASSWORD not in (shop.workspace / "karvan.toml").read_text()
    [source] = tomllib.loads((shop.workspace / "karvan.toml").read_text())["sources"]
    assert (source["name"], source["url"]) == ("crm", "env:CRM_URL")


def at_a_terminal(workspace: Path, dialogue: list[tuple[str, str]]) -> tuple[str, int]:
    """Type answers to questions as they come; return what is shown, and the code."""
    command = [str(executable()), "source", "add"]
    spawned = f"import os, pty; raise SystemExit(pty.spawn({command!r}) >> 8)"
    with subprocess.Popen(
        [sys.executable, "-c", spawned],
        env=os.environ | {"KARVAN_CONFIG": str(workspace / "karvan.toml")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin
        assert program.stdout
        shown = ""
        for question, answer in dialogue:
            since = len(shown)
            deadline = time.monotonic() + SECONDS
            while question not in shown[since:]:
                if time.monotonic() > deadline:
                    program.kill()
                    pytest.fail(f"no {question!r} in:\n{shown}")
                if select.select([program.stdout], [], [], 1)[0]:
                    read = os.read(program.stdout.fileno(), 10_000)
                    shown += read.decode(errors="replace")
            # The terminal stops showing a moment after a password is asked for.
            time.sleep(0.2)
            program.stdin.write(f"{answer}\n".encode())
            program.stdin.flush()
        shown += program.communicate(timeout=SECONDS)[0].decode(errors="replace")
    return shown, program.returncode
