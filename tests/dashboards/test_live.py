"""The page Live, on events of the last minutes."""

import re
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.live.sentences import now_sentence, products_sentence
from dashboards.live.tables import latest_rows
from dashboards.queries import live
from tests.conftest import Shop
from tests.dashboards.conftest import Open
from tests.dashboards.tiny_shop import TWO_PERIODS, publish_shop
from tests.warehouse.landing_lines import NOON, land, line
from warehouse import landing_tail
from warehouse.engine import connect
from warehouse.landing_tail import read_tail
from warehouse.lock import run_lock


@pytest.fixture(autouse=True)
def asked_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every call of the tail read."""
    monkeypatch.setattr(landing_tail, "AT_REST_S", 0)


def page_call(
    message: str, ago: float, who: str, path: str, source: str = "web"
) -> bytes:
    told = {"path": path}
    return line(
        message, ago, source=source, type="page", anonymousId=who, properties=told
    )


def track(message: str, ago: float, who: str, event: str, **told: object) -> bytes:
    return line(message, ago, event=event, anonymousId=who, properties=told)


def order(message: str, ago: float, who: str, order_id: str, revenue: float) -> bytes:
    return track(
        message, ago, who, "Order Completed", order_id=order_id, revenue=revenue
    )


def product(message: str, ago: float, who: str, name: str, done: str) -> bytes:
    return track(message, ago, who, f"Product {done}", product_id=name[0], name=name)


HOUR = [
    page_call("m1", 59.5, "ann", "/"),
    product("m2", 45, "ann", "Bread", "Viewed"),
    order("m3", 20, "ann", "o1", 40),
    order("m4", 19, "ann", "o1", 40),
    page_call("m5", 12, "bob", "/"),
    page_call("m6", 11, "bob", "/sale"),
    product("m7", 4, "bob", "Bread", "Viewed"),
    product("m8", 3, "bob", "Pan", "Viewed"),
    product("m9", 2, "bob", "Pan", "Added"),
    order("ma", 1, "cal", "o2", 2.5),
    page_call("mb", 0.5, "cal", "/", source="app"),
]
"""Ann's order was told twice, by two messages."""


def test_spans_count_what_happened_in_them(shop: Shop) -> None:
    land(*HOUR)

    assert live.totals(read_tail(NOON), NOON).to_numpy().tolist() == [
        # minutes, visitors, page views, product views, adds, orders, amount
        [5, 2, 1, 2, 1, 1, 2.5],
        [30, 3, 3, 2, 1, 2, 42.5],
        [60, 3, 4, 3, 1, 2, 42.5],
    ]


def test_minutes_add_up_to_the_hour(shop: Shop) -> None:
    land(*HOUR)
    later = NOON + timedelta(seconds=20)

    minutes = live.by_minute(read_tail(later), later)

    assert minutes["ago"].tolist() == list(range(59, -1, -1))
    counts = ["page_views", "product_views", "adds", "orders", "amount"]
    assert minutes[counts].sum().tolist() == [3, 3, 1, 2, 42.5]
    # The first call is of a minute before these; the running one is not over.
    assert minutes["is_whole"].tolist() == [True] * 59 + [False]


def test_lists_name_what_is_looked_at(shop: Shop) -> None:
    land(*HOUR)
    tail = read_tail(NOON)

    pages, products = live.top_pages(tail, NOON), live.top_products(tail, NOON)
    sources = live.by_source(tail, NOON)
    assert pages.to_numpy().tolist() == [["/", 3, 3], ["/sale", 1, 1]]
    assert products[["product", "views", "adds"]].to_numpy().tolist() == [
        ["Bread", 2, 0],
        ["Pan", 1, 1],
    ]
    assert sources.to_numpy().tolist() == [["web", 10, 3], ["app", 1, 1]]


def test_the_newest_events_tell_nothing_of_a_person(shop: Shop) -> None:
    traits = {"email": "ann@example.com"}
    land(*HOUR, line("mc", 0.1, type="identify", userId="u7", traits=traits))

    rows = latest_rows(live.latest(read_tail(NOON), NOON))

    assert rows[["ago", "event"]].head(3).to_numpy().tolist() == [
        ["6 s", "Identified"],
        ["30 s", "Page viewed"],
        ["1 min", "Order Completed"],
    ]
    told = " ".join(map(str, rows.to_numpy().ravel()))
    assert not any(person in told for person in ("ann", "u7", "cal"))


def landed_now(*messages_ago: tuple[str, float]) -> None:
    """Land page calls so many minutes before the clock's now."""
    now = datetime.now(UTC)
    calls = [
        line(message, ago, now=now, type="page", properties={"path": "/"})
        for message, ago in messages_ago
    ]
    land(*calls, at=now, day=f"{now:%Y-%m-%d}")


def tiles(app: AppTest) -> dict[str, tuple[str, str]]:
    """Return value and note of each tile; minutes with a plain apostrophe."""
    return {
        tile.label: (tile.value, tile.proto.delta_description.replace("\N{PRIME}", "'"))
        for tile in app.metric
    }


def test_the_page_works_before_anything_is_published(page: Open) -> None:
    landed_now(("a", 1), ("b", 10), ("c", 40))

    app = page("live")

    assert tiles(app)["Page views, 5 min"] == ("1", "30' 2 · 60' 3")
    assert app.subheader[0].value == (
        "1 visitor in the last 5 min; no order in the last 60 min"
    )
    assert all("Source: `" in tile.help for tile in app.metric)
    assert app.dataframe[0].value["event"].tolist() == ["Page viewed"] * 3


def test_the_page_works_while_a_run_holds_the_warehouse(page: Open) -> None:
    publish_shop(TWO_PERIODS)
    landed_now(("a", 1))

    with run_lock("test"), connect():
        app = page("live")

    assert tiles(app)["Visitors, 5 min"] == ("1", "30' 1 · 60' 1")


def test_what_came_since_is_there_when_the_page_is_drawn_again(page: Open) -> None:
    landed_now(("a", 1))
    app = page("live")

    landed_now(("b", 0))
    app.run()

    assert tiles(app)["Page views, 5 min"][0] == "2"


def test_where_the_hour_is_cut_it_is_said_since_when(
    page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(line("00", type="page", properties={"path": "/"}))
    monkeypatch.setattr(landing_tail, "MOST_BYTES", 10 * size + 5)
    landed_now(*((f"{minute:02}", minute - 0.5) for minute in range(50, 0, -1)))

    app = page("live")

    value, note = tiles(app)["Page views, 5 min"]
    assert value == "5"
    assert re.fullmatch(r"10 since \d\d:\d\d", note)
    assert re.search(r"no order since \d\d\\:\d\d$", app.subheader[0].value)


def test_nothing_was_ever_received(page: Open, shop: Shop) -> None:
    shop.write('[[sources]]\nname = "web"\nkind = "events"\nwrite_key = "demo"\n')

    app = page("live")

    assert [info.proto.title for info in app.info][-1] == "No event was received yet"
    assert app.code[0].value.startswith('curl -u "demo:"')
    assert not app.metric


def test_an_hour_without_events_is_told() -> None:
    totals = pd.DataFrame({"visitors": [0, 0, 0], "orders": 0, "amount": 0.0})
    spans = ["in the last 5 min", "in the last 30 min", "in the last 60 min"]

    assert now_sentence(totals, spans, "USD") == "Nobody was here in the last 60 min"


def test_what_the_demo_simulates_is_left_out_and_the_page_says_so(
    page: Open, shop: Shop
) -> None:
    shop.write('[[sources]]\nname = "demo_web"\nkind = "sample"\n')
    landed_now(("a", 1))

    assert "simulated events are not counted" in page("live").caption[0].value


def test_of_equals_none_is_said_to_lead() -> None:
    rows = pd.DataFrame({"product": ["Tea", "Jam"], "views": [2, 2]})

    assert products_sentence(rows) == "None is viewed more than others, 2 times at most"
    assert products_sentence(rows.head(1)) == "Tea is viewed most, 2 times"
