"""A part of a page that cannot be read says so, and leaves the rest of it working."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import streamlit as st

from dashboards.formats import plain
from warehouse.metrics.errors import MetricError

_log = logging.getLogger(__name__)


@contextmanager
def part(name: str) -> Iterator[None]:
    """Show what could not be read in the place of a part, and go on after it."""
    try:
        yield
    except (duckdb.Error, MetricError) as error:
        _log.exception("%s could not be shown", name)
        st.error(
            f"{plain(str(error).splitlines()[0])}\n\nThe tables may be older than the "
            "pages: `karvan run` builds and publishes them anew.",
            title=f"{name} could not be shown",
            icon=":material/error:",
        )
