"""A user's door without a process of its own: the command line, and what it wrote."""

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from tests.conftest import Shop
from warehouse.settings import settings

Command = Callable[..., Result]


@pytest.fixture
def karvan(shop) -> Command:
    """Run the command line in this process, with typed lines as its input."""

    def run(*arguments: str, typed: str = "") -> Result:
        settings.cache_clear()
        done = CliRunner().invoke(app, [*arguments], input=typed)
        settings.cache_clear()
        return done

    return run


def sources(shop: Shop) -> list[dict[str, Any]]:
    """Return the sources in a shop's settings."""
    return tomllib.loads((shop.workspace / "karvan.toml").read_text()).get(
        "sources", []
    )
