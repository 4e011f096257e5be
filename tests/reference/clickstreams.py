"""Two real clickstreams: settings that map them to events, and what is known of them.

What is known is counted here from their files, in plain Python, with nothing of ours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

from warehouse.settings import REPOSITORY

DATA = REPOSITORY.parent / "shared" / "data"
TAOBAO_FILE = DATA / "taobao_userbehavior" / "events_815users_9days.parquet"
REES46_FILE = DATA / "rees46_multicategory" / "events_2019-10-01_first17k.parquet"
SHANGHAI = ZoneInfo("Asia/Shanghai")
GAP = timedelta(minutes=30)

TAOBAO_EVENTS = {
    "pv": "Product Viewed",
    "cart": "Product Added",
    "fav": "Product Added to Wishlist",
    "buy": "Order Completed",
}
REES46_EVENTS = {
    "view": "Product Viewed",
    "cart": "Product Added",
    "purchase": "Order Completed",
}

TAOBAO_SHOP = """
[shop]
timezone = "Asia/Shanghai"
currency = "CNY"
[events]
oldest_on = 2017-11-25
"""
TAOBAO = f"""
[[sources]]
name = "taobao"
kind = "files"
path = "{TAOBAO_FILE}"
[sources.entities.events]
epoch_unit = "s"
constants = {{ type = "track" }}
[sources.entities.events.columns]
user_id = "user_id"
event = "behavior_type"
timestamp = "timestamp"
properties = {{ product_id = "item_id", category_id = "category_id" }}
[sources.entities.events.values]
event = {{ pv = "Product Viewed", cart = "Product Added", fav = "Product Added to Wishlist", buy = "Order Completed" }}
"""  # noqa: E501
REES46 = f"""
[shop]
timezone = "Asia/Almaty"

[[sources]]
name = "rees46"
kind = "files"
path = "{REES46_FILE}"
[sources.entities.events]
constants = {{ type = "track" }}
[sources.entities.events.columns]
user_id = "user_id"
event = "event_type"
timestamp = "event_time"
[sources.entities.events.columns.properties]
product_id = "product_id"
category_id = "category_id"
category = "category_code"
brand = "brand"
price = "price"
session_id = "user_session"
[sources.entities.events.values]
event = {{ view = "Product Viewed", cart = "Product Added", purchase = "Order Completed" }}
"""  # noqa: E501


@dataclass(frozen=True)
class Click:
    """One row of a clickstream."""

    user: str
    event: str
    at: datetime
    product: str
    category: str
    rest: tuple[object, ...] = ()

    @property
    def session(self) -> object:
        """Return the session that the file itself names; REES46 alone does."""
        return self.rest[-1]


def taobao() -> list[Click]:
    """Return Taobao's rows, in the order of the file."""
    return [
        Click(
            str(row["user_id"]),
            TAOBAO_EVENTS[row["behavior_type"]],
            datetime.fromtimestamp(row["timestamp"], UTC),
            str(row["item_id"]),
            str(row["category_id"]),
        )
        for row in pq.read_table(TAOBAO_FILE).to_pylist()
    ]


def rees46() -> list[Click]:
    """Return REES46's rows without the exact repeats, in the order of the file."""
    rows = [
        Click(
            str(row["user_id"]),
            REES46_EVENTS[row["event_type"]],
            datetime.fromisoformat(row["event_time"].replace(" UTC", "+00:00")),
            str(row["product_id"]),
            row["category_id"],
            (row["category_code"], row["brand"], row["price"], row["user_session"]),
        )
        for row in pq.read_table(REES46_FILE).to_pylist()
    ]
    return list(dict.fromkeys(rows))


def is_in_period(click: Click) -> bool:
    """Return whether a row of Taobao is of the nine days that it is said to be of."""
    day = click.at.astimezone(SHANGHAI).date()
    return date(2017, 11, 25) <= day <= date(2017, 12, 3)


def sessions(clicks: Iterable[Click]) -> Iterator[list[Click]]:
    """Yield each user's clicks, cut where more than half an hour passes."""
    by_user: dict[str, list[Click]] = defaultdict(list)
    for click in clicks:
        by_user[click.user].append(click)
    for of_user in by_user.values():
        session: list[Click] = []
        for click in sorted(of_user, key=lambda one: one.at):
            if session and click.at - session[-1].at > GAP:
                yield session
                session = []
            session.append(click)
        yield session


def daily(clicks: Iterable[Click], zone: ZoneInfo) -> Counter[tuple[date, str]]:
    """Return how many clicks of each event each local day has."""
    return Counter((one.at.astimezone(zone).date(), one.event) for one in clicks)


def bought_without_adding(clicks: Iterable[Click]) -> int:
    """Return the purchases of what was not added to the cart before in their session.

    The session is the one that the file names.
    """
    added: dict[tuple[object, str], datetime] = {}
    clicks = list(clicks)
    for one in clicks:
        if one.event == "Product Added":
            key = (one.session, one.product)
            added[key] = min(one.at, added.get(key, one.at))
    return sum(
        one.event == "Order Completed"
        and added.get((one.session, one.product), one.at) >= one.at
        for one in clicks
    )
