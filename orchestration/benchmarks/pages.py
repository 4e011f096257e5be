"""What the dashboard's pages take on what is published: a re-run, and their queries."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboards.queries import published
from orchestration.benchmarks.measuring import Figure, seconds_of
from warehouse.published import open_published
from warehouse.settings import REPOSITORY

LIMIT_S = 0.3
_Query = tuple[str, tuple[object, ...]]


def figures() -> Iterator[Figure]:
    """Yield what each page takes when it runs again."""
    for page in _pages():
        taken = seconds_of(_opened(page).run, times=7)
        yield Figure(
            f"page {page.stem}, re-run",
            f"{taken * 1000:.0f} ms",
            "",
            None,
            "300 ms",
            taken <= LIMIT_S,
        )


def query_seconds() -> list[float]:
    """Return what each query of all pages takes on a kept connection, ascending.

    A page is opened once to know its queries; each is then asked again, uncached.
    """
    asked: dict[str, _Query] = {}
    with _noting(asked):
        for page in _pages():
            _opened(page)
    return sorted(seconds_of(partial(ask, *query), times=3) for query in asked.values())


def ask(sql: str, parameters: Sequence[object]) -> pd.DataFrame:
    """Return the rows of a query on the current version, as a page reads them."""
    return open_published().execute(sql, list(parameters)).df()


@contextmanager
def _noting(asked: dict[str, _Query]) -> Iterator[None]:
    """Note the queries that pages ask, whether or not their answer is known."""
    read = published._read

    def noted(
        path: str, version: int, sql: str, parameters: tuple[object, ...]
    ) -> pd.DataFrame:
        # Parameters may be lists, which are no keys.
        asked[repr((sql, parameters))] = sql, parameters
        return read(path, version, sql, parameters)

    with patch.object(published, "_read", noted):
        yield


def _opened(page: Path) -> AppTest:
    """Open a page in its frame: pages link to others, which one alone does not have.

    Raises:
        RuntimeError: If it fails.
    """
    # It warns at every run that no browser is there.
    logging.getLogger("streamlit.runtime.scriptrunner_utils").setLevel(logging.ERROR)
    app = AppTest.from_file(
        str(REPOSITORY / "dashboards" / "frame.py"), default_timeout=60
    )
    app.switch_page(f"app_pages/{page.name}").run()
    if app.exception:
        message = f"{page.stem}: {app.exception[0].value}"
        raise RuntimeError(message)
    return app


def _pages() -> list[Path]:
    return sorted((REPOSITORY / "dashboards" / "app_pages").glob("*.py"))
