"""What visitors do: look, search, fill a basket, and order or leave."""

from collections.abc import Mapping, Sequence
from random import Random

from ingestion.sample.calls import Call, Scribe
from ingestion.sample.chance import chance
from ingestion.sample.oddities import amount_told, is_lost
from ingestion.sample.panel import Basket, Line, Panel, Product
from ingestion.sample.steps import (
    add,
    described,
    find,
    linger,
    products,
    to_cart,
    view,
)
from ingestion.sample.visits import EXPERIMENT, Visit

HESITANT = 0.03
"""Share of devices whose visitor comes back to one product without ordering it."""


def calls_of(
    visit: Visit, panel: Panel, shelf_names: Sequence[str], emails: Mapping[str, str]
) -> list[Call]:
    """Return the calls of one visit.

    Args:
        visit: As it was planned.
        panel: What is sold.
        shelf_names: The panel's categories, the busiest first.
        emails: Of accounts, which the site tells when somebody signs in or up.
    """
    random = chance("visit", visit.visit_id)
    scribe = Scribe(visit, random)
    if visit.device.is_bot:
        _crawl(scribe, panel, shelf_names)
    else:
        _arrive(scribe, emails)
        if visit.basket:
            _order(scribe, panel, visit.basket)
        elif visit.signs_in or visit.signs_up or random.random() < 0.6:
            _hesitate(scribe, panel, shelf_names)
            _look_around(scribe, panel, shelf_names)
    return scribe.calls()


def _crawl(scribe: Scribe, panel: Panel, shelf_names: Sequence[str]) -> None:
    for _ in range(scribe.random.randrange(1, 7)):
        product = _any_of(
            scribe.random, panel.shelves[_shelf(scribe.random, shelf_names)]
        )
        scribe.page(f"/product/{product.product_id}", product.name, "Product")
        scribe.wait(1, 4)


def _arrive(scribe: Scribe, emails: Mapping[str, str]) -> None:
    visit, random = scribe.visit, scribe.random
    campaign = visit.origin.campaign_id
    scribe.page(*(("/offers", "Offers") if campaign else ("/", "Home")), "Landing")
    if visit.variant:
        scribe.track(
            "Experiment Viewed",
            experiment_id=EXPERIMENT,
            experiment_name="Banner of the delivery",
            variation_id=visit.variant,
            variation_name=visit.variant,
        )
    if campaign:
        promotion = {"promotion_id": campaign, "name": f"Campaign {campaign}"}
        scribe.track("Promotion Viewed", **promotion, position="top")
        if random.random() < 0.3:
            scribe.wait(2, 15)
            scribe.track("Promotion Clicked", **promotion, position="top")
    linger(scribe, "home")
    if visit.signs_up:
        scribe.page("/sign-up", "Sign up", "Sign up")
        scribe.wait(20, 90)
        email = emails[visit.signs_up]
        scribe.identify(visit.signs_up, email=email, has_loyalty_card=False)
        scribe.track("Signed Up", context="site")
    if visit.signs_in:
        scribe.page("/sign-in", "Sign in", "Sign in")
        scribe.wait(5, 30)
        email = emails[visit.signs_in]
        scribe.identify(visit.signs_in, email=email, has_loyalty_card=True)
        scribe.track("Signed In", context="site")


def _hesitate(scribe: Scribe, panel: Panel, shelf_names: Sequence[str]) -> None:
    """Look at what one cannot decide on; the same at each visit, by few."""
    random = chance("hesitation", scribe.visit.device.anonymous_id)
    if random.random() < HESITANT:
        shelf = panel.shelves[_shelf(random, shelf_names)]
        product = _any_of(random, shelf)
        find(scribe, shelf, product)
        for _ in range(scribe.random.randrange(1, 5)):
            view(scribe, product)


def _look_around(scribe: Scribe, panel: Panel, shelf_names: Sequence[str]) -> None:
    random = scribe.random
    held: list[Line] = []
    while True:
        shelf = panel.shelves[_shelf(scribe.random, shelf_names)]
        product = _any_of(random, shelf)
        find(scribe, shelf, product)
        if random.random() < 0.6:
            view(scribe, product)
            if random.random() < 0.22:
                held.append(Line(product, 1, product.price))
                add(scribe, held[-1])
        if random.random() < 0.62:
            break
    if held and random.random() < 0.4:
        to_cart(scribe, held)
        if random.random() < 0.3:
            scribe.page("/checkout", "Checkout", "Checkout")
            value = round(sum(line.amount for line in held), 2)
            scribe.track("Checkout Started", value=value, **products(held))
            linger(scribe, None)


def _order(scribe: Scribe, panel: Panel, basket: Basket) -> None:
    random = scribe.random
    for line in basket.lines:
        shelf = panel.shelves[line.product.category]
        if random.random() < 0.45:
            find(scribe, shelf, line.product)
        other = _any_of(random, shelf)
        if other != line.product and random.random() < 0.12:
            view(scribe, other)
            if random.random() < 0.3:
                add(scribe, Line(other, 1, other.price))
                scribe.wait(10, 60)
                scribe.track("Product Removed", **described(other, quantity=1))
        if random.random() < 0.4:
            view(scribe, line.product)
        add(scribe, line)
    to_cart(scribe, basket.lines)
    if basket.coupon_id:
        scribe.track(
            "Coupon Applied", coupon_id=basket.coupon_id, order_id=basket.order_id
        )
    scribe.page("/checkout", "Checkout", "Checkout")
    told = amount_told(basket)
    ordered = {"order_id": basket.order_id, "currency": "USD"}
    scribe.track("Checkout Started", **ordered, value=told, **products(basket.lines))
    scribe.wait(40, 240)
    scribe.anchor()
    if not is_lost(basket):
        scribe.track(
            "Order Completed",
            **ordered,
            total=told,
            revenue=told,
            **products(basket.lines),
        )
    scribe.page("/thank-you", "Thank you", "Thank you")


def _shelf(random: Random, shelf_names: Sequence[str]) -> str:
    return shelf_names[min(int(random.expovariate(0.06)), len(shelf_names) - 1)]


def _any_of(random: Random, shelf: Sequence[Product]) -> Product:
    """Return a product of a shelf; those sold most are near at hand."""
    return shelf[min(int(random.expovariate(0.25)), len(shelf) - 1)]
