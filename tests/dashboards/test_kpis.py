"""The page KPIs, on seven orders of two months (`tiny_shop`).

March 2024 is the first month that is whole: revenue 100 + 90 + 60 + 120 + 60 - 30 = 400
from 5 orders, so 80 an order. Its weeks from Monday 18 March: 120 from one order, then
60 - 30 = 30 from one.
"""

import pytest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.kpi_pages import (
    ORDER_VALUE,
    labels,
    tiles,
    words,
)
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.publishing import publish as publish_version
from warehouse.settings import settings


def test_saved_kpis_are_tiles_of_their_last_whole_period(kpis: Open) -> None:
    app = kpis("kpis")

    assert tiles(app) == {
        "Order value": ("$80.00", "", "no month to compare"),
        "Weekly revenue": ("$30.00", "-75%", "vs 18–24 Mar 2024"),
    }
    assert "Mar 2024: 80% of $100" in labels(app)
    assert "25–31 Mar 2024: 25% of $120" in labels(app)


def test_an_audience_sees_its_own(kpis: Open) -> None:
    assert list(tiles(kpis("kpis", **{"for": "CEO"}))) == ["Order value"]


def test_a_link_opens_one_against_its_target(kpis: Open) -> None:
    said = words(kpis("kpis", kpi="order_value"))

    assert (
        "Order value was $80.00 in Mar 2024, which misses its target: at least" in said
    )
    assert "Owner: Sales · for CEO" in said
    said = words(kpis("kpis", kpi="weekly"))
    assert "which meets its target: at most $120" in said
    said = words(kpis("kpis", kpi="gone"))
    assert "There is no KPI gone" in said


def test_a_click_opens_one(kpis: Open) -> None:
    app = kpis("kpis")
    app.button(key="open_weekly").click().run()
    assert app.query_params["kpi"] == "weekly"
    assert "Weekly revenue was $30.00 in 25–31 Mar 2024" in words(app)


def test_a_file_that_is_wrong_is_said_and_the_others_stay(
    shop: Shop, kpis: Open
) -> None:
    shop.file("kpis/bad.yml", "title: Bad\nformula: revenue\nowner: me\ntarget: much\n")
    app = kpis("kpis")
    assert len(app.metric) == 2
    said = words(app)
    assert "1 file of the workspace is no KPI" in said
    assert "kpis/bad.yml, line 4: target is no number; write one, such as 32.5" in said


def test_a_link_to_nowhere_is_said_and_the_others_stay(shop: Shop, kpis: Open) -> None:
    (shop.workspace / "kpis" / "lost.yml").symlink_to(shop.workspace / "nowhere.yml")
    app = kpis("kpis")
    assert len(app.metric) == 2
    assert "kpis/lost.yml, the file: cannot be read" in words(app)


def test_a_metric_that_vanished_leaves_the_others(shop: Shop, kpis: Open) -> None:
    shop.file("kpis/old.yml", "title: Old\nformula: 2 * rebates\nowner: me\n")
    app = kpis("kpis", kpi="old")
    assert tiles(app)["Old"] == ("–", "", "cannot be computed")
    assert tiles(app)["Order value"][0] == "$80.00"
    assert "Old cannot be computed" in words(app)
    assert "there is no metric rebates (character 5)" in words(app)


def test_a_version_without_a_catalogue_says_so(shop: Shop, page: Open) -> None:
    shop.file("kpis/order_value.yml", ORDER_VALUE)
    publish_shop(TWO_PERIODS, is_parsed=False)
    app = page("kpis", formula="revenue")
    assert tiles(app) == {"Order value": ("–", "", "cannot be computed")}
    assert "No metric catalogue" in words(app)
    assert "the next `karvan run` publishes one" in words(app)


def test_before_anything_is_published_the_page_says_what_to_do(page: Open) -> None:
    app = page("kpis")
    assert "Nothing is published yet" in app.info[0].proto.title
    assert not app.metric


def test_without_a_kpi_the_page_says_how_to_make_one(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    assert "No KPI is saved yet" in words(page("kpis"))


def test_a_table_that_is_not_there_leaves_the_other_kpis(
    shop: Shop, kpis: Open
) -> None:
    shop.file("kpis/seen.yml", "title: Seen\nformula: visitors\nowner: me\n")
    with connect() as connection:
        connection.execute("drop table candidate.marts.fct_sessions")
    with run_lock("test"):
        publish_version("run")
    app = kpis("kpis", formula="visitors")
    assert tiles(app)["Order value"][0] == "$80.00"
    assert tiles(app)["Seen"] == ("–", "", "cannot be computed")


def test_a_metric_whose_unit_is_none_is_said_by_name(shop: Shop, kpis: Open) -> None:
    path = settings().dbt_path / "target" / "semantic_manifest.json"
    path.write_text(path.read_text().replace('"unit": "quantity"', '"unit": "litres"'))
    publish_shop(TWO_PERIODS, is_parsed=False)
    said = words(kpis("kpis", formula="2 * units"))
    assert (
        "metric units cannot be computed: config.meta.unit: 'litres' is no"
        in said.lower()
    )
    assert "$400" in words(kpis("kpis", formula="revenue"))


@pytest.mark.parametrize(
    "orders",
    [
        [],
        [Order("2024-03-10 10:00", "ann", 90)],
        [Order("2024-03-10 10:00", "ann", 90), Order("2024-03-10 11:00", None, 0)],
        [Order("2024-03-10 10:00", "ann", -30, is_return=True)],
        [Order("2024-03-10 10:00", "ann", 30, is_cancelled=True)],
    ],
    ids=["none", "one", "one day", "a refund alone", "cancelled"],
)
@pytest.mark.parametrize(
    ("formula", "grain"),
    [("revenue / orders", "day"), ("0.5 * orders", "week"), ("visitors", "month")],
)
def test_a_shop_of_few_orders_has_numbers_or_says_that_data_lack(
    shop: Shop, page: Open, orders: list[Order], formula: str, grain: str
) -> None:
    shop.file("kpis/order_value.yml", ORDER_VALUE)
    publish_shop(orders)
    app = page("kpis", kpi="order_value", formula=formula, by=grain)
    said = words(app)
    assert "nan" not in said.lower()
    assert "inf" not in said.lower()
    assert not app.error
