"""A page of the browser, wide or on a phone, and what it asked for."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, Request, expect


class Visit:
    """A page of the browser, and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def open(self, address: str) -> Page:
        """Open an address and wait until the page has been drawn to its end."""
        self.page.goto(address)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the page has been drawn to its end."""
        expect(self.page.get_by_test_id("stApp")).to_have_attribute(
            "data-test-script-state", "notRunning", timeout=30_000
        )


def visited(chromium: Browser, width: int) -> Iterator[Visit]:
    """Give a browser's page of that width, and close it after."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, accept_downloads=True
    )
    yield Visit(context.new_page())
    context.close()
