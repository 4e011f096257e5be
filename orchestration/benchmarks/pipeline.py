"""The main job on the demo shop, each part beside plain DuckDB doing the same."""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

import duckdb

from ingestion.loading import configured_entities, load_entity, prepare
from orchestration.benchmarks import pages, plain
from orchestration.benchmarks.measuring import Figure, measure_command, seconds_of
from warehouse.engine import config
from warehouse.lock import run_lock
from warehouse.publishing import publish
from warehouse.settings import settings

LARGE = ("order_lines", "promotions")


def figures() -> Iterator[Figure]:
    """Yield the figures one by one, in a temporary home that is removed after."""
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        home = Path(folder)
        with _home(home / "whole"):
            yield from _runs()
            yield from _publishing()
            yield from pages.figures()
        with _home(home / "loading"):
            yield from _loading(home)


@contextmanager
def _home(path: Path) -> Generator[None]:
    before = os.environ.get("KARVAN_HOME")
    os.environ["KARVAN_HOME"] = str(path)
    settings.cache_clear()
    try:
        yield
    finally:
        if before is None:
            del os.environ["KARVAN_HOME"]
        else:
            os.environ["KARVAN_HOME"] = before
        settings.cache_clear()


def _runs() -> Iterator[Figure]:
    karvan = [str(Path(sys.executable).with_name("karvan")), "run"]
    first = measure_command(karvan, {})
    peer = seconds_of(_plain_pipeline)
    yield Figure(
        "first run, wall",
        f"{first.seconds:.1f} s",
        f"{peer:.1f} s plain DuckDB, same reads and SQL",
        first.seconds / peer,
        "120 s",
        first.seconds <= 120,
    )
    peak = first.peak_bytes / 1e9
    yield Figure(
        "first run, peak memory", f"{peak:.2f} GB", "", None, "4 GB", peak <= 4
    )
    second = measure_command(karvan, {})
    yield Figure(
        "second run, nothing new",
        f"{second.seconds:.1f} s",
        "",
        None,
        "25 s",
        second.seconds <= 25,
    )


def _plain_pipeline() -> None:
    with tempfile.TemporaryDirectory(dir=settings().home) as folder:
        plain.pipeline(Path(folder))


def _publishing() -> Iterator[Figure]:
    with run_lock("karvan bench"):
        taken = seconds_of(lambda: publish("bench"), times=9)
    source = settings().candidate_path
    copies = count()

    def copy() -> None:
        # A new file each time, as a version is: writing over an old one is quicker.
        target = settings().home / f"copy-{next(copies)}"
        with source.open("rb") as reader, target.open("wb") as writer:
            shutil.copyfileobj(reader, writer, 16 * 1024 * 1024)
            writer.flush()
            os.fsync(writer.fileno())

    peer = seconds_of(copy, times=9)
    ratio = taken / peer
    size = source.stat().st_size / 1e6
    yield Figure(
        f"publishing {size:.0f} MB",
        f"{taken:.2f} s",
        f"{peer:.2f} s byte copy",
        ratio,
        "2 ×",
        ratio <= 2,
    )


def _loading(home: Path) -> Iterator[Figure]:
    # Its import takes 2 s, once in a process, and is no part of a load.
    import_module("dlt")
    prepare()
    for name in (found for found in configured_entities() if found in LARGE):
        with run_lock("karvan bench"):
            taken = seconds_of(lambda: load_entity(name))  # noqa: B023
        with duckdb.connect(home / f"{name}.duckdb", config=config()) as connection:
            peer = seconds_of(lambda: plain.load(connection, name))  # noqa: B023
        ratio = taken / peer
        yield Figure(
            f"loading {name}",
            f"{taken:.1f} s",
            f"{peer:.1f} s insert … from read_parquet",
            ratio,
            "2 ×",
            ratio <= 2,
        )
