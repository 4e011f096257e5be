"""The one seam: ask what is published for metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.development import DEV, Edition, open_edition
from warehouse.metrics.catalogue import Catalogue, read_catalogue
from warehouse.metrics.compiler import compile_question
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Question, Statement
from warehouse.published import open_published
from warehouse.publishing import current_path, versions


@dataclass(frozen=True)
class Answer:
    """Rows of periods, dimensions and values."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    units: dict[str, str]


def published_catalogue(version: Edition = None) -> Catalogue:
    """Return the catalogue of a published version, the current one by default.

    Args:
        version: Its number, or `DEV`: of what an analyst has built.

    Raises:
        NothingPublishedError: If there is no such version.
        MetricError: If a metric says what cannot be computed.
    """
    if version == DEV:
        return read_catalogue(open_edition(version))
    path = (
        current_path()
        if version is None
        else next((one.path for one in versions() if one.version == version), None)
    )
    if path is None:  # `open_published` says so, in words
        return read_catalogue(open_published(version))
    return _catalogue(path, path.stat().st_mtime_ns, version)


@lru_cache(maxsize=4)
def _catalogue(path: Path, _changed: int, version: int | None) -> Catalogue:
    return read_catalogue(open_published(version))


def statement(question: Question, version: Edition = None) -> Statement:
    """Return the query that answers a question on a published version.

    Raises:
        NothingPublishedError: If there is no such version.
        MetricError: If the question cannot be answered.
    """
    return compile_question(published_catalogue(version), question)


def ask(question: Question, version: Edition = None) -> Answer:
    """Return the answer of a published version, or of `DEV`, to a question.

    Raises:
        NothingPublishedError: If there is no such version.
        MetricError: If the question cannot be answered.
    """
    compiled = statement(question, version)
    cursor = open_edition(version)
    try:
        cursor.execute(compiled.sql, list(compiled.parameters))
        columns = tuple(column[0] for column in cursor.description or ())
        return Answer(columns, cursor.fetchall(), dict(compiled.units))
    except (duckdb.ConversionException, duckdb.InvalidInputException) as error:
        message = f"a value of the filter does not fit: {_first_line(error)}"
        raise MetricError(message) from error
    except duckdb.BinderException as error:
        message = (
            "the catalogue names what this version does not have; "
            f"the next `karvan run` mends it: {_first_line(error)}"
        )
        raise MetricError(message) from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
