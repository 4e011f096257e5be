"""The settings and ``.env`` are added to, and stay what they were besides."""

import stat
import tomllib
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from warehouse.settings import settings
from warehouse.settings.secrets import secret
from warehouse.settings.writing import (
    WritingError,
    free_variable,
    shop_text,
    source_text,
    with_source,
    write_secret,
    write_settings,
)

SOURCE = {
    "name": "crm",
    "kind": "sql",
    "url": "env:CRM_URL",
    "entities": {
        "orders": {
            "table": 'sales."a.b"',
            "updated_at": "Updated At",
            "columns": {"order_id": "id", "ordered_at": 'Order "Date"'},
        },
        "order_lines": {"table": "lines", "key": ["a", "b"], "columns": {}},
    },
}
WRITTEN = """\
# The shop.
[shop]
name = "Corner shop" # in Baku

[[sources]]
name = "till"
kind = "files"
[sources.entities.order_lines]
columns = { order_id = "Receipt" }   # as it prints it

# Ports.
[services]
dagster_port = 3001
"""

NAMES = st.text(
    st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1
)


@pytest.mark.parametrize("text", ["", "\n", WRITTEN, WRITTEN.rstrip(), "# only this"])
def test_a_source_is_added_and_the_rest_stays_byte_for_byte(text: str) -> None:
    written = with_source(text, SOURCE)
    assert written.startswith(text.rstrip("\n"))
    before = tomllib.loads(text)
    after = tomllib.loads(written)
    assert after.pop("sources") == [*before.pop("sources", []), SOURCE]
    assert after == before


@given(st.dictionaries(NAMES, NAMES))
def test_any_names_of_columns_come_back(columns: dict[str, str]) -> None:
    entry = {"name": "x", "entities": {"orders": {"columns": columns}}}
    assert tomllib.loads(source_text(entry))["sources"] == [entry]


def test_sources_in_one_line_are_refused() -> None:
    with pytest.raises(WritingError, match=r"\[\[sources\]\]"):
        with_source('sources = [{ name = "a", kind = "files" }]', SOURCE)


def test_a_file_that_is_no_toml_is_refused() -> None:
    with pytest.raises(WritingError, match="mend it"):
        with_source("[shop", SOURCE)


def test_a_new_shop_is_written_and_read(shop) -> None:
    write_settings(shop_text({"name": 'Ann\'s "shop"', "timezone": "Asia/Baku"}))
    settings.cache_clear()
    assert settings().shop.name == 'Ann\'s "shop"'
    assert settings().shop.timezone == "Asia/Baku"


def test_a_linked_file_stays_a_link_and_keeps_its_mode(shop) -> None:
    kept = shop.file("kept/karvan.toml", "")
    kept.chmod(0o640)
    link = shop.workspace / "karvan.toml"
    link.unlink()
    link.symlink_to(kept)
    write_settings("# new\n")
    assert link.is_symlink()
    assert kept.read_text() == "# new\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert [path.name for path in kept.parent.iterdir()] == ["karvan.toml"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES.filter(lambda text: "\0" not in text))
def test_any_secret_is_read_as_it_was(shop, value: str) -> None:
    (shop.workspace / ".env").write_text("OTHER=1")
    path = write_secret("CRM_URL", value)
    assert secret("env:CRM_URL") == value
    assert dotenv_values(path)["OTHER"] == "1"


def test_a_secret_is_its_owners_alone_though_the_file_was_open(shop) -> None:
    path = Path(shop.workspace / ".env")
    path.write_text("A=1\n")
    path.chmod(0o644)
    write_secret("B", "2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert write_secret("B", "2").read_text() == "A=1\nB='2'\n"


def test_a_variable_that_says_something_else_is_not_taken(
    shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert free_variable("CRM_URL", "x") == "CRM_URL"
    write_secret("CRM_URL", "x")
    assert free_variable("CRM_URL", "x") == "CRM_URL"
    assert free_variable("CRM_URL", "y") == "CRM_URL_2"
    # The environment would come first.
    monkeypatch.setenv("CRM_URL_2", "z")
    assert free_variable("CRM_URL", "y") == "CRM_URL_3"
    with pytest.raises(WritingError, match="names no variable"):
        free_variable("CRM-URL", "x")
