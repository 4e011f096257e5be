"""The guide for analysts, done as it is written: two files, and nothing else is edited.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end import corner_shop, guide
from tests.end_to_end.conftest import executable
from tests.end_to_end.corner_shop import SALES_HEADER
from warehouse.settings import REPOSITORY

Karvan = Callable[..., subprocess.CompletedProcess[str]]
ROOMS = ("warehouse", "ingestion", "quality", "science", "orchestration", "dashboards")
SETTINGS = corner_shop.SETTINGS + 'department = "Group"\n'
SALES = f"""\
{SALES_HEADER}
1,a,ann,1,10,2024-01-01 10:00:00
1,b,ann,1,20,2024-01-01 10:00:00
2,c,ann,1,30,2024-01-25 10:00:00
3,a,bob,1,20,2024-01-07 10:00:00
4,a,ann,1,5,2024-02-05 10:00:00
"""
ARTICLES = "Article,Name,Group\na,Rolls,Bread\nb,Yoghurt,Milk\nc,Mint,Tea\n"
SHARES = "period,value\n2024-01-01,75\n2024-02-01,0\n"
"""Ann spends 60 of January's 80 in three departments; in February she buys bread."""

MODEL = "kpi_department_breadth"
GRAPH = """
import json
from orchestration.definitions import defs

specs = defs().resolve_all_asset_specs()
spec = next(one for one in specs if one.key.path == ["marts", "kpi_department_breadth"])
graph = defs().resolve_asset_graph()
checks = [one.name for one in graph.asset_check_keys if one.asset_key == spec.key]
deps = [one.asset_key.to_user_string() for one in spec.deps]
print(json.dumps([spec.description, list(spec.owners), checks, sorted(deps)]))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the project, in which files can be added."""
    copy = tmp_path_factory.mktemp("project")
    for room in (*ROOMS, "dbt_project"):
        without = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / room, copy / room, ignore=without)
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    return copy


@pytest.fixture(scope="module")
def environment(project: Path, workspace: Path) -> dict[str, str]:
    found = os.environ | {
        "KARVAN_CONFIG": str(workspace / "karvan.toml"),
        "PYTHONPATH": str(project),
    }
    found.pop("KARVAN_HOME", None)
    return found


@pytest.fixture(scope="module")
def karvan(environment: dict[str, str]) -> Karvan:
    """Give the command line of the copy, which has to end with a code."""

    def karvan(*arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [executable(), *arguments],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return karvan


def test_a_shop_is_published_and_nothing_differs_from_it(
    karvan: Karvan, workspace: Path
) -> None:
    (workspace / "karvan.toml").write_text(SETTINGS)
    (workspace / "sales.csv").write_text(SALES)
    (workspace / "articles.csv").write_text(ARTICLES)
    karvan("run")
    for command in guide.commands(1):
        assert karvan(*command).stdout
    modified = karvan("dbt", "list", "--target", "dev", "-s", "state:modified")
    assert "No nodes selected" in modified.stdout + modified.stderr


def test_two_files_miss_nothing(karvan: Karvan, project: Path, workspace: Path) -> None:
    for path, text in guide.files().items():
        base = project if path.parts[0] == "dbt_project" else workspace
        (base / path).parent.mkdir(exist_ok=True)
        (base / path).write_text(text)
    [check] = guide.commands(3)
    assert karvan(*check).stdout == "Nothing is missing.\n"


def test_only_what_changed_is_built_and_asked_before_it_is_published(
    karvan: Karvan,
) -> None:
    build, query, metric = guide.commands(4)
    built = karvan(*build).stdout
    assert built.count("OK created sql") == 1
    assert f"OK created sql table model marts.{MODEL}" in built
    assert f"PASS {MODEL}::three_departments_in_one_month_are_broad" in built
    assert karvan(*query, "--format", "csv").stdout.splitlines()[1:] == [
        "2024-01-01,80.0000,60.0000",
        "2024-02-01,5.0000,0.0000",
    ]
    assert karvan(*metric, "--format", "csv").stdout == SHARES
    published = karvan("query", "select table_name from duckdb_tables()").stdout
    assert MODEL not in published


def test_a_run_publishes_it_and_the_graph_and_the_catalogue_have_it(
    karvan: Karvan, environment: dict[str, str]
) -> None:
    run, metric = guide.commands(5)
    karvan(*run)
    assert karvan(*metric, "--format", "csv").stdout == SHARES
    graph = subprocess.run(
        [sys.executable, "-P", "-c", GRAPH],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    description, owners, checks, read = json.loads(graph.stdout.splitlines()[-1])
    assert "or more. One row per month.\n" in description  # its SQL follows
    assert owners == ["team:analytics"]
    assert f"{MODEL}__one_row_per_month" in checks
    assert read == ["marts/dim_dates", "marts/dim_products", "marts/fct_order_lines"]
    listed = karvan("metric", "--list", "--format", "csv").stdout
    assert "broad_revenue_share,Share of broad customers,ratio,up,month," in listed


def test_an_edit_of_a_model_with_ratios_is_parsed_and_a_contract_is_a_line(
    karvan: Karvan, project: Path
) -> None:
    """dbt itself finds two metrics of each ratio then, until its cache is removed."""
    path = project / next(p for p in guide.files() if p.suffix == ".yml")
    text = path.read_text()
    path.write_text(text.replace("decimal(18, 4)", "bigint"))
    done = karvan("dbt", "run", "--target", "dev", "-s", "state:modified", code=1)
    assert "two metrics" not in done.stdout
    assert {line for line in done.stderr.splitlines() if ".yml: " in line} == {
        f"{path.relative_to(project)}: column {column} is DECIMAL(18,4) in the SQL, "
        "BIGINT in the contract; cast it or change data_type"
        for column in ("revenue_amount", "broad_revenue_amount")
    }
    path.write_text(text)


def test_a_build_says_what_its_model_lacks(karvan: Karvan, project: Path) -> None:
    path = project / next(p for p in guide.files() if p.suffix == ".yml")
    text = path.read_text()
    path.write_text(text.replace(" One row per month.", ""))
    done = karvan("dbt", "run", "--target", "dev", "-s", MODEL)
    assert done.stderr.splitlines()[-1] == (
        f"{path.relative_to(project)}: the description does not say the grain; "
        "end it with `One row per ….`"
    )
    path.write_text(text)


def test_its_docs_and_lineage_are_written(karvan: Karvan, workspace: Path) -> None:
    docs = workspace / ".karvan" / "docs" / "dbt"
    catalog = json.loads((docs / "models" / "catalog.json").read_text())
    columns = catalog["nodes"][f"model.karvan.{MODEL}"]["columns"]
    assert list(columns) == ["month_start_on", "revenue_amount", "broad_revenue_amount"]
    page = (docs / "lineage" / "index.html").read_text()
    told = json.loads(page.partition('type="application/json">')[2].partition("</")[0])
    assert told["columns"][f"marts.{MODEL}.broad_revenue_amount"]["of"] == [
        "marts.dim_products.department",
        "marts.fct_order_lines.line_amount",
    ]


def test_it_is_a_tile(karvan: Karvan) -> None:
    [show] = guide.commands(6)
    assert "75" in karvan(*show).stdout
