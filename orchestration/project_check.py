"""What the files of the dbt project lack: our rules, and sqlfluff where it is there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from orchestration import dbt
from orchestration.dbt_state import MANIFEST, state_path
from orchestration.development import lacking, on_dev
from warehouse.settings import REPOSITORY


def check(*, is_whole: bool = False) -> list[str]:
    """Return a line for each thing that is missing, with its path and what to write.

    Args:
        is_whole: Whether sqlfluff reads all files, and not only those that changed
            since the last run that was published. It takes a second for ten.

    Raises:
        DbtError: If the project does not parse.
        DevelopmentError: If an analyst's build is at work.
    """
    with on_dev("check"):
        dbt.parse(dbt.DEV)
        lines = [str(one) for one in lacking()]
        manifest = json.loads((dbt.target_path(dbt.DEV) / MANIFEST).read_text())
    published = state_path() / MANIFEST
    if is_whole or not published.exists():
        folders = [f"{dbt.PROJECT_PATH.name}/{name}" for name in ("models", "tests")]
        return [*lines, *_linted(["--processes", "0", *folders])]
    known = _code(json.loads(published.read_text()))
    found = _code(manifest).items()
    changed = [path for path, code in found if known.get(path) != code]
    return [*lines, *(_linted(changed) if changed else ())]


def _code(manifest: dict) -> dict[str, str]:
    """Return the SQL of models and tests, by path."""
    return {
        f"{dbt.PROJECT_PATH.name}/{path}": node["raw_code"]
        for node in manifest["nodes"].values()
        if (path := node["original_file_path"]).endswith(".sql")
    }


def _linted(words: list[str]) -> Iterator[str]:
    """Give what sqlfluff finds; nothing where it is not installed."""
    if find_spec("sqlfluff") is None:
        return
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "sqlfluff", "lint", "--format", "json", *words],
        cwd=REPOSITORY,
        check=False,
        capture_output=True,
        text=True,
    )
    for file in json.loads(done.stdout):
        for found in file["violations"]:
            place = f"{file['filepath']}:{found['start_line_no']}"
            yield f"{place}: {found['description']} ({found['name']})"
