"""One Chromium for all tests of a file: the one that `make browser` finds.

Playwright keeps an event loop running in the thread of the tests while it is there, so
that it goes with the file: others' tests run loops of their own.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.install import find_browser

# The sandbox needs rights that root in a container lacks; the rest keeps Chromium from
# speaking to anyone but the page.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Give the browser that `make browser` finds or installs."""
    found = find_browser()
    if found is None:
        pytest.skip("there is no Chromium; `make browser` installs one")
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
    yield browser
    browser.close()
