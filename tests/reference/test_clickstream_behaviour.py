"""Behaviour in a real clickstream is what plain Python counts in its file."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from tests.dbt_project.conftest import ModelsOf
from tests.ingestion.small_sources import Loader
from tests.reference import clickstreams
from tests.reference.clickstream_marts import build
from tests.reference.clickstreams import DATA, Click, is_in_period

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

STEPS = ("Product Viewed", "Product Added", "Order Completed")
WINDOW = timedelta(days=2)
FUNNELS = [
    {
        "name": order,
        "order": order,
        "window_s": int(WINDOW.total_seconds()),
        "steps": [
            {"name": step, "event": step, "page": None, "where": []} for step in STEPS
        ],
    }
    for order in ("this", "any", "exact")
]
SETTINGS = {
    "min_viewers": 30,
    "switching_products": 20,
    "hesitation_views": 3,
    "hesitation_days": 30,
    "funnels": FUNNELS,
}


def in_this_order(clicks: Sequence[Click]) -> int:
    """Return how many steps were taken within the window of the first one."""
    begin = at = None
    for count, step in enumerate(STEPS):
        later = [
            one.at
            for one in clicks
            if one.event == step and (at is None or one.at >= at)
        ]
        at = min(later, default=None)
        begin = begin or at
        if at is None or begin is None or at - begin > WINDOW:
            return count
    return len(STEPS)


def in_any_order(clicks: Sequence[Click]) -> int:
    """Return how many of the first steps were taken within the window of any."""
    taken = [one for one in clicks if one.event in STEPS]
    if not taken:
        return 0
    begin = min(one.at for one in taken)
    done = {one.event for one in taken if one.at <= begin + WINDOW}
    return next((n for n, step in enumerate(STEPS) if step not in done), len(STEPS))


def in_exact_order(clicks: Sequence[Click]) -> int:
    """Return the longest run of steps that nothing interrupts, within the window."""
    ranks = {step: place for place, step in enumerate(STEPS)}
    ordered = sorted(clicks, key=lambda one: (one.at, ranks.get(one.event, 9)))
    begin = min((one.at for one in ordered if one.event == STEPS[0]), default=None)
    if begin is None:
        return 0
    best = 1
    for start in range(len(ordered)):
        for length in range(2, len(STEPS) + 1):
            run = ordered[start : start + length]
            names = tuple(one.event for one in run)
            if names == STEPS[:length] and run[-1].at <= begin + WINDOW:
                best = max(best, length)
    return best


def test_taobao(shop, load: Loader, models_of: ModelsOf) -> None:
    shop.write(clickstreams.TAOBAO_SHOP + clickstreams.TAOBAO)
    load("events")
    models = models_of(
        shop_timezone="Asia/Shanghai", shop_currency="CNY", behaviour=SETTINGS
    )
    build(models, shop.workspace)
    inside = list(filter(is_in_period, clickstreams.taobao()))
    of_user: dict[str, list[Click]] = defaultdict(list)
    for one in inside:
        of_user[one.user].append(one)

    ways: dict[str, Callable[[Sequence[Click]], int]] = {
        "this": in_this_order,
        "any": in_any_order,
        "exact": in_exact_order,
    }
    found = models.connection.execute(
        """
        select funnel, step, visitors from candidate.marts.kpi_funnels
        where period = 'all' and breakdown = 'all'
        """
    ).fetchall()
    wanted = {
        (name, step): sum(way(clicks) >= step for clicks in of_user.values())
        for name, way in ways.items()
        for step in range(1, len(STEPS) + 1)
    }
    assert {(name, step): visitors for name, step, visitors in found} == wanted
    # The window cuts somebody off, and each order of steps another number of people.
    assert len({wanted[name, 3] for name in ways}) == 3

    assert hesitating(models.connection.execute) == hesitating_in(inside)


def hesitating(ask: Callable) -> dict[tuple[str, str], tuple[int, datetime]]:
    """Return views and the last of them, by visitor and product, as the mart says."""
    rows = ask(
        """
        select visitor_id, product_id, views, last_viewed_at
        from candidate.marts.customer_hesitations
        """
    ).fetchall()
    return {(visitor, product): (views, at) for visitor, product, views, at in rows}


def hesitating_in(clicks: Sequence[Click]) -> dict[tuple[str, str], object]:
    """Return the same of clicks; all of their nine days are within the last 30."""
    bought: dict[tuple[str, str], datetime] = {}
    for one in clicks:
        key = one.user, one.product
        if one.event == "Order Completed":
            bought[key] = max(one.at, bought.get(key, one.at))
    views: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], datetime] = {}
    for one in clicks:
        key = one.user, one.product
        if one.event == "Product Viewed" and not (
            key in bought and one.at <= bought[key]
        ):
            views[key] += 1
            last[key] = max(one.at, last.get(key, one.at))
    return {
        key: (count, last[key].replace(tzinfo=None))
        for key, count in views.items()
        if count >= 3
    }
