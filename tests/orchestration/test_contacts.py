"""A run matches contacts from what the last one kept, and keeps it again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingestion.loading import load_entity, prepare
from orchestration.contacts import asked, match_contacts
from science.identity.rematching import Matched
from tests.conftest import Shop
from tests.orchestration.test_bench_identity import SETTINGS, as_csv, rows
from warehouse.engine import connect
from warehouse.settings import SettingsError, settings

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def matched(
    shop: Shop, found: list[dict[str, Any]], day: int, toml: str = SETTINGS
) -> Matched:
    """Load contacts, as they are on some day, and match them."""
    shop.write(toml.format(path="contacts.csv"))
    as_csv(shop, found)
    prepare()
    load_entity("contacts")
    with connect() as connection:
        connection.execute("create schema if not exists staging")
        connection.execute(
            "create or replace view staging.stg_crm__contacts as"
            " select * from raw_crm.contacts"
        )
    return match_contacts(at=NOW + timedelta(days=day))


def kept(query: str) -> Sequence[tuple[object, ...]]:
    """Return what the warehouse keeps."""
    with connect() as connection:
        return connection.execute(query).fetchall()


def test_only_what_changed_is_looked_at_the_next_day(shop: Shop) -> None:
    found = rows()
    first = matched(shop, found, 0)
    assert (first.learnt, first.touched) == ("there is no model", 45)
    found[7]["sur"] = "Tehranli"
    second = matched(shop, found, 1)
    assert (second.learnt, second.touched) == (None, 1)
    assert matched(shop, found, 2).touched == 0
    assert matched(shop, found, 40).learnt == "it is more than 30 days old"
    assert kept("select count(*) from identities.matching_model") == [(1,)]


def test_matches_name_contacts_by_source_and_id(shop: Shop) -> None:
    matched(shop, rows(), 0)
    assert kept(
        "select left_identifier, right_identifier, decision from identities.matches"
        " where right_identifier = 'contact:list/100'"
    ) == [("contact:list/0", "contact:list/100", "merge")]
    assert kept("select count(*) from identities.contact_forms") == [(45,)]


def test_a_contact_that_left_leaves_nothing(shop: Shop) -> None:
    matched(shop, rows(), 0)
    with connect() as connection:
        connection.execute("delete from raw_crm.contacts where contact_id = '100'")
    match_contacts(at=NOW)
    assert kept(
        "select (select count(*) from identities.contact_forms"
        " where identifier = 'contact:list/100'),"
        " (select count(*) from identities.matches"
        " where concat(left_identifier, right_identifier) like '%list/100%')"
    ) == [(0, 0)]


def test_without_contacts_nothing_is_kept(shop: Shop) -> None:
    matched(shop, rows(), 0)
    with connect() as connection:
        connection.execute("delete from raw_crm.contacts")
    found = match_contacts(at=NOW)
    assert found.model == ""
    for table in ("contact_forms", "matches", "matching_model"):
        assert kept(f"select count(*) from identities.{table}") == [(0,)]


def test_misspelt_cities_are_corrected_by_the_shops_own_list(shop: Shop) -> None:
    found = [row | {"town": "Gəncə"} for row in rows()]
    found[0]["town"] = "Gənccə"
    shop.file("places.csv", "city,region,country\nGəncə,,Azerbaijan\n")
    shop.file("identity.yml", "places: places.csv\n")
    settings_of_towns = SETTINGS.replace('"code" }}', '"code", city = "town" }}')
    matched(shop, found, 0, settings_of_towns)
    assert kept(
        "select city_written, city from identities.contact_forms"
        " where city_written is not null"
    ) == [("Gənccə", "gence")]


def test_a_list_of_places_that_is_wrong_is_told(shop: Shop) -> None:
    shop.file("identity.yml", "places: places.csv\n")
    settings.cache_clear()
    with pytest.raises(SettingsError, match="cannot be read"):
        asked()
    shop.file("places.csv", "town\nBaku\n")
    with pytest.raises(SettingsError, match="no column city, country, region"):
        asked()
