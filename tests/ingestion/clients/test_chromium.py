"""analytics.js sends from a page of another origin; all of it lands, once."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.ingestion.clients.calls import CALLS, contains
from tests.ingestion.clients.conftest import KEYS, Collector
from tests.ingestion.clients.site import served

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
SNIPPET = "([key]) => window.analytics.load(key)"
PACKAGE = """([key, segment]) => new Promise((resolve) => {
    const script = document.createElement('script')
    script.src = '/index.js'
    script.onload = () => {
        window.analytics = window.AnalyticsNext.AnalyticsBrowser.load(
            { writeKey: key, cdnURL: location.origin },
            { integrations: { 'Segment.io': segment } },
        )
        resolve()
    }
    document.head.append(script)
})"""
WITHOUT_CDN = PACKAGE.replace(
    """{ writeKey: key, cdnURL: location.origin },
            { integrations: { 'Segment.io': segment } },""",
    "{ writeKey: key, cdnSettings: { integrations: { 'Segment.io': segment } } },",
)
"""As the README shows it: settings that nobody is asked for."""
MAKE_CALLS = """async (calls) => {
    const { analytics } = window
    for (const call of calls) {
        if (call.type === 'identify') await analytics.identify(call.userId, call.traits)
        if (call.type === 'track') await analytics.track(call.event, call.properties)
        if (call.type === 'page') await analytics.page(call.name, call.properties)
        if (call.type === 'screen') await analytics.screen(call.name, call.properties)
        if (call.type === 'group') await analytics.group(call.groupId, call.traits)
        if (call.type === 'alias') await analytics.alias(call.userId, call.previousId)
    }
}"""
BATCHES = {"strategy": "batching", "config": {"size": 100, "timeout": 600_000}}
"""Longer than any test: what a batch holds leaves with the page, or not at all."""


@pytest.fixture
def open_page(
    chromium: Browser, collector: Collector, node_clients: Path
) -> Iterator[Open]:
    """Open a page of a site whose analytics.js sends to the collector."""
    with ExitStack() as stack:

        def opened(loaded: str = SNIPPET, source: str = "site", **options: Any) -> Page:
            segment = {"apiHost": f"127.0.0.1:{collector.port}/v1", "protocol": "http"}
            segment |= {"apiKey": KEYS[source], **options}
            address = stack.enter_context(served(node_clients, segment))
            page = stack.enter_context(chromium.new_context()).new_page()
            page.goto(f"{address}/shop?utm_source=mail")
            page.evaluate(loaded, [KEYS[source], segment])
            page.evaluate("() => new Promise((done) => window.analytics.ready(done))")
            return page

        yield opened


@pytest.mark.parametrize(
    "loaded",
    [
        pytest.param(SNIPPET, id="snippet"),
        pytest.param(PACKAGE, id="package"),
        pytest.param(WITHOUT_CDN, id="package_without_cdn"),
    ],
)
def test_the_six_calls_land_once_as_they_were_made(
    open_page: Open, collector: Collector, loaded: str
) -> None:
    page = open_page(loaded)
    page.evaluate(MAKE_CALLS, CALLS)
    landed = collector.lines_of(len(CALLS))
    assert [line["source"] for line in landed] == ["site"] * len(CALLS)
    by_type = {line["call"]["type"]: line for line in landed}
    for call in CALLS:
        line = by_type[call["type"]]
        assert line["type"] == call["type"]
        assert contains(line["call"], call)
        assert line["call"]["context"]["campaign"] == {"source": "mail"}
        assert "HeadlessChrome" in line["user_agent"]
    assert len({line["call"]["messageId"] for line in landed}) == len(CALLS)


def test_when_it_happened_was_sent_and_was_received_are_kept(
    open_page: Open, collector: Collector
) -> None:
    page = open_page()
    before = datetime.now(UTC) - timedelta(
        milliseconds=1
    )  # a page's clock has no finer
    page.evaluate(MAKE_CALLS, [CALLS[1]])
    [line] = collector.lines_of(1)
    happened_at = datetime.fromisoformat(line["call"]["timestamp"])
    sent_at = datetime.fromisoformat(line["sent_at"])
    received_at = datetime.fromisoformat(line["received_at"])
    assert before <= happened_at <= sent_at <= received_at <= datetime.now(UTC)


def test_a_batch_that_the_page_still_holds_leaves_with_it(
    open_page: Open, collector: Collector
) -> None:
    page = open_page(deliveryStrategy=BATCHES)
    page.evaluate(MAKE_CALLS, CALLS)
    assert collector.lines() == []
    page.goto("about:blank")
    landed = collector.lines_of(len(CALLS))
    assert sorted(line["call"]["type"] for line in landed) == sorted(
        call["type"] for call in CALLS
    )


def test_a_click_that_leaves_the_page_lands(
    open_page: Open, collector: Collector
) -> None:
    page = open_page(deliveryStrategy={"config": {"keepalive": True}})
    page.evaluate(
        "() => { window.analytics.track('Element Clicked', { element: 'to-cart' }); "
        "location.href = '/cart' }"
    )
    page.wait_for_url("**/cart")
    [line] = collector.lines_of(1)
    assert line["call"]["properties"] == {"element": "to-cart"}
    assert line["call"]["context"]["page"]["path"] == "/shop"


def test_a_beacon_of_plain_text_lands(open_page: Open, collector: Collector) -> None:
    page = open_page()
    body = {"writeKey": KEYS["site"], "batch": CALLS}
    page.evaluate(
        "([address, body]) => addEventListener('pagehide', "
        "() => navigator.sendBeacon(`${address}/v1/batch`, body))",
        [collector.address, json.dumps(body)],
    )
    page.goto("about:blank")
    landed = collector.lines_of(len(CALLS))
    assert [line["call"] for line in landed] == CALLS
    assert {line["source"] for line in landed} == {"site"}


def test_a_page_over_its_rate_sends_the_rest_later(
    open_page: Open, collector: Collector
) -> None:
    page = open_page(source="throttled")
    page.evaluate(MAKE_CALLS, CALLS[:3])
    landed = collector.lines_of(3)
    assert sorted(line["call"]["type"] for line in landed) == [
        "identify", "page", "track",
    ]  # fmt: skip
