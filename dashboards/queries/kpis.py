"""KPIs of the workspace and metrics of what is published, for the page KPIs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
import streamlit as st

from warehouse.metrics import kpi_course
from warehouse.metrics.asking import published_catalogue
from warehouse.metrics.catalogue import EMPTY, Catalogue
from warehouse.metrics.errors import MetricError
from warehouse.metrics.formula import Formula
from warehouse.metrics.kpi_course import Period
from warehouse.metrics.question import Grain
from warehouse.published import published_version
from warehouse.publishing import current_path
from warehouse.settings import settings
from warehouse.settings.entries import Fault
from warehouse.settings.kpis import KPIS, SavedKpi


@dataclass(frozen=True)
class Computed:
    """What a formula comes to, or why it cannot be computed."""

    formula: Formula | None = None
    periods: tuple[Period, ...] = ()
    """Oldest first."""
    problem: str | None = None
    """One sentence; None where all is well."""


def catalogue() -> tuple[Catalogue, str | None]:
    """Return the metrics there are; or none, and why they cannot be read.

    Empty case: an older version has none, which is said, too.
    """
    try:
        kpi_course.units()
        return published_catalogue(), None
    except MetricError as error:
        return EMPTY, str(error)


def saved_kpis() -> tuple[list[SavedKpi], list[Fault]]:
    """Return the KPIs of the workspace by name, as their files are now.

    Tiles of other pages look for targets in them at each run, and reading a file takes
    a millisecond or more: it is done anew when one of them changed.
    """
    folder = settings().workspace / "kpis"
    seen = tuple(_stamp(path) for path in sorted(folder.glob("*.y*ml")))
    saved, faults = _read_all(folder, seen)
    return [*saved], [*faults]


def _stamp(path: Path) -> tuple[str, int, int]:
    """Return what changes when a file does."""
    try:
        stat = path.stat()
    except OSError:  # gone meanwhile, or a link to nowhere: reading it says so
        return path.name, 0, 0
    return path.name, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _read_all(
    folder: Path, _seen: tuple[tuple[str, int, int], ...]
) -> tuple[list[SavedKpi], list[Fault]]:
    return KPIS.read_all(folder)


def computed(text: str, grain: Grain) -> Computed:
    """Return what a formula comes to by period, once for each version."""
    return _computed(str(current_path()), published_version(), text, grain)


@st.cache_data(show_spinner=False, max_entries=500)
def _computed(path: str, version: int, text: str, grain: Grain) -> Computed:
    formula = None
    try:
        formula = kpi_course.checked(text)
        return Computed(formula, tuple(kpi_course.course(text, grain)))
    except MetricError as error:
        return Computed(formula, problem=str(error))


def buckets(periods: Sequence[Period]) -> pd.DataFrame:
    """Return periods as charts of time take them, from the first that has a value.

    Columns: bucket_on, first_on, last_on, is_whole, value (NaN where there is none).
    """
    valued = [place for place, one in enumerate(periods) if one.value is not None]
    shown = periods[valued[0] :] if valued else []
    starts = pd.to_datetime([one.first_on for one in shown])
    return pd.DataFrame(
        {
            "bucket_on": starts,
            "first_on": starts,
            "last_on": pd.to_datetime([one.last_on for one in shown]),
            "is_whole": pd.Series([one.is_whole for one in shown], dtype=bool),
            "value": pd.Series([one.value for one in shown], dtype=float),
        }
    )
