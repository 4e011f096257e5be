"""Pages in Streamlit's own test runner, on a temporary shop."""

from collections.abc import Callable, Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import Shop
from tests.dashboards.kpi_pages import ORDER_VALUE, WEEKLY
from tests.dashboards.tiny_people import PEOPLE
from tests.dashboards.tiny_shop import SCORES, TWO_PERIODS, publish_shop
from warehouse.settings import REPOSITORY

Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Keep what one test read from the next, whose versions have the same numbers."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def page(shop: Shop) -> Open:
    """Open a page of the shop: ``page("overview", period="7d")``."""

    def opened(name: str, **address: str) -> AppTest:
        app = AppTest.from_file(
            REPOSITORY / "dashboards" / "frame.py", default_timeout=30
        )
        app.switch_page(f"app_pages/{name}.py")
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def people(page: Open) -> Open:
    """Publish a shop of four people, and open pages of it."""
    publish_shop(TWO_PERIODS, SCORES, people=PEOPLE)
    return page


@pytest.fixture
def kpis(shop: Shop, page: Open) -> Open:
    """Publish the shop with its catalogue, save two KPIs, and open pages of it."""
    shop.file("kpis/order_value.yml", ORDER_VALUE)
    shop.file("kpis/weekly.yml", WEEKLY)
    publish_shop(TWO_PERIODS)
    return page
