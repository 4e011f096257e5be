"""What tests of the page KPIs share: two of them, on the orders of `tiny_shop`.

March 2024 is the first month that is whole: revenue 100 + 90 + 60 + 120 + 60 - 30 = 400
from 5 orders, so 80 an order. Its weeks from Monday 18 March: 120 from one order, then
60 - 30 = 30 from one.
"""

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_catalogue import keep_catalogue
from tests.dashboards.tiny_shop import TWO_PERIODS, Order, publish_shop

ORDER_VALUE = """\
# reviewed
title: Order value
formula: revenue / orders
target: 100
audience: [CEO]
owner: Sales
"""
WEEKLY = """\
title: Weekly revenue
formula: revenue
grain: week
direction: down
target: 120
owner: Finance
"""


def with_kpis(shop: Shop, page: Open) -> Open:
    """Publish the shop with its catalogue, save two KPIs, and open pages of it."""
    shop.file("kpis/order_value.yml", ORDER_VALUE)
    shop.file("kpis/weekly.yml", WEEKLY)
    publish()
    return page


def publish(orders: Sequence[Order] = TWO_PERIODS) -> None:
    keep_catalogue()
    publish_shop(orders)


def tiles(app: AppTest) -> dict[str, tuple[str, str, str]]:
    """Return value, delta and note of each tile."""
    return {
        tile.label: (tile.value, tile.delta, tile.proto.delta_description)
        for tile in app.metric
    }


def words(app: AppTest) -> str:
    """Return all that the page says, without marks that keep it plain."""
    parts = (
        *app.header, *app.subheader, *app.markdown, *app.caption,
        *app.warning, *app.info, *app.error, *app.success,
    )  # fmt: skip
    titles = [part.proto.title for part in (*app.warning, *app.info)]
    return "\n".join([*(part.value for part in parts), *titles]).replace("\\", "")


def labels(app: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in app.button]
