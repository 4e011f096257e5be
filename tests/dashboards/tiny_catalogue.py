"""The project's own catalogue of metrics, for shops that tests publish.

dbt parses the project once; publishing finds what it left, as after a run.
"""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from dbt.cli.main import dbtRunner

from warehouse.settings import REPOSITORY, settings

PROJECT = REPOSITORY / "dbt_project"


def keep_catalogue() -> None:
    """Leave dbt's parse in the shop's home: what is published next has a catalogue."""
    target = settings().dbt_path / "target"
    target.mkdir(parents=True, exist_ok=True)
    (target / "semantic_manifest.json").write_text(_parsed())


@cache
def _parsed() -> str:
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = {
            "KARVAN_DBT_WAREHOUSE": str(folder / "warehouse.duckdb"),
            "KARVAN_DBT_CANDIDATE": str(folder / "candidate.duckdb"),
        }
        options = {
            "--project-dir": PROJECT,
            "--profiles-dir": PROJECT,
            "--target-path": folder,
            "--log-path": folder,
        }
        words = [str(word) for pair in options.items() for word in pair]
        with patch.dict(os.environ, files):
            done = dbtRunner().invoke(["parse", "--quiet", *words])
        assert done.success, done.exception
        return (folder / "semantic_manifest.json").read_text()
