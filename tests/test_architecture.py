"""The house of the design, as data: what is where, and who may import whom."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.settings import REPOSITORY

MAY_IMPORT: dict[str, set[str]] = {
    "warehouse": set(),
    "ingestion": {"warehouse"},
    "quality": {"warehouse"},
    "science": set(),
    "dashboards": {"warehouse", "science"},
    "orchestration": {"warehouse", "ingestion", "quality", "science", "dashboards"},
}
"""Python rooms. A room that is not built yet is not missed."""

WITHOUT_CODE = {
    "dbt_project": {".sql", ".yml", ".csv", ".md"},
    "workspace": {".toml", ".yml", ".yaml", ".csv", ".md"},
}
"""Rooms that hold no Python, and the kinds of files in them."""

FILES = {
    "CHANGELOG.md",
    "DECISIONS.md",
    "Makefile",
    "README.md",
    "pyproject.toml",
    "uv.lock",
}
"""What lies beside the rooms; dotfiles belong to the tools that read them."""

TOP_LEVEL = MAY_IMPORT.keys() | WITHOUT_CODE.keys() | FILES | {"tests"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
MOST_LINES = 300
MOST_PAGE_LINES = 60
SQL = re.compile(
    r"\b(from|join|into|update)\s+\w+\.\w+"
    r"|\bselect\b.+\bfrom\s+\w+\s*($|where|group|order|limit|join)",
    re.S,
)


def modules(*folders: str) -> list[Path]:
    """Return the Python files in folders of the repository."""
    found = (path for name in folders for path in (REPOSITORY / name).rglob("*.py"))
    return sorted(path.relative_to(REPOSITORY) for path in found)


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the full name of every module that code imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def foreign_rooms(room: str, tree: ast.AST) -> set[str]:
    """Return the rooms that code of a room imports and may not."""
    rooms = {name.split(".")[0] for name in imported(tree)} & TOP_LEVEL
    return rooms - MAY_IMPORT[room] - {room}


def sql_texts(tree: ast.AST) -> list[str]:
    """Return the texts in code that read like SQL; a text alone is a docstring."""
    documentation = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    texts = [text_of(node) for node in ast.walk(tree) if node not in documentation]
    return [text for text in texts if SQL.search(text)]


def text_of(node: ast.AST) -> str:
    """Return the text of a literal, with an x for what an f-string inserts."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return "x"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


@pytest.mark.parametrize("module", modules(*MAY_IMPORT), ids=str)
def test_a_room_imports_only_the_rooms_it_may(module: Path) -> None:
    tree = ast.parse((REPOSITORY / module).read_text())
    assert not foreign_rooms(module.parts[0], tree)


@pytest.mark.parametrize("page", modules("dashboards/app_pages"), ids=str)
def test_a_page_is_short_and_holds_no_sql(page: Path) -> None:
    source = (REPOSITORY / page).read_text()
    tree = ast.parse(source)
    assert len(source.splitlines()) < MOST_PAGE_LINES
    assert not sql_texts(tree)
    assert "duckdb" not in imported(tree)


@pytest.mark.parametrize("module", modules(*MAY_IMPORT, "tests"), ids=str)
def test_a_module_has_one_subject_and_a_name(module: Path) -> None:
    assert module.stem not in NAMELESS
    assert len((REPOSITORY / module).read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("room", WITHOUT_CODE)
def test_a_room_without_code_has_none(room: str) -> None:
    kinds = {
        path.suffix
        for path in (REPOSITORY / room).rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(REPOSITORY).parts)
    }
    assert kinds <= WITHOUT_CODE[room]


def test_a_model_is_two_files_of_one_name_side_by_side() -> None:
    models = REPOSITORY / "dbt_project" / "models"
    described = {path.with_suffix("") for path in models.rglob("[!_]*.yml")}
    assert described == {path.with_suffix("") for path in models.rglob("*.sql")}


def test_nothing_else_lies_at_the_top() -> None:
    found = {path.name for path in REPOSITORY.iterdir()}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize(
    ("room", "source", "foreign"),
    [
        ("warehouse", "import ingestion.loading", {"ingestion"}),
        ("ingestion", "def f():\n    from quality import suites", {"quality"}),
        ("dashboards", "from orchestration.cli import app", {"orchestration"}),
        ("orchestration", "import tests.conftest", {"tests"}),
        ("quality", "import warehouse, duckdb\nfrom . import suites", set()),
    ],
)
def test_an_import_against_the_rules_is_seen(
    room: str, source: str, foreign: set[str]
) -> None:
    assert foreign_rooms(room, ast.parse(source)) == foreign


@pytest.mark.parametrize(
    ("source", "is_sql"),
    [
        ("x = 'select 1 from orders'", True),
        ("x = f'select * from marts.{table}'", True),
        ("x = f'select * from {table} where true'", True),
        ("run('from marts.fct_orders')", True),
        ("x = 'Select a customer from the list'", False),
        ("x = ' from returning customers'", False),
        ("def page():\n    'Made from marts.fct_orders.'", False),
    ],
)
def test_sql_in_a_page_is_seen(source: str, is_sql: bool) -> None:
    assert bool(sql_texts(ast.parse(source))) == is_sql
