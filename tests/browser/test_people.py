"""Finding a customer, and deciding who is whom, in Chromium.

Decisions are taken back, for other tests look at the same shop.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import Visit


def test_a_customer_is_found_while_typing_and_opened_by_a_click(
    visit: Visit, shop_address: str
) -> None:
    page = visit.open(f"{shop_address}/customer")

    page.get_by_role("searchbox", name="Find a customer").press_sequentially(
        "ALIYEVA", delay=20
    )
    expect(page.get_by_role("heading", name="1 customer found")).to_be_visible()
    found = page.get_by_role("button", name="Leïla Əliyeva")
    # What was listed before stands below until the page is drawn to its end.
    expect(found).to_have_count(1)
    found.click()

    page.wait_for_url("**/customer?*customer=c_lead*")
    expect(page.get_by_role("heading", name="Leïla Əliyeva")).to_be_visible()


def test_a_tick_opens_a_customer_from_another_page(
    wide: Visit, shop_address: str
) -> None:
    page = wide.open(f"{shop_address}/product?period=28d&product=bread")
    page.get_by_role("tab", name="Buyers").click()
    expect(page.get_by_text("A tick before a row opens the customer")).to_be_visible()

    buyers = page.get_by_role("tabpanel", name="Buyers").get_by_test_id("stDataFrame")
    buyers.scroll_into_view_if_needed()
    for _ in range(10):
        buyers.click(position={"x": 18, "y": 52})
        page.wait_for_timeout(1_000)
        if "/customer?customer=" in page.url:
            break

    expect(page.get_by_role("button", name="Find another")).to_be_visible()


@pytest.mark.parametrize("tab", ["Profile", "Timeline", "Identity"])
def test_each_tab_of_a_customer_fits_the_screen(
    visit: Visit, shop_address: str, tab: str
) -> None:
    page = visit.open(f"{shop_address}/customer?customer=ann")

    page.get_by_role("tab", name=tab).click()
    visit.settle()

    expect(page.get_by_role("tabpanel")).not_to_be_empty()
    wide = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid]')]
            .filter(part => part.matches('[data-testid=stTable], button,'
                + '[data-testid=stMetric], [data-testid=stDataFrame],'
                + '[data-testid=stMarkdown]')
                && part.getBoundingClientRect().right > innerWidth + 1)
            .map(part => part.dataset.testid)"""
    )
    assert wide == []


def test_separating_asks_before_it_is_done(wide: Visit, shop_address: str) -> None:
    page = wide.open(f"{shop_address}/customer?customer=bob")
    page.get_by_role("tab", name="Identity").click()
    wide.settle()

    page.get_by_role("combobox", name="Belongs to another person").click()
    page.get_by_role("option", name="CRM contact crm/C-3 (Bob Archer)").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Separate", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Separate into two customers?")
    dialog.get_by_role("button", name="Yes, separate").click()

    expect(page.get_by_text("With the next run")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("With the next run")).to_have_count(0)


def test_a_pair_is_decided_and_undone_by_keys(wide: Visit, shop_address: str) -> None:
    page = wide.open(f"{shop_address}/same_person")
    first = page.get_by_role("heading", name="Ann Archer and Bob Archer")
    expect(first).to_be_visible()

    # A page that was just drawn does not listen for keys yet.
    page.wait_for_timeout(1_500)
    page.keyboard.press("d")
    expect(first).to_have_count(0)
    expect(page.get_by_text("1 of 3 pairs decided")).to_be_visible()
    page.wait_for_timeout(1_500)
    page.keyboard.press("u")

    expect(first).to_be_visible()
    expect(page.get_by_text("0 of 3 pairs decided")).to_be_visible()
