"""A user's door: the command line, in a process of its own, on a temporary shop."""

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Karvan = Callable[..., subprocess.CompletedProcess[str]]


def executable() -> Path:
    """Return the command line of the environment that runs the tests."""
    return Path(sys.executable).with_name("karvan")


def environment_of(workspace: Path) -> dict[str, str]:
    """Return the environment of a process of the shop in a folder."""
    environment = os.environ | {"KARVAN_CONFIG": str(workspace / "karvan.toml")}
    environment.pop("KARVAN_HOME", None)
    return environment


def karvan_of(workspace: Path) -> Karvan:
    """Return the command line of the shop whose settings are in a folder."""
    environment = environment_of(workspace)

    def karvan(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [executable(), *arguments],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    return karvan


def rows(karvan: Karvan, sql: str) -> list[dict[str, str]]:
    """Return what ``karvan query --format csv`` prints, by column."""
    done = karvan("query", sql, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of one module's shop."""
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="module")
def karvan(workspace: Path) -> Karvan:
    """Give the command line of one module's shop."""
    return karvan_of(workspace)
