"""The builder of KPIs in Chromium: typed, clicked, drawn, saved and opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit


def test_a_formula_is_judged_and_drawn_while_it_is_typed(
    visit: Visit, shop_address: str
) -> None:
    page = visit.open(f"{shop_address}/kpis")
    box = page.get_by_role("textbox", name="Formula")

    box.press_sequentially("revenue + ord", delay=20)
    expect(page.get_by_text("There is no metric ord (character 11)")).to_be_visible()

    page.get_by_role("radio", name="Orders", exact=True).click()
    expect(page.get_by_text("do not add (character 9)")).to_be_visible()
    expect(box).to_have_value("revenue + orders")

    box.fill("revenue / orders")
    expect(page.get_by_role("heading", name="$80.00 in Mar 2024")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart] svg").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.fixture
def forgotten(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Remove what a test saved: the shop is that of all tests."""
    yield
    for path in tmp_path_factory.getbasetemp().glob("shop*/kpis/spent_*.yml"):
        path.unlink()


@pytest.mark.usefixtures("forgotten")
def test_a_kpi_is_saved_and_a_link_opens_it(visit: Visit, shop_address: str) -> None:
    page = visit.open(f"{shop_address}/kpis?formula=revenue%20/%20customers&by=month")
    page.get_by_role("textbox", name="Title").fill("Spent by each")
    page.get_by_role("textbox", name="Owner").fill("Sales")
    page.get_by_role("spinbutton", name="Target for a month").fill("120")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**kpi=spent_by_each*")
    expect(page.get_by_text("Saved as kpis/spent_by_each.yml")).to_be_visible()

    page = visit.open(f"{shop_address}/kpis?kpi=spent_by_each")

    # 400 from three customers in March.
    expect(
        page.get_by_role("heading", name="Spent by each was $133 in Mar 2024")
    ).to_be_visible()
    expect(page.get_by_text("Mar 2024: 111% of $120")).to_be_visible()
