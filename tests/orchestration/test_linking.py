"""What a run makes of what was seen together, and of what people said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from orchestration.identities import checks, is_anything_decided
from orchestration.linking import find_customers, latest_decisions
from tests.conftest import Shop
from warehouse.decisions import decide, decisions
from warehouse.engine import connect
from warehouse.identities import create_identities

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def tables(shop: Shop) -> None:
    """Give a warehouse in which a contact, a customer and an address were seen."""
    with connect() as connection:
        create_identities(connection)
        connection.execute("create schema intermediate")
        see(connection, "2025-05-05")


def see(connection: duckdb.DuckDBPyConnection, at: str) -> None:
    connection.execute(
        f"""
        create or replace table intermediate.int_identifiers__together as
        select
            left_kind, left_value, right_kind, right_value, linked_by,
            null::varchar as detail, null::varchar as first_name,
            null::varchar as country, timestamp '{at}' as first_seen_at,
        from (
            values
                ('contact', 'crm/1', 'customer', '7', 'crm_link'),
                ('contact', 'crm/1', 'email', 'a@mail.org', 'email'),
                ('contact', 'crm/2', 'email', 'A@mail.org', 'email'),
                ('customer', '8', null, null, null)
        ) as seen (left_kind, left_value, right_kind, right_value, linked_by)
        """
    )


def rows(query: str) -> list[tuple[Any, ...]]:
    with connect() as connection:
        return connection.execute(query).fetchall()


def customers() -> dict[str, str]:
    return dict(rows("select identifier, customer_id from identities.identifiers"))


def test_of_what_people_say_of_two_the_latest_holds_in_either_order(
    shop: Shop,
) -> None:
    for left, right, decision in (
        ("customer:1", "customer:2", "same"),
        ("customer:2", "customer:1", "different"),
        ("customer:3", "contact:a/1", "different"),
        ("contact:a/1", "customer:3", "same"),
        ("customer:4", "customer:5", "same"),
        ("customer:4", "customer:5", "taken_back"),
        ("customer:5", "customer:6", "different"),
        ("customer:6", "customer:5", "not_sure"),
    ):
        decide("identities", left=left, right=right, decision=decision, by="Zoe")
    found = latest_decisions(decisions("identities")).to_pylist()
    assert {
        (row["left_identifier"], row["right_identifier"]): row["is_same"]
        for row in found
    } == {("customer:1", "customer:2"): False, ("contact:a/1", "customer:3"): True}
    assert {row["detail"] for row in found} == {"Zoe"}


def test_a_run_writes_who_is_whom_and_why(tables: None) -> None:
    find_customers(FIRST)
    assert customers() == dict.fromkeys(
        ("contact:crm/1", "contact:crm/2", "customer:7", "email:a@mail.org"), "7"
    ) | {"customer:8": "8"}
    assert rows("select distinct since, status from identities.edges") == [
        (datetime(2025, 5, 5), "used"),  # noqa: DTZ001
    ]


def test_a_link_and_an_identifier_stay_as_old_as_they_were(tables: None) -> None:
    find_customers(FIRST)
    before = rows("from identities.identifiers order by identifier")
    with connect() as connection:
        see(connection, "2025-12-12")  # the record was changed since
    find_customers(FIRST + timedelta(days=1))
    assert rows("from identities.identifiers order by identifier") == before
    assert rows("select distinct since from identities.edges") == [
        (datetime(2025, 5, 5),),  # noqa: DTZ001
    ]


def test_a_decision_is_news_until_a_run_has_heeded_it(tables: None) -> None:
    find_customers(FIRST)
    assert not is_anything_decided()
    decide("identities", left="customer:7", right="customer:8", decision="same")
    assert is_anything_decided()
    find_customers(FIRST + timedelta(days=1))
    assert not is_anything_decided()
    assert set(customers().values()) == {"7"}
    assert rows("select customer_id, to_customer_id from identities.redirects") == [
        ("8", "7")
    ]


def test_a_match_that_a_person_judged_says_so(tables: None) -> None:
    with connect() as connection:
        connection.execute(
            "insert into identities.matches values ('contact:crm/1', 'contact:crm/2', "
            "5.5, .98, 'all pairs', 'merge', ?)",
            ['[{"column": "birth_date", "weight": 4}]'],
        )
    find_customers(FIRST)
    [(reason, weight)] = rows(
        "select reason, weight from identities.edges where rule = 'match'"
    )
    assert (reason, weight) == ("The contacts are alike: birth date", 5.5)
    decide(
        "identities", left="contact:crm/2", right="contact:crm/1", decision="different"
    )
    find_customers(FIRST + timedelta(days=1))
    assert rows("select decision from identities.matches") == [("different",)]
    found = customers()
    assert found["contact:crm/1"] == "7" != found["contact:crm/2"]


def test_corrected_places_are_told_as_their_list_writes_them(
    tables: None, shop: Shop
) -> None:
    shop.file("places.csv", "city,region,country\nGəncə,,Azerbaijan\n")
    shop.file("identity.yml", "places: places.csv\n")
    shop.write('[shop]\nname = "corner"\n')
    forms = [
        ("contact:crm/1", "gence", "AZ", "Gənccə", None),
        ("contact:crm/2", "gence", "AZ", "Gənccə", None),
        ("contact:crm/3", "gence", None, "Gencə", None),
        ("contact:crm/4", "gence", "AZ", None, "Azerbayjan"),
        ("contact:crm/5", "left the list", "AZ", "Left te list", None),
    ]
    with connect() as connection:
        connection.executemany(
            "insert into identities.contact_forms by name select $1 as identifier, "
            "$2 as city, $3 as country, $4 as city_written, $5 as country_written, "
            "'' as row_hash",
            forms,
        )
    find_customers(FIRST)
    assert rows(
        "select kind, value, becomes, records from identities.findings "
        "where code = 'corrected' order by all"
    ) == [
        ("city", "Gencə", "Gəncə", 1),
        ("city", "Gənccə", "Gəncə", 2),
        ("city", "Left te list", "left the list", 1),
        ("country", "Azerbayjan", "Azerbaijan", 1),
    ]
    [told] = [check for check in checks() if check.name == "corrected"]
    assert told.message.endswith(
        "(4 found: Gənccə → Gəncə, Azerbayjan → Azerbaijan, Gencə → Gəncə, "
        "Left te list → left the list)"
    )
    assert not told.is_passed
    assert not told.is_blocking
