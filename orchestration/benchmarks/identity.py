"""Who is whom among contacts, beside an exact key and Splink's own defaults.

Quality is that of pairs after clustering. Nothing is tuned to a set: each is a shop.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from orchestration.benchmarks.identity_peers import LeftOutError, by_defaults, by_key
from orchestration.benchmarks.identity_quality import Quality, quality
from orchestration.benchmarks.identity_sets import (
    DATA,
    Known,
    configured,
    published,
    sample,
)
from orchestration.benchmarks.identity_together import Together, together
from orchestration.benchmarks.measuring import Figure
from orchestration.contacts import Asked
from science.identity.matching import Thresholds, match

PRECISION, RECALL = 0.995, 0.95
"""What is wanted of the sample shop."""


@dataclass(frozen=True)
class Result:
    """What came of one set."""

    known: Known
    people: pa.Table
    quality: Quality
    seconds: float
    key: Quality
    defaults: Quality | str
    """Or why they were not tried."""


def result(known: Known) -> Result:
    """Return what Karvan and its peers find."""
    how = known.asked or Asked(Thresholds(), None, {})
    people, seconds = _timed(
        lambda: (
            match(
                known.contacts, how.thresholds, region=how.region, places=how.places
            ).people
        )
    )
    try:
        defaults: Quality | str = quality(by_defaults(known.contacts), known.truth)
    except LeftOutError as error:
        defaults = str(error)
    return Result(
        known=known,
        people=people,
        quality=quality(people, known.truth),
        seconds=seconds,
        key=quality(by_key(known.contacts), known.truth),
        defaults=defaults,
    )


def of_config(config: Path, truth: Path) -> Result:
    """Return what is found among the contacts that a settings file maps.

    Raises:
        LoadError: If the contacts cannot be loaded.
        SettingsError: If the settings are wrong.
        ValueError: If the truth lacks a column.
    """
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        return result(configured(config, truth, Path(folder)))


def figures(data: Path = DATA) -> Iterator[Figure]:
    """Yield the figures of published sets and the sample shop, one by one.

    Args:
        data: Folder of the published sets.
    """
    for known in published(data):
        if isinstance(known, str):
            yield Figure(known, f"left out: it is not in {data}", "", None, "", None)
        else:
            yield from lines(result(known))
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        known, households = sample(Path(folder))
        found = result(known)
    yield from lines(found)
    yield from _sample_lines(found, quality(found.people, households))
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        yield from together_lines(together(Path(folder)))


def lines(found: Result) -> Iterator[Figure]:
    """Yield the figures of one set."""
    name, least = found.known.name, found.known.least_f1
    rows = found.known.contacts.num_rows
    beats = found.quality.f1 > found.key.f1 and (
        isinstance(found.defaults, str) or found.quality.f1 > found.defaults.f1
    )
    yield Figure(
        f"{name}, {rows:,} contacts",
        str(found.quality),
        f"Splink's defaults: {found.defaults}",
        None,
        f"{least}, and both" if least else "both",
        beats and found.quality.f1 >= (least or 0),
    )
    yield Figure(
        f"{name}, time", f"{found.seconds:.1f} s", f"exact key: {found.key}", None, "",
        None,
    )  # fmt: skip


def _sample_lines(found: Result, homes: Quality) -> Iterator[Figure]:
    for what, value, least in (
        ("precision", found.quality.precision, PRECISION),
        ("recall", found.quality.recall, RECALL),
        ("precision of households", homes.precision, PRECISION),
    ):
        yield Figure(
            f"sample shop, {what}", f"{value:.4f}", "", None, f"{least}", value >= least
        )


def together_lines(found: Together) -> Iterator[Figure]:
    """Yield the figures of the sample shop's events, CRM and orders together."""
    name = "sample shop, events + CRM + orders"
    beside = (
        f"{found.pairs:,} pairs of contacts, devices and cards; two people of a "
        "household may be one customer or two"
    )
    for what, value, told, least in (
        ("precision", found.precision, beside, PRECISION),
        ("recall of what any record tells", found.recall_told, "", RECALL),
    ):
        yield Figure(
            f"{name}, {what}", f"{value:.4f}", told, None, f"{least}", value >= least
        )
    yield Figure(
        f"{name}, recall of all pairs",
        f"{found.recall:.4f}",
        f"no record tells of {1 - found.share_told:.1%} of them",
        None,
        "",
        None,
    )


def _timed(work: Callable[[], pa.Table]) -> tuple[pa.Table, float]:
    started = time.perf_counter()
    done = work()
    return done, time.perf_counter() - started
