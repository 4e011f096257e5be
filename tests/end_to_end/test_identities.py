"""A shop whose customers have bad ids: who is one, who is not, and what is told.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import csv
import json
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Karvan, rows
from tests.orchestration.test_bench_identity import rows as people_twice

SETTINGS = """
[shop]
name = "Corner shop"

[[sources]]
name = "web"
kind = "files"
path = "customers.csv"
[sources.entities.customers.columns]
customer_id = "id"
email = "mail"
first_name = "name"

[[sources]]
name = "till"
kind = "files"
path = "sales.csv"
[sources.entities.order_lines.columns]
order_id = "receipt"
customer_id = "card"
line_amount = "amount"
ordered_at = "time"

[[sources]]
name = "crm"
kind = "files"
path = "contacts.csv"
[sources.entities.contacts.columns]
contact_id = "id"
customer_id = "customer"
email = "mail"
first_name = "name"

[[sources]]
name = "desk"
kind = "files"
path = "tickets.csv"
[sources.entities.tickets.columns]
ticket_id = "id"
customer_id = "card"
opened_at = "time"

[[sources]]
name = "polls"
kind = "files"
path = "answers.csv"
[sources.entities.surveys.columns]
response_id = "id"
customer_id = "card"
kind = "kind"
score = "score"
answered_at = "time"

[[sources]]
name = "list"
kind = "files"
path = "people.csv"
[sources.entities.contacts.columns]
contact_id = "id"
first_name = "given"
last_name = "sur"
birth_date = "born"
postal_code = "code"

[[sources]]
name = "site"
kind = "events"
path = "calls.ndjson"
"""
LONG = "9" * 10_000
HIDDEN = "ca\u200brla"
MIRRORED = "\u202eمحمد\u202c"
WHO_IS_WHOM = """
select left_identifier, right_identifier, rule, status
from marts.customer_links order by all
"""
MATCHES = """
select left_identifier || ' ' || right_identifier as pair, decision, is_one_customer
from marts.customer_matches
where left_identifier in ('contact:list/0', 'contact:list/126')
order by pair
"""
SURE, UNSURE = "contact:list/0 contact:list/100", "contact:list/126 contact:list/26"


def table(path: Path, header: str, lines: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header.split(","), *lines])


def told_of(karvan: Karvan, customer_id: str) -> set[tuple[str, str]]:
    """Return the tickets and answers that a customer's page tells, counted as told."""
    told = rows(
        karvan,
        "select kind, source_key from marts.customer_timeline where customer_id = "
        f"'{customer_id}' and kind in ('ticket_opened', 'survey')",
    )
    [counted] = rows(
        karvan,
        "select tickets + surveys as things from marts.customer_360 "
        f"where customer_id = '{customer_id}'",
    )
    assert int(counted["things"]) == len(told)
    return {(row["kind"], row["source_key"]) for row in told}


@pytest.fixture(scope="module", autouse=True)
def files(workspace: Path) -> None:
    (workspace / "karvan.toml").write_text(SETTINGS)
    staff = [(f"s{n}", "till@shop.org", f"Name{n}") for n in range(1, 2501)]
    people = [
        ("ann", "ann@mail.org", "Ann"),
        ("anna", "", "Ann"),
        ("bob", "null", "Bob"),
    ]
    table(workspace / "customers.csv", "id,mail,name", people + staff)
    sales = [
        ("1", "ann", "10", "2024-01-01"), ("2", "anna", "7", "2024-01-02"),
        ("3", HIDDEN, "5", "2024-01-03"), ("4", "carla", "6", "2024-01-04"),
        ("5", LONG, "3", "2024-01-05"), ("6", "-1", "2", "2024-01-06"),
        ("7", MIRRORED, "4", "2024-01-07"), ("8", "s7", "1", "2024-01-08"),
    ]  # fmt: skip
    table(workspace / "sales.csv", "receipt,card,amount,time", sales)
    tickets = [("T1", HIDDEN, "2024-01-10"), ("T2", "anna", "2024-01-11")]
    table(workspace / "tickets.csv", "id,card,time", tickets)
    answers = [
        ("A1", HIDDEN, "nps", "9", "2024-01-10"),
        ("A2", "anna", "nps", "7", "2024-01-11"),
    ]
    table(workspace / "answers.csv", "id,card,kind,score,time", answers)
    contacts = [
        ("C1", "ann", "Ann@Mail.org ", "Ann"), ("C2", "", "ann@mail.org", "Anna"),
        ("C3", "C3", "-", "Carl"), ("C4", "-1", "null", "Dora"),
        ("C5", LONG, LONG + "@mail.org", "Eve"), ("C6", "-1", "null", "Finn"),
    ]  # fmt: skip
    table(workspace / "contacts.csv", "id,customer,mail,name", contacts)
    # Ten of them twice, and one a third time: of another name, and somewhere.
    alike = people_twice()
    unsure = alike[26] | {"id": 126, "sur": "Zand", "code": ""}
    columns = "id,given,sur,born,code"
    listed = [
        tuple(str(row[name]) for name in columns.split(",")) for row in [*alike, unsure]
    ]
    table(workspace / "people.csv", columns, listed)
    calls = [
        {"type": "identify", "userId": "bob", "anonymousId": "d1"},
        {"type": "alias", "userId": "r1", "previousId": "r2"},
        {"type": "alias", "userId": "r2", "previousId": "r1"},
        {"type": "alias", "userId": "r3", "previousId": "r3"},
        *(
            {"type": "identify", "userId": f"s{n}", "anonymousId": "tablet"}
            for n in range(1, 9)
        ),
    ]
    lines = [
        json.dumps({"messageId": f"m{n}", "timestamp": "2024-01-09T10:00:00Z", **one})
        for n, one in enumerate(calls)
    ]
    (workspace / "calls.ndjson").write_text("\n".join([*lines, ""]))


def test_it_publishes_and_counts_what_names_nobody(karvan: Karvan) -> None:
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    told = {
        row["check_name"]: int(row["unexpected"])
        for row in rows(
            karvan,
            "select check_name, unexpected from ops.checks where kind = 'identities' "
            "and not is_passed and not is_blocking",
        )
    }
    # Blocked: -1 of customers, and the mails null and -. Too long: the id, the mail.
    assert told == {
        "blocked": 3, "too_long": 2, "mended": 2, "self": 1, "shared": 2
    }  # fmt: skip


def test_nobody_is_merged_who_is_not_one(karvan: Karvan) -> None:
    found = rows(
        karvan,
        "select customer_id, string_agg(identifier, ' ' order by identifier) as ids "
        "from marts.customer_identifiers where identifier not like 'contact:list/%' "
        "group by all having count(*) > 1",
    )
    assert {(row["customer_id"], row["ids"]) for row in found} == {
        ("ann", "contact:crm/C1 contact:crm/C2 customer:ann email:ann@mail.org"),
        ("bob", "anonymous:d1 customer:bob"),
        ("C3", "contact:crm/C3 customer:C3"),
        ("r1", "customer:r1 customer:r2"),
    }
    used = [row for row in rows(karvan, WHO_IS_WHOM) if row["status"] == "used"]
    assert {row["rule"] for row in used} == {
        "crm_link", "email", "identify", "alias", "match"
    }  # fmt: skip


def test_orders_are_of_the_customer_that_stays(karvan: Karvan) -> None:
    found = rows(karvan, "select order_id, customer_id from marts.fct_orders")
    called = {row["order_id"]: row["customer_id"] for row in found}
    assert called["3"] == called["4"] == "carla"
    assert called["7"] == "محمد"
    assert (called["1"], called["2"], called["8"]) == ("ann", "anna", "s7")
    # Ids that name nobody are in the marts as the source wrote them.
    assert (called["5"], called["6"]) == (LONG, "-1")


def test_the_same_customers_are_in_every_mart(karvan: Karvan) -> None:
    tables = ("customer_identifiers", "customer_360", "customer_search")
    for name in tables:
        assert not rows(
            karvan,
            "select customer_id from marts.dim_customers full join "
            f"(select distinct customer_id, true as is_there from marts.{name}) "
            "using (customer_id) where is_there is null or orders is null",
        )
    # Whom an id that could be anybody's names is known by it alone.
    assert rows(
        karvan,
        "select identifier from marts.customer_identifiers where customer_id = '-1'",
    ) == [{"identifier": "customer:-1"}]


def test_tickets_and_answers_are_of_whom_a_mended_id_names(karvan: Karvan) -> None:
    assert told_of(karvan, "carla") == {("ticket_opened", "T1"), ("survey", "A1")}
    assert told_of(karvan, "anna") == {("ticket_opened", "T2"), ("survey", "A2")}


def test_contacts_that_are_alike_are_merged_or_asked_about(karvan: Karvan) -> None:
    assert [tuple(row.values()) for row in rows(karvan, MATCHES)] == [
        (SURE, "merge", "true"),
        (UNSURE, "review", "false"),
    ]


def test_what_a_person_decides_holds_in_the_next_run(karvan: Karvan) -> None:
    for action, left, right in (
        ("merge", "customer:ann", "customer:anna"),
        ("unmerge", "contact:crm/C2", "customer:ann"),
        ("merge", *UNSURE.split()),
        ("unmerge", *SURE.split()),
    ):
        decided = karvan("customer", action, left, right)
        assert decided.returncode == 0, decided.stderr
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Published version 2" in done.stdout
    [ann] = rows(
        karvan,
        "select count(*) as orders, sum(order_amount)::int as amount "
        "from marts.fct_orders where customer_id = 'ann'",
    )
    assert (ann["orders"], ann["amount"]) == ("2", "17")
    assert told_of(karvan, "ann") == {("ticket_opened", "T2"), ("survey", "A2")}
    apart = rows(
        karvan,
        "select identifier from marts.customer_identifiers "
        "where customer_id = 'ann' order by identifier",
    )
    assert [row["identifier"] for row in apart] == [
        "contact:crm/C1", "customer:ann", "customer:anna", "email:ann@mail.org",
    ]  # fmt: skip
    links = {row["right_identifier"]: row for row in rows(karvan, WHO_IS_WHOM)}
    assert links["customer:anna"]["rule"] == "decided"
    assert [tuple(row.values()) for row in rows(karvan, MATCHES)] == [
        (SURE, "different", "false"),
        (UNSURE, "same", "true"),
    ]
    assert "Nothing new" in karvan("run").stdout


def test_who_is_whom_can_be_found_again_alone_with_all_that_is_made_of_it(
    karvan: Karvan,
) -> None:
    decided = karvan("customer", "unmerge", "customer:ann", "customer:anna")
    assert decided.returncode == 0, decided.stderr
    done = karvan("run", "--select", "identities/identifiers+")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Published version 3" in done.stdout
    assert told_of(karvan, "anna") == {("ticket_opened", "T2"), ("survey", "A2")}
    orders = rows(
        karvan, "select order_id from marts.fct_orders where customer_id = 'anna'"
    )
    assert orders == [{"order_id": "2"}]
    assert "Nothing new" in karvan("run").stdout
