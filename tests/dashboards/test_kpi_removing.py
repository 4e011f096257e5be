"""The page KPIs: a KPI goes when its remover confirms, and never a changed one."""

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.kpi_pages import ORDER_VALUE, clicked, tiles, words
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from warehouse.settings import settings


def test_a_kpi_is_removed_once_that_is_confirmed(shop: Shop, kpis: Open) -> None:
    app = kpis("kpis", kpi="order_value")
    assert "Remove **Order value** for everybody?" in words(app)
    clicked(app, "Remove it")
    assert not (shop.workspace / "kpis" / "order_value.yml").exists()
    assert list(tiles(app)) == ["Weekly revenue"]
    assert "Order value is removed." in words(app)
    assert "kpi" not in app.query_params
    assert "is removed" not in words(app.run())


def test_one_that_was_being_changed_leaves_an_empty_builder(kpis: Open) -> None:
    app = clicked(kpis("kpis", kpi="order_value"), "Change")
    clicked(app, "Remove it")
    assert app.text_input(key="formula").value == ""
    assert "Make a KPI" in words(app)


def test_what_another_changed_meanwhile_is_not_removed(shop: Shop, kpis: Open) -> None:
    app = kpis("kpis", kpi="order_value")
    theirs = ORDER_VALUE.replace("target: 100", "target: 101")
    shop.file("kpis/order_value.yml", theirs)
    clicked(app, "Remove it")
    assert "order_value was changed meanwhile by somebody else" in words(app)
    assert (shop.workspace / "kpis" / "order_value.yml").read_text() == theirs
    assert "Order value" in tiles(app)


def test_metrics_that_are_left_out_are_listed_with_their_reason(kpis: Open) -> None:
    path = settings().dbt_path / "target" / "semantic_manifest.json"
    path.write_text(path.read_text().replace('"unit": "quantity"', '"unit": "litres"'))
    publish_shop(TWO_PERIODS, is_parsed=False)
    app = kpis("kpis")
    [listed] = [one for one in app.expander if one.label.startswith("Left out")]
    lines = [one.value for one in listed.markdown]
    assert any(
        "- `units`: config.meta.unit\\: 'litres' is no unit" in one for one in lines
    )
    assert all("`revenue`" not in one for one in lines)
