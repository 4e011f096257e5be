"""Loads with dlt: quiet, and mended by the next one when they are killed."""

import signal
import subprocess
import sys

import pytest

from ingestion.loading import LoadError, load_entity, prepare
from tests.ingestion.small_sources import AMOUNTS, LEDGER, LINES, Loader, Query

KILLED = """
import os, signal
from ingestion import loading
def deadly(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
loading.settle = deadly
loading.load_entity("order_lines")
"""


def test_a_load_that_is_killed_before_it_is_settled_is_done_again(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    shop.file("lines.csv", "order,qty,amount\nA,1,11\nB,1,20\n")
    done = subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert done.returncode == -signal.SIGKILL
    assert ask("select count(*) from raw_shop.order_lines") == [(3,)]
    prepare()
    assert ask(AMOUNTS) == [("A", 10)]
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 11), ("B", 20)]
    assert ask(LEDGER) == [("lines.csv", 2, 2, 0, 0)]
    assert not any((shop.home / "dlt").iterdir())


def test_what_a_killed_load_left_on_disk_is_removed(shop) -> None:
    shop.write(LINES)
    left = shop.home / "dlt" / "order_lines"
    left.mkdir(parents=True)
    (left / "0.parquet").write_bytes(b"half a file")
    prepare()
    assert not left.exists()


def test_an_error_while_reading_is_ours_not_dlt_s(shop) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,total\nA,1,1\n")
    prepare()
    with pytest.raises(LoadError, match="no column 'amount'"):
        load_entity("order_lines")
    assert not any((shop.home / "dlt").iterdir())


def test_loading_is_quiet_and_sends_nothing(shop) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,1\n")
    script = (
        "import socket\n"
        "def refuse(*_): raise SystemExit('a socket was opened')\n"
        "socket.socket.connect = refuse\n"
        "from ingestion.loading import load_entity, prepare\n"
        "prepare(); load_entity('order_lines')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
