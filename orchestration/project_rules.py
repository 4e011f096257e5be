"""What a model or a metric lacks before others can rely on it, each in one line.

Read from dbt's manifest, so that it takes no build and no database: what
``karvan dbt check`` says, and the tests of the project.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, get_args

from orchestration.dbt_variables import PROJECT_PATH
from warehouse.metrics.catalogue import catalogue_of
from warehouse.metrics.manifest import missing
from warehouse.personal import pii_class
from warehouse.settings.tracking_plan import PiiClass

LAYERS = ("staging", "intermediate", "marts/core", "marts/customers", "marts/kpis")
"""In the order of the data's path: none reads a later one."""

GRAIN = re.compile(r"One row per [^.]+\.$")
DUCKDB_ONLY = re.compile(
    r"\bqualify\b|\bgroup by all\b|\border by all\b|::|\bexclude\s*\(|\busing\s*\("
    r"|\bdate_diff\b|\bepoch|\bstrftime\b|->|\bunnest\b|\bat time zone\b|\basof\b",
    re.IGNORECASE,
)
"""What `duckdb__` macros are for: Spark has no such spelling."""

ROW_NUMBER = re.compile(r"row_number\(\) over \((.*?)\) as", re.DOTALL)

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and what to write."""

    path: str
    what: str
    fix: str

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.path}: {self.what}; {self.fix}"


def lacks(manifest: Node, metrics: Node) -> Iterator[Missing]:
    """Give what models and metrics lack, by path.

    Args:
        manifest: What dbt's ``manifest.json`` holds.
        metrics: What its ``semantic_manifest.json`` holds.
    """
    nodes = manifest["nodes"].values()
    models = [node for node in nodes if node["resource_type"] == "model"]
    tests = [node for node in nodes if node["resource_type"] == "test"]
    for model in sorted(models, key=_path):
        if _layer(model) is None:
            fix = f"move it to one of models/{{{','.join(LAYERS)}}}"
            yield Missing(_path(model), "it is of no layer", fix)
            continue
        if model["patch_path"] is None:
            beside = PurePosixPath(_path(model)).with_suffix(".yml").name
            fix = f"write {beside} beside it, with `models: - name: {model['name']}`"
            yield Missing(_path(model), "nothing describes it", fix)
            continue
        named = {
            one["name"]
            for one in tests
            if one.get("attached_node") == model["unique_id"]
        }
        yield from _described(model)
        yield from _personal(model)
        if model["schema"] == "marts":
            yield from _mart(model, named)
        yield from _written(model, manifest)
    yield from _metrics(manifest, metrics)


def _described(model: Node) -> Iterator[Missing]:
    path = _yaml(model)
    if not GRAIN.search(model["description"].strip()):
        fix = "end it with `One row per ….`"
        yield Missing(path, "the description does not say the grain", fix)
    for column in _columns(model):
        if not column["description"]:
            fix = "write description: and what it holds, with its unit"
            yield Missing(path, f"column {column['name']} is not described", fix)
    if not model["config"]["meta"].get("dagster", {}).get("owners"):
        fix = 'write config: {meta: {dagster: {owners: ["team:analytics"]}}}'
        yield Missing(path, "nobody owns it", fix)


def _personal(model: Node) -> Iterator[Missing]:
    """Give columns whose class of personal data nobody has told.

    What is published of people can be erased only where it is known to be of people.
    """
    for column in _columns(model):
        told = column["config"]["meta"].get("pii")
        if told not in get_args(PiiClass) and pii_class(column["name"]) is None:
            yield Missing(
                _yaml(model),
                f"column {column['name']} has no class of personal data",
                "write config: {meta: {pii: none}} below it, or indirect, or direct",
            )


def _mart(model: Node, tests: set[str]) -> Iterator[Missing]:
    path, grain = _yaml(model), f"{model['name']}__one_row_per_"
    if not any(name.startswith(grain) for name in tests):
        fix = f"write data_tests: [unique: {{name: {grain}…}}] at its key"
        yield Missing(path, "no test says that its grain is unique", fix)
    if not model["config"]["contract"]["enforced"]:
        fix = "take `contract` out of its config"
        yield Missing(path, "its contract is not enforced", fix)
    for column in _columns(model):
        if not column["data_type"]:
            fix = "write data_type: string, bigint, double, boolean, date, …"
            yield Missing(path, f"column {column['name']} has no type", fix)


def _written(model: Node, manifest: Node) -> Iterator[Missing]:
    path, sql = _path(model), model["raw_code"]
    known = manifest["nodes"] | manifest["sources"]
    read = [known[one] for one in model["depends_on"]["nodes"]]
    here = _layer(model) or 0
    for other in read:
        later = _layer(other)
        if later and here < later:
            what = f"it reads {other['name']}, which is of a later layer"
            yield Missing(path, what, f"move it to models/{LAYERS[later]}")
    is_raw = any(one["schema"].startswith("raw_") for one in read)
    if here and is_raw:
        fix = "read the staging model of it, stg_…"
        yield Missing(path, "it reads a raw table", fix)
    for spelling in sorted(set(DUCKDB_ONLY.findall(sql))):
        fix = "write it portably, or in a macro of its own (macros/)"
        yield Missing(path, f"`{spelling.strip()}` is DuckDB's alone", fix)
    for window in ROW_NUMBER.findall(sql):
        # A single column decides nothing where two rows share its value.
        if "," not in window.partition("order by")[2]:
            fix = "order by a second column that parts them"
            yield Missing(path, "row_number() leaves ties to chance", fix)


def _metrics(manifest: Node, metrics: Node) -> Iterator[Missing]:
    paths = {one["name"]: _path(one) for one in manifest["metrics"].values()}
    for line in missing(metrics):
        name, _, lacking = line.removeprefix("metric ").partition(" lacks ")
        what = f"metric {name} does not say what a reader needs"
        yield Missing(paths[name], what, f"write {lacking}")
    types = {
        (f"{node['schema']}.{node['name']}", column["name"]): column["data_type"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
        for column in _columns(node)
        if column["data_type"]
    }
    for name, why in catalogue_of(metrics, types).left_out.items():
        yield Missing(paths[name], f"metric {name} cannot be computed", why)


def _columns(model: Node) -> list[Node]:
    return list(model["columns"].values())


def _layer(node: Node) -> int | None:
    """Return the place of a model's layer on the data's path; None of what is none."""
    path = node["original_file_path"].removeprefix("models/")
    found = (n for n, name in enumerate(LAYERS) if path.startswith(f"{name}/"))
    return next(found, None)


def _path(node: Node) -> str:
    return f"{PROJECT_PATH.name}/{node['original_file_path']}"


def _yaml(model: Node) -> str:
    return f"{PROJECT_PATH.name}/{model['patch_path'].partition('://')[2]}"
