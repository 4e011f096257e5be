"""Settings: one class, from the environment, ``.env`` and ``karvan.toml``."""

from pathlib import Path
from typing import Any

import pytest

from warehouse.settings import SettingsError, settings


def refused(shop: Any, toml: str) -> str:
    """Return what is said of a settings file that is wrong."""
    shop.write(toml)
    with pytest.raises(SettingsError) as caught:
        settings()
    return str(caught.value)


def test_a_shop_that_says_nothing_has_defaults(shop: Any) -> None:
    shop.write("")
    assert settings().shop.timezone == "UTC"
    assert settings().home == shop.workspace / ".karvan"
    assert settings().sources == ()


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_file(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write('[shop]\nname = "File"\ntimezone = "Asia/Baku"\ncurrency = "AZN"')
    shop.file(".env", "KARVAN_SHOP__NAME=Dotenv\nKARVAN_SHOP__CURRENCY=EUR\n")
    monkeypatch.setenv("KARVAN_SHOP__NAME", "Environment")
    settings.cache_clear()
    shop_settings = settings().shop
    assert shop_settings.name == "Environment"
    assert shop_settings.currency == "EUR"
    assert shop_settings.timezone == "Asia/Baku"


def test_two_shops_share_no_file(
    shop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = settings()
    other = tmp_path / "other" / "karvan.toml"
    other.parent.mkdir()
    other.write_text("")
    monkeypatch.setenv("KARVAN_CONFIG", str(other))
    settings.cache_clear()
    second = settings()
    for name in ("warehouse_path", "candidate_path", "published_path", "docs_path"):
        assert getattr(first, name) != getattr(second, name)
        assert getattr(second, name).is_relative_to(other.parent)


def test_a_relative_home_is_in_the_workspace(shop: Any) -> None:
    shop.write('home = "data/home"')
    assert settings().home == shop.workspace / "data" / "home"


def test_home_can_be_named_in_the_environment(
    shop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARVAN_HOME", str(tmp_path / "elsewhere"))
    settings.cache_clear()
    assert settings().warehouse_path == tmp_path / "elsewhere" / "warehouse.duckdb"


def test_a_home_in_the_users_folder_is_there(
    shop: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shop.write('home = "~/karvan"')
    assert settings().home == tmp_path / "karvan"


def test_a_missing_file_is_named_with_the_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARVAN_CONFIG", str(tmp_path / "nowhere.toml"))
    settings.cache_clear()
    with pytest.raises(SettingsError, match=r"nowhere\.toml.*create it"):
        settings()
    settings.cache_clear()


@pytest.mark.parametrize(
    ("toml", "entry"),
    [
        ("kep_versions = 3", "kep_versions"),
        ('[shop]\ntime_zone = "UTC"', "shop.time_zone"),
        ('[[sources]]\nname = "a"\nkind = "files"\npth = "x"', "sources.0.pth"),
    ],
)
def test_an_unknown_entry_is_named(shop: Any, toml: str, entry: str) -> None:
    message = refused(shop, toml)
    assert entry in message
    assert str(shop.workspace / "karvan.toml") in message


@pytest.mark.parametrize("zone", ["Europe/Lundon", "", "../etc/passwd", "America"])
def test_a_bad_time_zone_is_named_with_a_good_one(shop: Any, zone: str) -> None:
    message = refused(shop, f'[shop]\ntimezone = "{zone}"')
    assert "shop.timezone" in message
    assert repr(zone) in message
    assert "Europe/London" in message


@pytest.mark.parametrize(
    ("toml", "entry"),
    [
        ('[shop]\ncurrency = "euro"', "shop.currency"),
        ('[shop]\nweek_start = "mon"', "shop.week_start"),
        ("keep_versions = 1", "keep_versions"),
        ('refresh_at = "24:00"', "refresh_at"),
        ("[quality]\nmax_quarantined_pct = 101", "quality.max_quarantined_pct"),
        ('[engine]\nmemory_limit = "lots"', "engine.memory_limit"),
        ('[[sources]]\nname = "Web Shop"\nkind = "files"', "sources.0.name"),
        ('[[sources]]\nname = "a"\nkind = "fax"', "sources.0.kind"),
    ],
)
def test_a_wrong_value_is_named(shop: Any, toml: str, entry: str) -> None:
    assert entry in refused(shop, toml)


def test_two_sources_of_one_name_are_refused(shop: Any) -> None:
    source = '[[sources]]\nname = "web"\nkind = "files"\n'
    assert "two sources are named web" in refused(shop, source * 2)


def test_a_file_that_is_no_toml_is_named_with_the_line(shop: Any) -> None:
    message = refused(shop, "[shop]\nname = oops")
    assert "karvan.toml" in message
    assert "line 2" in message


def test_settings_cannot_be_changed_while_a_run_reads_them(shop: Any) -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings().shop.name = "Other"  # pyright: ignore[reportAttributeAccessIssue]


def test_members_of_an_object_name_columns(shop: Any) -> None:
    entry = """
    [[sources]]
    name = "site"
    kind = "files"
    [sources.entities.events.columns]
    context.page.url = "address"
    properties = {{ price = {price} }}
    """
    shop.write(entry.format(price='"cost"'))
    columns = settings().sources[0].entities["events"].columns
    assert columns == {
        "context": {"page": {"url": "address"}}, "properties": {"price": "cost"}
    }  # fmt: skip
    for price, told in (("5", "5"), ("{}", "{}"), ("[]", "[]")):
        said = refused(shop, entry.format(price=price))
        assert f"properties.price is {told}, which names no column" in said
        assert "sources.0.entities.events.columns" in said
