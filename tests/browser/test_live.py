"""An event on its way: from a sender by a real collector onto the page Live."""

import pytest
from playwright.sync_api import Browser, expect

from tests.ingestion.collector.serving import Server

REFRESH_MS = 30_000
"""How long to wait for what the page draws anew each second, on a machine with load."""


@pytest.mark.browser
def test_an_acknowledged_event_is_on_the_page_without_a_reload(
    chromium: Browser, live_shop: tuple[str, Server]
) -> None:
    address, collector = live_shop
    page = chromium.new_page()
    page.goto(f"{address}/live")
    expect(page.get_by_text("No event was received yet")).to_be_visible(
        timeout=REFRESH_MS
    )

    first = {"anonymousId": "ann", "properties": {"path": "/spring"}}
    assert collector.post("/v1/page", first).status == 200

    views = page.get_by_test_id("stMetric").filter(has_text="Page views")
    expect(views).to_contain_text("Page views, 5 min1", timeout=REFRESH_MS)
    expect(page.get_by_text("/spring is seen most, 1 time")).to_be_visible()

    order = {"order_id": "o1", "revenue": 12}
    batch = [
        {"type": "track", "event": event, "userId": "bob", "properties": order}
        for event in ("Product Added", "Order Completed")
    ]
    assert collector.post("/v1/batch", {"batch": batch}).status == 200

    expect(
        page.get_by_role("heading", name="2 visitors in the last 5 min; 1 order of $12")
    ).to_be_visible(timeout=REFRESH_MS)
    page.close()
