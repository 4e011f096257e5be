"""``karvan plan``, as a person types it."""

import json
from typing import Any

import duckdb
import pytest

from ingestion.feeds import LoadError
from ingestion.loading import Backfill, load_entity
from tests.conftest import Shop
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.orchestration.conftest import Command
from tests.orchestration.test_quarantine_commands import DAY, ask, is_sound, load
from warehouse.settings import SettingsError, settings

PLAN = """
events:
  Product Viewed:
    description: Somebody looked at a product.
    owner: Shop
    properties:
      product_id: {type: string, required: true, description: Its id.}
      price: {type: number, description: Price of one.}
      parts:
        type: array
        description: What it is made of.
        items: {properties: {name: {type: string, description: Name, pii: indirect}}}
  Signed Up:
    description: Somebody opened an account.
    owner: Service
"""
HELD = "select field, status from ops.quarantine order by all"


def land_properties(file: str, *found: dict[str, Any]) -> None:
    """Land views of products with these properties besides the id."""
    number = int(file) * 10
    land(
        f"{DAY}/w-{file}.ndjson",
        [
            line(call(number + place, properties={"product_id": "P", **one}))
            for place, one in enumerate(found)
        ],
    )


def test_a_plan_is_shown(shop: Shop, karvan: Command) -> None:
    shop.file("tracking_plan/plan.yml", PLAN)
    rows = json.loads(karvan("plan", "show", "--format", "json").stdout)
    assert [(one["event"], one["property"], one["type"]) for one in rows] == [
        ("Product Viewed", None, None),
        ("Product Viewed", "product_id", "string"),
        ("Product Viewed", "price", "number"),
        ("Product Viewed", "parts", "array"),
        ("Product Viewed", "parts.name", "string"),
        ("Signed Up", None, None),
    ]
    assert (rows[1]["required"], rows[4]["pii"]) == (True, "indirect")
    one = karvan("plan", "show", "Signed Up", "--format", "csv").stdout.splitlines()
    assert one[1:] == ["Signed Up,,,,,,Service,Somebody opened an account."]
    error = karvan("plan", "show", "Sign Up").exception
    assert isinstance(error, LoadError)
    assert "did you mean 'Signed Up'?" in str(error)


def test_a_wrong_plan_is_told_and_loads_nothing(shop: Shop, karvan: Command) -> None:
    shop.write(SENDERS)
    shop.file("tracking_plan/plan.yml", PLAN + "    ownr: me\n")
    error = karvan("plan", "check").exception
    assert isinstance(error, SettingsError)
    assert "events.Signed Up.ownr" in str(error)
    land_properties("1", {})
    with pytest.raises(SettingsError, match=r"events\.Signed Up\.ownr"):
        load()
    assert ask("select count(*) from ops.ledger") == [(0,)]


def test_check_compares_with_what_is_published(shop: Shop, karvan: Command) -> None:
    shop.file("tracking_plan/plan.yml", PLAN)
    assert "nothing is published yet" in karvan("plan", "check").stdout
    shop.write(SENDERS)
    published = settings().published_path
    published.mkdir(parents=True)
    with duckdb.connect(published / "karvan-1.duckdb") as connection:
        connection.execute(
            """
            create schema marts;
            create schema ops;
            create table marts.fct_events as
            from (values ('web', 'track', 'Product Viewed'), ('web', 'page', null),
                ('web', 'track', 'Sign Up')) as events (source_name, type, event);
            create table ops.event_properties as
            from (values ('web', 'Product Viewed', 'product_id', 'string', 'accepted'),
                ('web', 'Product Viewed', 'colour', 'string', 'accepted'))
            as found (source_name, event, property, type, status)
            """
        )
    (published / "current").symlink_to("karvan-1.duckdb")
    done = karvan("plan", "check")
    assert done.exit_code == 0
    assert [one.strip() for one in done.stdout.splitlines()] == [
        "2 events with 3 properties are planned in 1 files.",
        "Sign Up of web is not planned (did you mean 'Signed Up'?)",
        "Signed Up was never seen",
        "Product Viewed.colour of web is not planned (string, accepted)",
        "Product Viewed.price was never seen",
        "Product Viewed.parts was never seen",
    ]


def test_a_retyped_property_is_held_until_it_is_accepted(
    shop: Shop, karvan: Command
) -> None:
    shop.write(SENDERS)
    land_properties("1", {"size": 1}, {"size": None}, {"size": 2.5})
    load()
    land_properties("2", {"size": "XL"}, {"size": 3})
    load()
    assert ask(HELD) == [("Product Viewed.size", "open")]
    assert ask(
        "select type, status from ops.event_properties where property = 'size' "
        "order by type"
    ) == [("number", "accepted"), ("string", "held")]
    done = karvan("plan", "accept", "web", "Product Viewed", "size")
    assert "Product Viewed.size may be: string." in done.stdout
    assert "1 of 1 held events are loaded" in done.stdout
    assert ask(HELD) == [("Product Viewed.size", "replayed")]
    assert ask("select count(*) from raw_events.events") == [(5,)]
    assert is_sound()
    again = karvan(
        "plan", "accept", "web", "Product Viewed", "size", "--type", "string"
    )
    assert "No event is held for it." in again.stdout
    land_properties("3", {"size": "L"}, {"size": 1}, {"size": True})
    load()
    assert ask("select count(*) from raw_events.events") == [(7,)]
    assert is_sound()


def test_a_held_event_that_had_come_before_is_not_told_as_loaded(
    shop: Shop, karvan: Command
) -> None:
    shop.write(SENDERS)
    land_properties("1", {"size": 1})
    load()
    land_properties("2", {"size": "L"}, {"size": "M"})
    again = call(20, properties={"product_id": "P", "size": "L"})
    land(f"{DAY}/w-3.ndjson", [line(again)])
    load()
    done = karvan("plan", "accept", "web", "Product Viewed", "size")
    assert "2 of 3 held events are loaded, 1 had come before" in done.stdout
    assert is_sound()


def test_new_properties_are_held_where_the_source_says_so(
    shop: Shop, karvan: Command
) -> None:
    held = 'write_key = "env:WEB_WRITE_KEY"\nnew_property = "hold"\n'
    shop.write(SENDERS.replace('write_key = "env:WEB_WRITE_KEY"\n', held))
    shop.file("tracking_plan/plan.yml", PLAN)
    land_properties("1", {}, {"price": 1}, {"colour": "red"}, {"colour": 5, "size": 1})
    load()
    assert ask("select count(*) from raw_events.events") == [(2,)]
    done = karvan("plan", "accept", "web", "Product Viewed", "colour")
    assert "may be: number, string" in done.stdout
    assert "1 of 2 held events are loaded" in done.stdout
    assert ask("select field, rule from ops.quarantine where status = 'open'") == [
        (
            "Product Viewed.size",
            "size is a new property; held until "
            "`karvan plan accept web 'Product Viewed' size`",
        )
    ]
    karvan("plan", "accept", "web", "Product Viewed", "size")
    assert ask("select count(*) from raw_events.events") == [(4,)]
    assert is_sound()


def test_what_the_plan_says_is_not_accepted_otherwise(
    shop: Shop, karvan: Command
) -> None:
    shop.write(SENDERS)
    shop.file("tracking_plan/plan.yml", PLAN)
    land_properties("1", {"price": "1"})
    load()
    assert ask(HELD) == [("Product Viewed.price", "open")]
    for arguments, told in (
        (("web", "Product Viewed", "price"), "is planned as number; change it in "),
        (("web", "Product Viewed", "colour"), "is not held; name its --type"),
        (("wbe", "Product Viewed", "colour"), "there is no source 'wbe'"),
    ):
        error = karvan("plan", "accept", *arguments).exception
        assert isinstance(error, LoadError)
        assert told in str(error)
    shop.file("tracking_plan/plan.yml", PLAN.replace("type: number", "type: string"))
    done = karvan("quarantine", "replay", "--code", "plan_violation")
    assert "1 left the quarantine" in done.stdout
    assert is_sound()


def test_files_that_are_loaded_anew_give_the_rows_that_they_gave(shop: Shop) -> None:
    shop.write(SENDERS)
    land_properties("1", {"size": 1})
    load()
    land_properties("2", {"size": "XL"})
    load()
    rows = "select message_id from raw_events.events order by all"
    before = ask(rows)
    load_entity("events", backfill=Backfill())
    assert ask(rows) == before == [("m10",)]
    assert ask("select count(*) from ops.quarantine where status = 'open'") == [(1,)]
    assert is_sound()
