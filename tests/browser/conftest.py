"""The whole dashboard in Chromium: one server and one browser for all tests."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.browser.visiting import Visit, visited
from tests.dashboards import tiny_loyalty
from tests.dashboards.goal_pages import MONTHLY
from tests.dashboards.tiny_attribution import ATTRIBUTION, BASKETS
from tests.dashboards.tiny_behaviour import BEHAVIOUR
from tests.dashboards.tiny_marketing import (
    CAMPAIGNS,
    PROMOTIONS,
    REDEMPTIONS,
    Marketing,
)
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_retention import COHORTS, MOVEMENT, PERIODS
from tests.dashboards.tiny_shop import (
    SCORES,
    TWO_PERIODS,
    add_to_ledger,
    publish_shop,
)
from tests.dashboards.tiny_tracking import CAME, PLAN
from tests.dashboards.tiny_traffic import PAGES, VISITS
from tests.ingestion.collector.serving import Server, serving
from tests.warehouse.landing_lines import land, line
from warehouse.operations import Check
from warehouse.settings import REPOSITORY, settings

MARKETING = Marketing(CAMPAIGNS, REDEMPTIONS, PROMOTIONS)
KPI = "title: Weekly\nformula: revenue\ngrain: week\ntarget: 120\nowner: Sales\n"
GRAIN = Check(
    asset="marts.fct_orders",
    name="grain",
    kind="dbt",
    is_blocking=True,
    is_passed=True,
    message="One row per order",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shop_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the dashboard of a published shop, and give its address."""
    with pytest.MonkeyPatch.context() as environment:
        workspace = tmp_path_factory.mktemp("shop")
        _configure(environment, workspace)
        add_to_ledger("orders", received=10, accepted=9, duplicate=1)
        (workspace / "kpis").mkdir()
        (workspace / "kpis" / "weekly.yml").write_text(KPI)
        (workspace / "goals").mkdir()
        (workspace / "goals" / "monthly.yml").write_text(MONTHLY)
        rows = PERIODS + COHORTS.format(is_may_whole="false") + MOVEMENT
        publish_shop(
            *(TWO_PERIODS, SCORES, [GRAIN], MARKETING),
            retention=rows,
            visits=VISITS,
            pages=PAGES,
            events=CAME,
            people=PEOPLE,
            loyalty=tiny_loyalty.ALL,
            attribution=ATTRIBUTION + BASKETS,
            behaviour=BEHAVIOUR,
        )
        (workspace / "tracking_plan").mkdir()
        (workspace / "tracking_plan" / "shop.yml").write_text(PLAN)
        now = datetime.now(UTC)
        land(line("a", 1, now=now, event="Product Viewed"), at=now, day=f"{now:%F}")
        docs = settings().docs_path
        docs.mkdir(parents=True)
        (docs / "index.html").write_text("<h1>Data Docs</h1>")
        yield from _served(workspace)
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the dashboard of a shop that has published nothing."""
    with pytest.MonkeyPatch.context() as environment:
        workspace = tmp_path_factory.mktemp("empty")
        _configure(environment, workspace)
        yield from _served(workspace)
    settings.cache_clear()


@pytest.fixture(scope="module")
def live_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    """Give a dashboard and a collector of a shop that has received nothing."""
    with pytest.MonkeyPatch.context() as environment:
        workspace = tmp_path_factory.mktemp("live")
        _configure(environment, workspace)
        with serving(workspace) as collector:
            for address in _served(workspace):
                yield address, collector
    settings.cache_clear()


@pytest.fixture(params=[1440, 390], ids=["wide", "phone"])
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    yield from visited(chromium, request.param)


@pytest.fixture
def wide(chromium: Browser) -> Iterator[Visit]:
    yield from visited(chromium, 1440)


def _configure(environment: pytest.MonkeyPatch, workspace: Path) -> None:
    (workspace / "karvan.toml").write_text('[shop]\nname = "Test shop"\n')
    environment.setenv("KARVAN_CONFIG", str(workspace / "karvan.toml"))
    environment.delenv("KARVAN_HOME", raising=False)
    settings.cache_clear()


def _served(workspace: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (workspace / "server.log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "dashboards/streamlit_app.py"),
            *("--server.port", str(port)),
        ],
        cwd=REPOSITORY,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", server, workspace / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=1):  # noqa: S310  http on loopback
                return
        except (URLError, OSError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start in 30 s: {log.read_text()}")
