"""A real clickstream, sent event by event, is the same shop as its file."""

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.dbt_project.conftest import ModelsOf
from tests.ingestion.collector.serving import Server, basic, serving
from tests.ingestion.small_sources import Loader, Query
from tests.reference import clickstreams
from tests.reference.clickstream_marts import EVENT_MARTS, build, rows
from tests.reference.clickstreams import DATA, Click
from warehouse.settings import settings

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

ONLINE = (
    """
home = "online"
"""
    + clickstreams.TAOBAO_SHOP
    + """
[[sources]]
name = "taobao"
kind = "events"
write_key = "demo"
"""
)
BATCH = 2_000
"""Events of about 200 bytes, so that a batch stays under its 500 KB."""

ROWS = """
select * exclude (
    message_id, message_key, received_at, source_file, source_row, _dlt_load_id
)
from raw_events.events
"""
REFUSED = """
select code, field, rule, count(*)
from ops.quarantine where status = 'open' group by all
"""


def call(click: Click) -> dict[str, Any]:
    return {
        "type": "track",
        "event": click.event,
        "userId": click.user,
        "timestamp": click.at.isoformat().replace("+00:00", "Z"),
        "properties": {"product_id": click.product, "category_id": click.category},
    }


def batches(clicks: list[Click]) -> Iterator[bytes]:
    """Yield bodies of batches, their events in any order."""
    shuffled = Random(4).sample(clicks, len(clicks))
    for start in range(0, len(shuffled), BATCH):
        calls = [call(one) for one in shuffled[start : start + BATCH]]
        yield json.dumps({"batch": calls}, separators=(",", ":")).encode()


def send(server: Server, clicks: list[Click]) -> None:
    for body in batches(clicks):
        answer = server.ask("POST", "/v1/batch", body, basic("demo"))
        assert answer.status == 200, answer.body


def test_taobao_sent_by_http_is_what_its_file_is(
    shop, load: Loader, ask: Query, models_of: ModelsOf
) -> None:
    shop.write(clickstreams.TAOBAO_SHOP + clickstreams.TAOBAO)
    assert load("events").accepted == 84_440
    of_file, refused_of_file = Counter(ask(ROWS)), ask(REFUSED)
    models = models_of(shop_timezone="Asia/Shanghai", shop_currency="CNY")
    build(models, shop.workspace)
    marts_of_file = {mart: rows(models, mart) for mart in EVENT_MARTS}

    with serving(shop.workspace, settings=ONLINE) as server:
        send(server, clickstreams.taobao())
        server.stop()
    settings.cache_clear()
    found = load("events")
    assert (found.received, found.accepted, found.duplicate, found.quarantined) == (
        84_475, 84_440, 0, 35,
    )  # fmt: skip
    assert Counter(ask(ROWS)) == of_file
    assert ask(REFUSED) == refused_of_file
    assert ask(
        "select count(distinct message_id), count(distinct received_at) > 1 "
        "from raw_events.events"
    ) == [(84_440, True)]
    build(models, shop.workspace)
    for mart in EVENT_MARTS:
        assert rows(models, mart) == marts_of_file[mart], mart
    assert all(marts_of_file[mart] for mart in EVENT_MARTS[:5])
