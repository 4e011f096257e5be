"""A shop's home stays where it is when Karvan is unpacked somewhere else."""

import json
import shutil
from pathlib import Path

import pytest

from orchestration import dbt, dbt_variables


@pytest.mark.usefixtures("shop")
def test_seeds_are_read_where_the_project_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = dbt.PROJECT_PATH
    for name in ("before", "now"):
        project = tmp_path / name / "dbt_project"
        shutil.copytree(original, project)
        for module in (dbt, dbt_variables):
            monkeypatch.setattr(module, "PROJECT_PATH", project)
        dbt.parse(dbt.PROD)
    manifest = json.loads((dbt.target_path() / "manifest.json").read_text())
    seeds = [n for n in manifest["nodes"].values() if n["resource_type"] == "seed"]
    assert {seed["root_path"] for seed in seeds} == {str(project)}
