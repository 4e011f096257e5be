"""The marts of real clickstreams say what plain Python counts in their files."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.ingestion.small_sources import Loader
from tests.reference import clickstreams
from tests.reference.clickstream_marts import build
from tests.reference.clickstreams import DATA, SHANGHAI, Click, is_in_period

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

SESSIONS = """
select visitor_id, started_at, ended_at, events, product_views, adds, orders
from candidate.marts.fct_sessions
"""
EVENTS = """
select occurred_on, event, count(*)
from candidate.marts.fct_events group by all
"""
TRAFFIC = """
select day_on, visitors, sessions, product_views, adds, orders
from candidate.marts.kpi_daily_traffic
"""
BOUGHT = """
select count(*)
from candidate.marts.fct_product_interactions as bought
where
    kind = 'purchase'
    and not exists (
        from candidate.marts.fct_product_interactions as added
        where
            added.kind = 'add'
            and added.session_id = bought.session_id
            and added.product_id = bought.product_id
            and added.occurred_at < bought.occurred_at
    )
"""


def counted(of_session: list[Click]) -> tuple[object, ...]:
    """Return a session as `SESSIONS` does."""
    events = Counter(one.event for one in of_session)
    first, last = of_session[0], of_session[-1]
    return (
        first.user,
        first.at.replace(tzinfo=None),
        last.at.replace(tzinfo=None),
        len(of_session),
        events["Product Viewed"],
        events["Product Added"],
        events["Order Completed"],
    )


def by_day(clicks: Iterable[Click], zone: ZoneInfo) -> set[tuple[object, ...]]:
    """Return the days as `TRAFFIC` does; a session is of the day that it starts on."""
    clicks = list(clicks)
    visitors: dict[date, set[str]] = {}
    for one in clicks:
        visitors.setdefault(one.at.astimezone(zone).date(), set()).add(one.user)
    events = clickstreams.daily(clicks, zone)
    starts = Counter(
        one[0].at.astimezone(zone).date() for one in clickstreams.sessions(clicks)
    )
    return {
        (
            day,
            len(visitors[day]),
            starts[day],
            events[day, "Product Viewed"],
            events[day, "Product Added"],
            events[day, "Order Completed"],
        )
        for day in visitors
    }


def compare(models: Models, clicks: list[Click], zone: ZoneInfo) -> None:
    ask = models.connection.execute
    assert {
        (day, event): count for day, event, count in ask(EVENTS).fetchall()
    } == clickstreams.daily(clicks, zone)
    assert Counter(ask(SESSIONS).fetchall()) == Counter(
        map(counted, clickstreams.sessions(clicks))
    )
    assert set(ask(TRAFFIC).fetchall()) == by_day(clicks, zone)
    assert models.failures() == {}


def test_taobao(shop, load: Loader, models_of: ModelsOf) -> None:
    shop.write(clickstreams.TAOBAO_SHOP + clickstreams.TAOBAO)
    load("events")
    models = models_of(shop_timezone="Asia/Shanghai", shop_currency="CNY")
    build(models, shop.workspace)
    inside = list(filter(is_in_period, clickstreams.taobao()))
    compare(models, inside, SHANGHAI)


def test_rees46_and_what_was_bought_without_a_cart(
    shop, load: Loader, models_of: ModelsOf
) -> None:
    shop.write(clickstreams.REES46)
    load("events")
    models = models_of(shop_timezone="Asia/Almaty")
    build(models, shop.workspace)
    clicks = clickstreams.rees46()
    compare(models, clicks, ZoneInfo("Asia/Almaty"))
    assert models.connection.execute(BOUGHT).fetchall() == [(143,)]
