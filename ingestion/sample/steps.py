"""The steps of a visit: find a product, look at it, add it, read a page.

Event names and properties are those of Segment's e-commerce specification,
https://segment.com/docs/connections/spec/ecommerce/v2/
"""

from collections.abc import Sequence
from typing import Any

from ingestion.sample.calls import Scribe
from ingestion.sample.panel import Line, Product

ELEMENTS = {
    "home": {"offers-banner": 0.22, "recipe-of-the-week": 0.06, "app-download": 0.01},
    "list": {"sort-by-price": 0.12, "filter-brand": 0.08, "newsletter-box": 0.005},
    "product": {"more-pictures": 0.18, "nutrition-facts": 0.1, "share": 0.01},
}
"""Kind of page to what is on it, and how many of a page's views end in a click."""
DEPTHS = {25: 30, 50: 30, 75: 25, 100: 15}
LISTED = 3
"""Products of a list that are told with it."""


def described(product: Product, **more: Any) -> dict[str, Any]:
    """Return a product as Segment's specification has it."""
    return {
        "product_id": product.product_id,
        "name": product.name,
        "category": product.category,
        "brand": product.brand,
        "price": product.price,
        **more,
    }


def find(scribe: Scribe, shelf: Sequence[Product], product: Product) -> None:
    """Come to a product by a search, or by its shelf."""
    random = scribe.random
    shown = [product, *(one for one in shelf[:LISTED] if one != product)][:LISTED]
    random.shuffle(shown)
    if random.random() < 0.35:
        scribe.page("/search", "Search", "Search")
        scribe.track("Products Searched", query=product.name.split(" ")[0].lower())
    else:
        slug = product.category.lower().replace(" ", "-").replace("/", "-")
        scribe.page(f"/shelf/{slug}", product.category, "Shelf")
        scribe.track(
            "Product List Viewed",
            list_id=slug,
            category=product.category,
            products=[described(one, position=n) for n, one in enumerate(shown, 1)],
        )
    linger(scribe, "list")


def view(scribe: Scribe, product: Product) -> None:
    """Look at the page of a product."""
    scribe.page(f"/product/{product.product_id}", product.name, "Product")
    scribe.track("Product Viewed", **described(product))
    linger(scribe, "product")


def add(scribe: Scribe, line: Line) -> None:
    """Put a line into the cart."""
    scribe.track("Product Added", **_held(line))
    scribe.wait(3, 20)


def to_cart(scribe: Scribe, lines: Sequence[Line]) -> None:
    """Go to the cart."""
    scribe.page("/cart", "Cart", "Cart")
    scribe.track("Cart Viewed", **products(lines))
    scribe.wait(10, 60)


def products(lines: Sequence[Line]) -> dict[str, Any]:
    """Return what is in a cart, as a property."""
    return {"products": [_held(line) for line in lines]}


def linger(scribe: Scribe, kind: str | None) -> None:
    """Read a page; scroll, and click what attracts."""
    random = scribe.random
    scribe.wait(4, 45)
    if random.random() < 0.3:
        depth = random.choices(list(DEPTHS), list(DEPTHS.values()))[0]
        scribe.track("Page Scrolled", scroll_pct=depth)
        scribe.wait(1, 20)
    for element, share in ELEMENTS[kind].items() if kind else ():
        if random.random() < share:
            text = element.replace("-", " ").capitalize()
            scribe.track("Element Clicked", element=element, text=text)
            scribe.wait(2, 15)


def _held(line: Line) -> dict[str, Any]:
    price = round(line.amount / line.quantity, 4)
    return described(line.product, quantity=line.quantity) | {"price": price}
