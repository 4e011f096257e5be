"""Every model reads only layers before its own, and says what it is."""

import re
from typing import Any

import pytest
import yaml

from warehouse.settings import REPOSITORY

FOLDER = REPOSITORY / "dbt_project" / "models"
LAYERS = ["staging", "intermediate", "marts/core", "marts/customers", "marts/kpis"]
MODELS = {file.stem: file for file in FOLDER.rglob("*.sql")}
MARTS = [name for name, file in MODELS.items() if "marts" in file.parts]
# What `duckdb__` macros are for: Spark has no such spelling.
DUCKDB_ONLY = re.compile(
    r"\bqualify\b|\bgroup by all\b|\border by all\b|::|\bexclude\s*\(|\busing\s*\("
    r"|\bdate_diff\b|\bepoch|\bstrftime\b|->|\bunnest\b|\bat time zone\b|\basof\b",
    re.IGNORECASE,
)


def layer(model: str) -> int:
    """Return the place of a model's layer on the data's path."""
    path = MODELS[model].relative_to(FOLDER).as_posix()
    return next(n for n, name in enumerate(LAYERS) if path.startswith(name + "/"))


def said(model: str) -> dict[str, Any]:
    """Return what the YAML file beside a model says of it."""
    text = MODELS[model].with_suffix(".yml").read_text()
    [found] = yaml.safe_load(text)["models"]
    return found


@pytest.mark.parametrize("model", MODELS)
def test_a_model_reads_no_later_layer(model: str) -> None:
    read = re.findall(r"ref\('(\w+)'\)", MODELS[model].read_text())
    later = [name for name in read if name in MODELS and layer(name) > layer(model)]
    assert later == []


@pytest.mark.parametrize("model", MODELS)
def test_only_staging_reads_raw_tables(model: str) -> None:
    reads_raw = re.search(r"\b(loaded|source)\('raw_", MODELS[model].read_text())
    assert bool(reads_raw) == (LAYERS[layer(model)] == "staging")


@pytest.mark.parametrize("model", MODELS)
def test_a_model_states_its_grain_and_columns(model: str) -> None:
    about = said(model)
    assert about["name"] == model
    assert re.search(r"One row per [^.]+\.$", about["description"].strip())
    assert all(column.get("description") for column in about["columns"])


@pytest.mark.parametrize("model", MARTS)
def test_a_mart_is_tested_for_its_grain(model: str) -> None:
    tests = list(said(model).get("data_tests", []))
    for column in said(model)["columns"]:
        tests += column.get("data_tests", [])
    names = [test[key].get("name", "") for test in tests for key in test]
    assert any(name.startswith(f"{model}__one_row_per_") for name in names)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_is_portable(model: str) -> None:
    assert DUCKDB_ONLY.findall(MODELS[model].read_text()) == []


@pytest.mark.parametrize("model", MODELS)
def test_a_row_number_has_a_tie_break(model: str) -> None:
    """A single column decides nothing where two rows share its value."""
    windows = re.findall(
        r"row_number\(\) over \((.*?)\) as", MODELS[model].read_text(), re.DOTALL
    )
    assert all("," in window.split("order by")[1] for window in windows)


def test_live_runs_leave_comparisons_of_live_marts_to_whole_runs() -> None:
    project = yaml.safe_load((FOLDER.parent / "dbt_project.yml").read_text())
    marts = project["models"]["karvan"]["marts"]
    live = {name for room in ("core", "kpis") for name in marts[room]}
    left = {
        model
        for model in MODELS
        if "tags: [whole]" in MODELS[model].with_suffix(".yml").read_text()
    }
    assert left <= live
    assert "fct_events" in left
