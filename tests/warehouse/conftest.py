"""Processes of their own, and marts to publish."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from warehouse.engine import connect
from warehouse.operations import create_tables
from warehouse.publishing import current_path, publish

Starter = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def start(shop: Any) -> Iterator[Starter]:
    """Give a function that starts code of the same shop in another process."""
    started: list[subprocess.Popen[str]] = []

    def process(code: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-u", "-c", textwrap.dedent(code)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ.copy(),
        )
        started.append(child)
        return child

    yield process
    for child in started:
        child.kill()
        child.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    """Return the next line that a process prints, waiting for it."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()


def build(value: int) -> None:
    """Build marts that hold one value."""
    with connect() as connection:
        create_tables(connection)
        connection.execute("create schema if not exists candidate.marts")
        connection.execute(
            f"create or replace table candidate.marts.answer as select {value} as value"
        )


def published(value: int) -> int:
    """Build and publish a value, and return the version's number."""
    build(value)
    return publish(f"run {value}").version


def answer() -> int:
    """Return the value that readers see."""
    path = current_path()
    assert path is not None
    with duckdb.connect(path, read_only=True) as reader:
        (row,) = reader.execute("select value from marts.answer").fetchall()
    return row[0]
