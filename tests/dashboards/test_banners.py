"""What stands above a title: what is wrong, since when, what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from dashboards.components.banners import Banner, banners
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import TWO_PERIODS, fail_run, publish_shop
from warehouse.operations import Check
from warehouse.publishing import Version
from warehouse.status import Outcome, Run, Status

NOW = datetime(2024, 4, 3, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)


def version(number: int, *, is_current: bool = True) -> Version:
    return Version(
        version=number,
        path=Path(f"karvan-{number}.duckdb"),
        published_at=YESTERDAY,
        size_bytes=1,
        is_current=is_current,
    )


def run(outcome: Outcome, **fields: object) -> Status:
    return Status.model_validate(
        {
            "run": Run(
                run_id="r", started_at=YESTERDAY, finished_at=YESTERDAY, outcome=outcome
            ).model_dump()
            | fields
        }
    )


def only(found: list[Banner]) -> Banner:
    assert len(found) == 1
    return found[0]


@pytest.mark.usefixtures("shop")
class TestBanners:
    """What `banners` says of one status at a time."""

    def test_all_is_well_without_a_banner(self) -> None:
        assert banners(run("published"), [version(1)], NOW) == []
        assert banners(run("unchanged"), [version(1)], NOW) == []
        assert banners(None, [version(1)], NOW) == []

    def test_before_the_first_run(self) -> None:
        found = only(banners(None, [], NOW))

        assert found.title == "Nothing is published yet"
        assert "`karvan run`" in found.body

    def test_while_the_first_run_runs(self) -> None:
        found = only(banners(run("running", finished_at=None), [], NOW))

        assert found.title == "The first run is under way"

    def test_a_failed_run_says_what_where_since_when_and_what_is_shown(self) -> None:
        failed = run("failed", failed_at="raw_shop.orders", error="the file is gone")
        failed = failed.model_copy(update={"failing_since": NOW - timedelta(days=3)})

        found = only(banners(failed, [version(7)], NOW))

        assert found.kind == "error"
        assert found.title == "Runs have failed since 31 Mar 2024, 12:00"
        assert r"**raw\_shop.orders**: the file is gone" in found.body
        assert "version 7 of 2 Apr 2024, 12:00" in found.body

    def test_an_interrupted_run(self) -> None:
        found = only(banners(run("interrupted"), [version(1)], NOW))

        assert "was interrupted" in found.title
        assert "`karvan run`" in found.body

    def test_a_rolled_back_version(self) -> None:
        shown = [version(3, is_current=False), version(2)]

        found = only(banners(run("published"), shown, NOW))

        assert found.title.startswith("Version 2 of")
        assert "`karvan rollback 3`" in found.body

    def test_runs_that_stopped(self) -> None:
        found = only(banners(run("published"), [version(1)], NOW + timedelta(days=2)))

        assert found.title == "No run for 3 days"

    @pytest.mark.parametrize(
        ("kind", "is_blocking", "shown"),
        [
            ("dbt", True, ["error"]),
            ("ledger", False, ["warning"]),
            ("suite", False, []),
        ],
        ids=["guards publishing", "a file is missing", "odd rows"],
    )
    def test_failed_checks(
        self, kind: Literal["dbt", "ledger", "suite"], is_blocking: bool, shown: list
    ) -> None:
        failed = Check(
            asset="marts.fct_orders",
            name="grain",
            kind=kind,
            is_blocking=is_blocking,
            is_passed=False,
            message="3 orders repeat",
        )
        status = run("published").model_copy(update={"checks": [failed]})

        found = banners(status, [version(1)], NOW)

        assert [banner.kind for banner in found] == shown
        assert all("3 orders repeat" in banner.body for banner in found)


@pytest.mark.parametrize("name", ["overview", "customers", "retention", "data_quality"])
def test_every_page_tells_of_a_failed_run_and_shows_the_last_good_version(
    page: Open, name: str
) -> None:
    publish_shop(TWO_PERIODS)
    fail_run("the disk is full")

    app = page(name)

    assert "the disk is full" in app.error[0].value
    assert "You see version 1" in app.error[0].value


@pytest.mark.parametrize("name", ["overview", "customers", "retention"])
def test_every_page_says_what_to_do_before_anything_is_published(
    page: Open, shop: Shop, name: str
) -> None:
    assert "`karvan run`" in page(name).info[0].value
