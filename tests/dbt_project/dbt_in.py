"""dbt on the project, with a warehouse and all that it writes in one folder."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dbt.cli.main import dbtRunner, dbtRunnerResult

from warehouse.settings import REPOSITORY

PROJECT = REPOSITORY / "dbt_project"


def dbt_in(
    folder: Path,
    *words: str,
    variables: Mapping[str, object] | None = None,
    heard: Callable[[Any], None] | None = None,
) -> dbtRunnerResult:
    """Run a command of dbt, and return what came of it.

    Args:
        folder: Where files are found and written.
        words: The command, and what it is told.
        variables: Of the project.
        heard: Called with each event.
    """
    files = {
        "KARVAN_DBT_WAREHOUSE": str(folder / "warehouse.duckdb"),
        "KARVAN_DBT_CANDIDATE": str(folder / "candidate.duckdb"),
    }
    options = {
        "--project-dir": PROJECT,
        "--profiles-dir": PROJECT,
        "--target-path": folder,
        "--log-path": folder,
        "--vars": json.dumps(variables or {}),
    }
    told = [str(word) for pair in options.items() for word in pair]
    with patch.dict(os.environ, files):
        return dbtRunner(callbacks=[heard] if heard else []).invoke([*words, *told])
