"""Fixtures shared by all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as examples

from tests.browser.chromium import chromium, playwright
from tests.databases import database, postgresql, postgresql_server, sqlite
from warehouse.settings import settings

# The same examples each time: whether main is green is no matter of luck.
# `make test-random` draws others.
examples.register_profile("steady", derandomize=True)
examples.register_profile("random", print_blob=True)
examples.load_profile("steady")


class Shop:
    """A temporary shop: a workspace of its own, and with it a home of its own."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace

    @property
    def home(self) -> Path:
        """Return the folder that Karvan writes."""
        return settings().home

    def write(self, toml: str) -> None:
        """Write ``karvan.toml`` anew; the next `settings()` reads it."""
        (self.workspace / "karvan.toml").write_text(toml)
        settings.cache_clear()

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file of the shop's own and return its path."""
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """Give a shop without sources, whose time zone is UTC."""
    monkeypatch.setenv("KARVAN_CONFIG", str(tmp_path / "karvan.toml"))
    monkeypatch.delenv("KARVAN_HOME", raising=False)
    temporary = Shop(tmp_path)
    temporary.write('[shop]\nname = "Test shop"\n')
    yield temporary
    settings.cache_clear()


__all__ = [
    "chromium",
    "database",
    "playwright",
    "postgresql",
    "postgresql_server",
    "sqlite",
]
