"""Tiles say the target of a KPI that is their metric, in a period that it is for."""

from datetime import date

import pytest

from dashboards.periods import Window
from dashboards.queries.metrics import kind_of
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.kpi_pages import tiles
from tests.dashboards.tiny_retention import FOUR_MONTHS, LOADED_AT, MOVEMENT, ROWS
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop

REVENUE = "title: Sales\nformula: revenue\ngrain: {}\ntarget: {}\nowner: Sales\n"
MARCH = {"period": "month"}
"""All of March 2024 is known: revenue 400 from 5 orders."""


def helps(app) -> dict[str, str]:
    return {tile.label: tile.help for tile in app.metric}


@pytest.fixture
def march(shop: Shop, page: Open) -> Open:
    shop.file("kpis/sales.yml", REVENUE.format("month", 500))
    shop.file(
        "kpis/half.yml", "title: H\nformula: 0.5 * orders\ntarget: 9\nowner: me\n"
    )
    publish_shop(TWO_PERIODS)
    return page


def test_a_tile_says_its_target_and_whether_it_is_met(march: Open, shop: Shop) -> None:
    said = helps(march("overview", **MARCH))
    assert (
        r"Target: at least \$500 in a month, missed (`kpis/sales.yml`)."
        in (said["Revenue"])
    )
    assert "Target" not in said["Orders"]  # half of the orders are another number
    shop.file("kpis/sales.yml", REVENUE.format("month", 400) + "direction: down\n")
    said = helps(march("overview", **MARCH))
    assert r"Target: at most \$400 in a month, met" in said["Revenue"]


@pytest.mark.parametrize("period", ["28d", "7d", "all"])
def test_other_days_have_no_target(march: Open, period: str) -> None:
    assert "Target" not in helps(march("overview", period=period))["Revenue"]


def test_tiles_are_compared_with_targets(march: Open) -> None:
    found = tiles(march("overview", compare="target", **MARCH))
    assert found["Revenue"] == ("$400", "-20%", "vs target $500")
    assert found["Orders"] == ("5", "", "no target")


def test_without_targets_none_is_offered(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    app = page("overview", compare="target", **MARCH)
    assert "Target" not in app.selectbox(key="compare").options
    assert app.selectbox(key="compare").value == "previous"


def test_a_share_is_aimed_at_in_percent(shop: Shop, page: Open) -> None:
    shop.file(
        "kpis/stay.yml",
        "title: Stay\nformula: retention_returning\ntarget: 0.7\nowner: me\n",
    )
    publish_shop(FOUR_MONTHS, loaded_at=LOADED_AT, retention=ROWS)
    said = helps(page("retention", by="month"))["Retention, returning"]
    assert "Target: at least 70% in a month, " in said


def test_days_are_the_longest_period_that_they_are(march: Open) -> None:
    kinds = {
        ((2024, 1, 1), (2024, 12, 31)): "year",
        ((2024, 1, 1), (2024, 3, 31)): "quarter",
        ((2024, 2, 1), (2024, 2, 29)): "month",
        ((2024, 3, 4), (2024, 3, 10)): "week",
        ((2024, 3, 5), (2024, 3, 11)): None,
        ((2024, 3, 5), (2024, 3, 5)): "day",
        ((2024, 2, 1), (2024, 2, 28)): None,
    }
    for (first, last), kind in kinds.items():
        assert kind_of(Window(date(*first), date(*last))) == kind


def test_states_are_aimed_at_on_the_last_day_of_a_month(shop: Shop, page: Open) -> None:
    shop.file("kpis/many.yml", "title: M\nformula: buyers\ntarget: 3\nowner: me\n")
    publish_shop(TWO_PERIODS, SCORES, retention=MOVEMENT)
    said = helps(page("customers"))["Buyers so far"]
    assert "Target: at least 3 in a month, met (`kpis/many.yml`)." in said
