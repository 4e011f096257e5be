"""A shop that knows Ann by its till, its web site and its CRM, and Bob beside her.

Imported by the tests of what is kept, refused and erased of one person.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from tests.end_to_end.corner_shop import SALES_HEADER, TILL, published_marts

ANN, BOB, SHORT = "cust-4711-ann", "cust-4712-bob", "42"
ANNS_DEVICES = ("device-ann-phone", "device-ann-desk")
BOBS_DEVICE = "device-bob-phone"
ANNS_EMAIL, BOBS_EMAIL = "ann.marsh@mail.example", "bob.reed@mail.example"
ANNS_PHONE, BOBS_PHONE = "+44 1632 960 111", "+44 1632 960 222"
ANNS_CONTACT, BOBS_CONTACT = "P-100001", "P-100002"

SETTINGS = f"""
[shop]
name = "Tea by post"
timezone = "Europe/London"
currency = "GBP"

[quality]
max_quarantined_pct = 50

[[sources]]
name = "site"
kind = "events"
write_key = "demo"
{TILL}
[[sources]]
name = "cards"
kind = "files"
path = "cards.csv"
[sources.entities.customers.columns]
customer_id = "Card"
email = "Mail"
phone = "Phone"
first_name = "Name"
city = "Town"

[[sources]]
name = "crm"
kind = "sql"
url = "env:CRM_URL"
compare_keys_hours = 0
[sources.entities.contacts]
table = "people"
updated_at = "changed_at"
columns = {{ contact_id = "id", customer_id = "card", first_name = "given", email = "mail", phone = "phone", updated_at = "changed_at" }}
[sources.entities.tickets]
table = "tickets"
columns = {{ ticket_id = "id", contact_id = "person", subject = "title", body = "body", opened_at = "opened" }}
"""  # noqa: E501
CRM = (
    "create table people (id text primary key, card text, given text, mail text, "
    "phone text, note text, changed_at text)",
    "create table tickets (id text primary key, person text, title text, body text, "
    "opened text)",
)


def open_shop(workspace: Path) -> None:
    """Write a shop with what it knows of Ann, Bob and a customer whose id is short."""
    workspace.mkdir(exist_ok=True)
    (workspace / "karvan.toml").write_text(SETTINGS)
    (workspace / ".env").write_text(f"CRM_URL='sqlite:///{workspace / 'crm.sqlite'}'\n")
    lines = [
        f"r{n},a{n % 3},{who},{n % 4 + 1},{n % 5}.25,2024-01-{n // 4 + 1:02} 10:00:00"
        for n in range(60)
        for who in [(ANN, BOB, SHORT, "cust-9999-eve")[n % 4]]
    ]
    (workspace / "sales_1.csv").write_text("\n".join([SALES_HEADER, *lines, ""]))
    cards = [
        f"{ANN},Ann.Marsh@mail.example,{ANNS_PHONE},Ann,Leeds",
        f"{BOB},{BOBS_EMAIL},{BOBS_PHONE},Bob,York",
        f"{SHORT},,,Cleo,Bath",
    ]
    (workspace / "cards.csv").write_text(
        "\n".join(["Card,Mail,Phone,Name,Town", *cards, ""])
    )
    with closing(sqlite3.connect(workspace / "crm.sqlite")) as crm:
        for statement in CRM:
            crm.execute(statement)
        crm.executemany(
            "insert into people values (?, ?, ?, ?, ?, ?, ?)",
            [
                (ANNS_CONTACT, ANN, "Ann", ANNS_EMAIL, ANNS_PHONE, f"is {ANNS_EMAIL}",
                 "2024-02-01 10:00:00"),
                (BOBS_CONTACT, BOB, "Bob", BOBS_EMAIL, BOBS_PHONE, None,
                 "2024-02-01 10:00:00"),
                ("P-100003", None, "Dora", None, None, None, "2024-02-01 10:00:00"),
            ],
        )  # fmt: skip
        crm.executemany(
            "insert into tickets values (?, ?, ?, ?, ?)",
            [
                ("T1", ANNS_CONTACT, "Late", "Where is it?", "2024-02-02 10:00:00"),
                ("T2", BOBS_CONTACT, "Friend", f"Ask {ANNS_EMAIL} too",
                 "2024-02-03 10:00:00"),
            ],
        )  # fmt: skip
        crm.commit()
    land(workspace, "2024-03-01/w-1.ndjson", calls())
    land(workspace, "2024-03-01/w-2.ndjson", calls(first=100))


def calls(first: int = 0) -> list[dict[str, Any]]:
    """Return visits of Ann on two devices and of Bob on one, with an order of each."""
    found: list[dict[str, Any]] = []
    for place, (device, user) in enumerate(
        [(ANNS_DEVICES[0], ANN), (ANNS_DEVICES[1], ANN), (BOBS_DEVICE, BOB)]
    ):
        mail = ANNS_EMAIL if user == ANN else BOBS_EMAIL
        at = first + place * 10
        found += [
            call(at, device, None, "page", properties={"path": "/"}),
            call(at + 1, device, user, "identify", traits={"email": mail}),
            call(at + 2, device, user, event="Product Viewed", product_id="a1"),
            call(at + 3, device, user, event="Order Completed", orderId=f"w{at}",
                 revenue=12, products=[{"product_id": "a1", "price": 12}]),
            call(at + 4, device, user, "wrong"),
        ]  # fmt: skip
    return found


def call(
    number: int, device: str, user: str | None, kind: str = "track", **members: Any
) -> dict[str, Any]:
    """Return a call; members that the specification does not name are properties."""
    named = {name: members.pop(name) for name in ("event", "traits") if name in members}
    properties = members.pop("properties", members)
    return {
        "type": kind,
        "messageId": f"message-{number}",
        "anonymousId": device,
        **({"userId": user} if user else {}),
        "timestamp": f"2024-03-01T1{number % 60 // 10}:{number % 60:02}:00Z",
        "properties": properties,
        **named,
    }


def land(workspace: Path, name: str, calls: list[dict[str, Any]]) -> Path:
    """Write a closed file of the landing."""
    path = workspace / ".karvan" / "landing" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(
            {"n": n, "source": "site", "received_at": "2024-03-01T20:00:00.000000Z",
             "call": one}
        )
        for n, one in enumerate(calls, start=1)
    ]  # fmt: skip
    path.write_text("\n".join([*lines, ""]))
    return path


def ask(workspace: Path, sql: str, file: str = "warehouse.duckdb") -> list[tuple]:
    """Return what a query of one of a shop's databases gives."""
    path = (workspace / ".karvan" / file).resolve()
    with duckdb.connect(path, read_only=True) as reader:
        reader.execute("set TimeZone = 'UTC'")
        return reader.execute(sql).fetchall()


NAMES_OF_ANN = (
    ANN, *ANNS_DEVICES, ANNS_EMAIL, ANNS_PHONE, "+441632960111", "441632960111",
    ANNS_CONTACT,
)  # fmt: skip


def named_in(workspace: Path, names: tuple[str, ...] = NAMES_OF_ANN) -> list[str]:
    """Return where names of a person stand under home: in bytes, and in any cell."""
    home = workspace / ".karvan"
    found = []
    for path in sorted(home.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes().lower()
        found += [
            f"{path.name}: {one}" for one in names if one.lower().encode() in data
        ]
        if path.suffix == ".duckdb":
            found += [f"{path.name}: {one}" for one in _in_cells(path, names)]
    return found


def _in_cells(path: Path, names: tuple[str, ...]) -> list[str]:
    with duckdb.connect(path, read_only=True) as reader:
        tables = reader.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        return [
            f"{table} has {name}"
            for (table,) in tables
            for name in names
            for (rows,) in reader.execute(
                f"select count(*) from {table} as t "
                "where contains(lower(cast(t as varchar)), ?)",
                [name.lower()],
            ).fetchall()
            if rows
        ]


CUT_BY_WHO = {
    "kpi_demographics": "period, period_start_on, dimension, department, "
    "sum(customers), sum(orders), sum(revenue_amount)",
    "kpi_new_customers": "month_start_on, sum(customers), sum(repeat_customers), "
    "sum(first_orders_amount), sum(revenue_in_90_days_amount)",
    "kpi_view_not_buy": "period, period_start_on, group_kind, product_group, "
    "sum(viewers), sum(buyers)",
    "kpi_funnels": "funnel, period, period_start_on, breakdown, step, sum(visitors)",
}
"""Marts that part people by what they are, and what must stay of each: who is nobody
is of no age and no household, and was brought by no channel that is known."""


def totals(workspace: Path) -> dict[str, list[tuple]]:
    """Return all numbers by period that are published: whole marts, or their sums."""
    marts = published_marts(workspace)
    kept = {
        name: rows
        for name, rows in marts.items()
        if name.startswith("kpi_") or name == "customer_rfm_movement"
    }
    return kept | {
        table: ask(
            workspace,
            f"select {columns} from marts.{table} group by all order by all",
            "published/current",
        )
        for table, columns in CUT_BY_WHO.items()
    }
