"""From two CSV files to answers by ``karvan source add`` alone, and at a terminal."""

import os
import pty
import select
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
    child, terminal = pty.fork()
    if child == 0:
        os.environ["KARVAN_CONFIG"] = str(workspace / "karvan.toml")
        os.execv(executable(), [str(executable()), "source", "add"])  # noqa: S606
    shown = ""
    for question, answer in [*dialogue, ("", "")]:
        since = len(shown)
        deadline = time.monotonic() + SECONDS
        while question not in shown[since:] or not question:
            if time.monotonic() > deadline:
                os.kill(child, 9)
                pytest.fail(f"no {question!r} in:\n{shown}")
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                shown += os.read(terminal, 10_000).decode(errors="replace")
            except OSError:  # the program has ended
                break
        if question:
            # The terminal stops showing a moment after a password is asked for.
            time.sleep(0.2)
            os.write(terminal, f"{answer}\n".encode())
    _, status = os.waitpid(child, 0)
    return shown, os.waitstatus_to_exitcode(status)
