"""What people ask and decide about one customer, on what is published."""

import json

import pytest

from tests.conftest import Shop
from tests.orchestration.conftest import Command
from warehouse.decisions import decisions
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import create_tables
from warehouse.publishing import publish
from warehouse.settings import settings

A, B = "customer:a", "customer:b"
IDENTIFIERS = [
    ("a", "customer", "a"),
    ("a", "email", "ann@mail.example"),
    ("a", "contact", "crm/C-1"),
    ("a", "anonymous", "x1"),
    ("a", "phone", "+441632960111"),
    ("b", "customer", "b"),
    ("b", "contact", "crm/C-2"),
]
LINKS = [
    ("email:ann@mail.example", A, "email", 0.0, "used"),
    ("contact:crm/C-1", "email:ann@mail.example", "email", 0.0, "used"),
    ("anonymous:x1", A, "identify", 0.0, "used"),
    ("contact:crm/C-1", "phone:+441632960111", "phone", 0.0, "used"),
    ("anonymous:x1", "phone:+441632960111", "phone", 0.0, "shared"),
]


@pytest.fixture(autouse=True)
def published(shop: Shop) -> None:
    """Publish two customers."""
    with run_lock("test"):
        with connect() as connection:
            create_tables(connection)
            connection.execute("create schema candidate.marts")
            connection.execute(
                "create table candidate.marts.dim_customers as "
                "select unnest(['a', 'b']) as customer_id, "
                "unnest(['Ann', 'Bob']) as first_name"
            )
            connection.execute(
                "create table candidate.marts.customer_identifiers (customer_id "
                "varchar, identifier varchar, kind varchar, value varchar, "
                "since timestamp, is_held boolean)"
            )
            connection.executemany(
                "insert into candidate.marts.customer_identifiers "
                "values ($1, $2 || ':' || $3, $2, $3, timestamp '2024-01-01', false)",
                IDENTIFIERS,
            )
            connection.execute(
                "create table candidate.marts.customer_links (left_identifier varchar, "
                "right_identifier varchar, rule varchar, reason varchar, "
                "weight double, since timestamp, status varchar, customer_id varchar)"
            )
            connection.executemany(
                "insert into candidate.marts.customer_links values "
                "($1, $2, $3, 'a record', $4, timestamp '2024-01-01', $5, 'a')",
                LINKS,
            )
            connection.execute(
                "create table candidate.marts.fct_orders as "
                "select 'o1' as order_id, 'a' as customer_id"
            )
            connection.execute(
                "create table candidate.marts.fct_sessions as "
                "select 's1' as session_id, unnest(['x1', 'x2']) as visitor_id"
            )
        publish("run")


@pytest.mark.parametrize(
    "name",
    ["a", "customer:a", "ANN@mail.example", "+44 (1632) 960 111", "C-1", "x1",
     "contact:crm/C-1"],
)  # fmt: skip
def test_any_name_shows_the_customer_and_why(karvan: Command, name: str) -> None:
    shown = json.loads(karvan("customer", "show", name, "--json").stdout)
    assert shown["customer_id"] == "a"
    assert shown["profile"]["first_name"] == "Ann"
    assert len(shown["identifiers"]) == len(shown["links"]) == 5
    assert shown["rows"] == {
        "marts.customer_identifiers": 5,
        "marts.customer_links": 5,
        "marts.dim_customers": 1,
        "marts.fct_orders": 1,
        "marts.fct_sessions": 1,
    }
    assert "Why they are one" in karvan("customer", "show", name).stdout


def test_a_number_is_read_as_it_is_dialled_in_the_shops_region(
    shop: Shop, karvan: Command
) -> None:
    assert karvan("customer", "show", "01632 960111", "--json").exit_code == 1
    shop.file("identity.yml", "region: GB")
    settings.cache_clear()
    for name in ("01632 960111", "(01632) 960-111", "phone:01632960111"):
        shown = json.loads(karvan("customer", "show", name, "--json").stdout)
        assert shown["customer_id"] == "a"
    karvan("customer", "merge", "01632960111", "b")
    [found] = decisions("identities")
    assert (found["left"], found["right"]) == ("phone:+441632960111", B)


def test_a_kind_is_of_identifiers_alone(karvan: Command) -> None:
    assert karvan("customer", "show", "phone:a").exit_code == 1
    karvan("customer", "merge", "email:ANN@mail.example", "contact:C-2")
    [found] = decisions("identities")
    assert (found["left"], found["right"]) == (
        "email:ann@mail.example", "contact:crm/C-2",
    )  # fmt: skip


def test_nobody_is_said_to_be_nobody(karvan: Command) -> None:
    done = karvan("customer", "show", "nobody@mail.example")
    assert (done.exit_code, "names nobody" in done.stderr) == (1, True)


def test_a_merge_is_a_decision_for_the_next_run(karvan: Command) -> None:
    said = karvan("customer", "merge", "ann@mail.example", "C-2", "--dry-run").stdout
    assert "a and b would become one customer" in said
    assert decisions("identities") == []
    karvan("customer", "merge", "ann@mail.example", "C-2", "--note", "she said so")
    [found] = decisions("identities")
    assert (found["left"], found["right"], found["decision"], found["note"]) == (
        "email:ann@mail.example", "contact:crm/C-2", "same", "she said so",
    )  # fmt: skip
    [audit] = decisions("audit")
    assert audit["action"] == "merge"
    assert "ann" not in json.dumps(audit)
    again = karvan("customer", "merge", "a", "x1", "--dry-run").stdout
    assert "one customer already: a" in again


@pytest.mark.parametrize("command", ["merge", "unmerge"])
def test_two_that_nobody_knows_are_not_decided_on(
    karvan: Command, command: str
) -> None:
    done = karvan("customer", command, "customer:zoe", "email:zoe@mail.example")
    assert done.exit_code == 1
    said = "neither customer:zoe nor email:zoe@mail.example is known"
    assert said in " ".join(done.stderr.split())
    assert decisions("identities") == []


def test_one_that_comes_later_is_merged_with_one_that_is_there(karvan: Command) -> None:
    said = karvan("customer", "merge", "a", "customer:zoe").stdout
    assert "a and nobody's yet become one customer" in said
    [found] = decisions("identities")
    assert (found["left"], found["right"]) == (A, "customer:zoe")


def test_a_customer_is_parted_at_its_weakest_links(karvan: Command) -> None:
    said = karvan("customer", "unmerge", "a", "phone:+441632960111", "--dry-run").stdout
    assert "They would be 2 customers" in said
    assert "  anonymous:x1, contact:crm/C-1, customer:a, email:ann@mail.example" in said
    assert "  phone:+441632960111" in said
    assert decisions("identities") == []
    karvan("customer", "unmerge", "a", "phone:+441632960111")
    [found] = decisions("identities")
    assert (found["left"], found["right"], found["decision"]) == (
        A, "phone:+441632960111", "different",
    )  # fmt: skip


def test_an_identifier_alone_is_parted_from_all_that_it_is_linked_to(
    karvan: Command,
) -> None:
    karvan("customer", "unmerge", "contact:crm/C-1")
    assert {(one["left"], one["right"]) for one in decisions("identities")} == {
        ("contact:crm/C-1", "email:ann@mail.example"),
        ("contact:crm/C-1", "phone:+441632960111"),
    }
    done = karvan("customer", "unmerge", "customer:b")
    assert (done.exit_code, "nothing links" in done.stderr) == (1, True)
    assert "two customers already" in karvan("customer", "unmerge", "a", "b").stdout
