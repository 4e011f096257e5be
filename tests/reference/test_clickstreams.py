"""Real clickstreams become events by a settings file alone: none lost, each once."""

from collections import Counter
from pathlib import Path

import pytest

from ingestion.discovery import files
from ingestion.proposal.members import nested
from ingestion.proposal.proposing import propose
from tests.ingestion.small_sources import Loader, Query
from tests.reference import clickstreams
from tests.reference.clickstreams import DATA, Click, is_in_period
from warehouse.settings import settings

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real data sets are not at {DATA}"),
]

QUARANTINED = """
select code, field, count(*), count(payload)
from ops.quarantine where status = 'open' group by all
"""
CLICKS = """
select
    user_id,
    event,
    timezone('UTC', "timestamp") as happened_at,
    properties ->> '$.product_id' as product_id,
    properties ->> '$.category_id' as category_id
from raw_events.events
"""
SAID = """
select count(*) from raw_events.events
where
    type = 'track'
    and received_at = "timestamp"
    and original_timestamp = "timestamp"
    and sent_at is null
    and anonymous_id is null
    and extra is null
    and source_row is not null
"""
NOT_ADDED = """
with products as (
    select
        event,
        "timestamp" as happened_at,
        properties ->> '$.session_id' as session_id,
        properties ->> '$.product_id' as product_id
    from raw_events.events
)
select count(*)
from products as bought
where
    event = 'Order Completed'
    and not exists (
        from products as added
        where
            added.event = 'Product Added'
            and added.session_id = bought.session_id
            and added.product_id = bought.product_id
            and added.happened_at < bought.happened_at
    )
"""


def plain(clicks: list[Click]) -> Counter[tuple[object, ...]]:
    return Counter(
        (one.user, one.event, one.at, one.product, one.category) for one in clicks
    )


def test_taobao_is_loaded_but_for_what_is_outside_its_period(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(clickstreams.TAOBAO_SHOP + clickstreams.TAOBAO)
    found = load("events")
    clicks = clickstreams.taobao()
    inside = list(filter(is_in_period, clicks))
    assert (found.received, found.accepted, found.duplicate, found.quarantined) == (
        84_475, 84_440, 0, 35,
    )  # fmt: skip
    assert len(clicks) - len(inside) == 35
    assert Counter(ask(CLICKS)) == plain(inside)
    assert ask(QUARANTINED) == [("time_ancient", "timestamp", 35, 35)]
    assert ask(SAID) == [(84_440,)]
    assert Counter(one.event for one in inside) == {
        "Product Viewed": 75_837,
        "Product Added": 4_497,
        "Product Added to Wishlist": 2_356,
        "Order Completed": 1_750,
    }
    assert not load("events").is_new


def test_rees46_is_loaded_and_its_repeats_count_once(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(clickstreams.REES46)
    found = load("events")
    clicks = clickstreams.rees46()
    assert (found.received, found.accepted, found.duplicate, found.quarantined) == (
        17_434, 17_429, 5, 0,
    )  # fmt: skip
    assert Counter(ask(CLICKS)) == plain(clicks)
    assert ask(NOT_ADDED) == [(143,)]
    assert clickstreams.bought_without_adding(clicks) == 143
    prices = ask(
        "select sum(cast(properties -> '$.price' as decimal(18, 2))) "
        "from raw_events.events where json_type(properties, '$.price') = 'DOUBLE'"
    )
    (sums,) = prices
    assert float(sums[0]) == pytest.approx(
        sum(float(str(one.rest[2])) for one in clicks)
    )


@pytest.mark.parametrize(
    ("toml", "file", "unknown"),
    [
        (clickstreams.TAOBAO, clickstreams.TAOBAO_FILE, set()),
        (clickstreams.REES46, clickstreams.REES46_FILE, {"properties.category"}),
    ],
    ids=["taobao", "rees46"],
)
def test_source_add_proposes_what_the_settings_say(
    shop, toml: str, file: Path, unknown: set[str]
) -> None:
    shop.write(toml)
    (source,) = settings().sources
    mapping = source.entities["events"]
    (found,) = propose(files.tables(str(file)))
    assert found.entity.name == "events"
    assert not found.missing
    assert found.constants == mapping.constants
    assert found.epoch_unit == mapping.epoch_unit
    assert found.values["event"].items() >= mapping.values["event"].items()
    said = {**found.columns, **nested(found.members)}
    properties = mapping.columns["properties"]
    assert isinstance(properties, dict)
    for name in unknown:
        del properties[name.removeprefix("properties.")]
    assert said == {**mapping.columns, "properties": properties}
