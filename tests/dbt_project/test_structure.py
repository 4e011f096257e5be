"""Every model reads only layers before its own, and says what it is.

The rules are those of ``karvan dbt check``; here they are shown to find what is wrong.
"""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from orchestration import dbt
from orchestration.project_rules import lacks
from tests.conftest import Shop
from warehouse.settings import REPOSITORY, settings

FOLDER = REPOSITORY / "dbt_project" / "models"
MODELS = {file.stem: file for file in FOLDER.rglob("*.sql")}
KPI = "model.karvan.kpi_daily_sales"
YAML = "dbt_project/models/marts/kpis/kpi_daily_sales.yml"
SQL = "dbt_project/models/marts/kpis/kpi_daily_sales.sql"
Node = dict[str, Any]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Node, Node]:
    """Give dbt's manifest of the project, and that of its metrics."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = tmp_path_factory.mktemp("shop")
        patch.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
        patch.delenv("KARVAN_HOME", raising=False)
        Shop(workspace).write('[shop]\nname = "Test shop"\n')
        dbt.parse(dbt.DEV)
        folder = dbt.target_path(dbt.DEV)
        names = ("manifest.json", "semantic_manifest.json")
        manifest, metrics = (json.loads((folder / name).read_text()) for name in names)
    settings.cache_clear()
    return manifest, metrics


def test_nothing_is_missing(parsed: tuple[Node, Node]) -> None:
    assert [str(one) for one in lacks(*parsed)] == []


def undescribed(model: Node) -> None:
    model["patch_path"] = None


def without_grain(model: Node) -> None:
    model["description"] = "Sales by day."


def without_words(model: Node) -> None:
    model["columns"]["orders"]["description"] = ""


def without_owner(model: Node) -> None:
    model["config"]["meta"] = {}


def without_type(model: Node) -> None:
    model["columns"]["orders"]["data_type"] = None


def of_a_new_name(model: Node) -> None:
    model["columns"]["orders"] |= {"name": "shoe_size", "data_type": None}
    model["columns"]["orders"]["data_type"] = "bigint"


def without_contract(model: Node) -> None:
    model["config"]["contract"]["enforced"] = False


def in_duckdbs_words(model: Node) -> None:
    model["raw_code"] += " qualify true"


def with_ties(model: Node) -> None:
    model["raw_code"] += " row_number() over (order by day_on) as n"


def in_no_layer(model: Node) -> None:
    model["original_file_path"] = "models/reports/kpi_daily_sales.sql"


def of_raw_tables(model: Node) -> None:
    model["depends_on"]["nodes"].append("source.karvan.raw_shop.orders")


def of_a_later_layer(model: Node) -> None:
    model["original_file_path"] = "models/marts/core/kpi_daily_sales.sql"
    model["depends_on"]["nodes"].append("model.karvan.kpi_lifecycle")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (undescribed, f"{SQL}: nothing describes it; write kpi_daily_sales.yml beside"),
        (without_grain, f"{YAML}: the description does not say the grain; end it with"),
        (without_words, f"{YAML}: column orders is not described; write description:"),
        (without_owner, f"{YAML}: nobody owns it; write config: "),
        (without_type, f"{YAML}: column orders has no type; write data_type:"),
        (of_a_new_name, f"{YAML}: column shoe_size has no class of personal data; "),
        (without_contract, f"{YAML}: its contract is not enforced; take `contract`"),
        (in_duckdbs_words, f"{SQL}: `qualify` is DuckDB's alone; write it portably"),
        (with_ties, f"{SQL}: row_number() leaves ties to chance; order by a second"),
        (in_no_layer, "dbt_project/models/reports/kpi_daily_sales.sql: it is of no la"),
        (of_raw_tables, f"{SQL}: it reads a raw table; read the staging model of it"),
        (of_a_later_layer, ": it reads kpi_lifecycle, which is of a later layer; move"),
    ],
)
def test_what_is_missing_is_one_line(
    parsed: tuple[Node, Node], change: Callable[[Node], None], line: str
) -> None:
    manifest = copy.deepcopy(parsed[0])
    change(manifest["nodes"][KPI])
    [found] = lacks(manifest, parsed[1])
    assert line in str(found)
    assert "\n" not in str(found)


def test_a_class_of_personal_data_may_stand_in_the_yaml(
    parsed: tuple[Node, Node],
) -> None:
    manifest = copy.deepcopy(parsed[0])
    column = manifest["nodes"][KPI]["columns"]["orders"]
    column |= {"name": "shoe_size", "config": {"meta": {"pii": "indirect"}}}
    assert list(lacks(manifest, parsed[1])) == []
    column["config"]["meta"]["pii"] = "secret"
    [found] = lacks(manifest, parsed[1])
    assert "shoe_size has no class" in str(found)


def test_a_mart_without_a_test_of_its_grain_is_named(
    parsed: tuple[Node, Node],
) -> None:
    manifest = copy.deepcopy(parsed[0])
    for node in manifest["nodes"].values():
        if node["name"] == "kpi_daily_sales__one_row_per_day":
            node["name"] = "kpi_daily_sales__days"
    [found] = lacks(manifest, parsed[1])
    assert str(found).startswith(f"{YAML}: no test says that its grain is unique;")


def test_a_metric_is_named_with_the_file_that_it_is_in(
    parsed: tuple[Node, Node],
) -> None:
    metrics = copy.deepcopy(parsed[1])
    for one in metrics["metrics"]:
        if one["name"] == "revenue_per_customer":
            one["config"]["meta"] = {"unit": "money"}
    [found] = lacks(parsed[0], metrics)
    path = "dbt_project/models/marts/core/fct_orders.yml"
    assert str(found).startswith(
        f"{path}: metric revenue_per_customer does not say what a reader needs; write "
    )


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
