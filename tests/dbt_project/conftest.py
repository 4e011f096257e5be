"""A shop's raw rows, through the models' real SQL.

`Models` runs what dbt compiled, in memory: dbt starts once for all random shops, where
a build for each would take seconds.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE
from warehouse.settings import REPOSITORY

PROJECT = REPOSITORY / "dbt_project"
Row = Mapping[str, Any]


class Models:
    """The compiled models in a warehouse of their own, in memory."""

    def __init__(self, target: Path, variables: str) -> None:
        runner = dbtRunner()
        for command in ("seed", "compile"):
            done = runner.invoke(
                [
                    command,
                    *("--quiet", "--project-dir", str(PROJECT)),
                    *("--profiles-dir", str(PROJECT), "--target-path", str(target)),
                    *("--log-path", str(target), "--vars", variables),
                ]
            )
            assert done.success, done.exception
