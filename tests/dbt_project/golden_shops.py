"""Random people of small shops, and the raw rows of what is on record of them."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.dbt_project.golden_oracle import CRM, SHOP, SITE, Record, Shop, Ticket, Visit

FIRST = datetime(2024, 1, 1, 12)  # noqa: DTZ001
LOADS = {"1": FIRST, "2": FIRST + timedelta(days=2)}
CUSTOMERS, CONTACTS, DEVICES = "123", "abcde", "xy"
DAYS = st.sampled_from([0, 1, 2, 3, 5, 8])
FIELDS = {
    "email": st.sampled_from(["a@x.example", "b@x.example"]),
    "phone": st.sampled_from(["1", "2"]),
    "first_name": st.sampled_from(["Ann", "Bob"]),
    "last_name": st.sampled_from(["Ali", "Lee"]),
    "birth_date": st.sampled_from([date(1980, 1, 1), date(1981, 1, 1)]),
    "address": st.just("Road 1"),
    "city": st.sampled_from(["Baku", "Shiraz"]),
    "region": st.just("R"),
    "postal_code": st.just("0"),
    "country": st.just("AZ"),
}
SAID = st.fixed_dictionaries({}, optional=FIELDS)
TRAITS = {"first_name": "firstName", "last_name": "lastName", "birth_date": "birthday"}


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """Draw a few people, their records, and who is whom."""
    records = []
    for source in ("till", "web"):
        for key in draw(st.sets(st.sampled_from(CUSTOMERS))):
            consent = draw(st.sampled_from([None, True, False]))
            fields = draw(SAID) | {"has_marketing_consent": consent}
            said_at = LOADS[draw(st.sampled_from(sorted(LOADS)))]
            records.append(Record(SHOP, source, key, said_at, fields))
    contacts = sorted(draw(st.sets(st.sampled_from(CONTACTS))))
    for key in contacts:
        said_at = FIRST + timedelta(days=draw(DAYS))
        whose = draw(st.sampled_from([None, *CUSTOMERS]))
        records.append(Record(CRM, "crm", key, said_at, draw(SAID), whose))
    for key in draw(st.sets(st.sampled_from(CUSTOMERS + DEVICES))):
        said_at = FIRST + timedelta(days=draw(DAYS))
        is_user = key in CUSTOMERS
        records.append(Record(SITE, "site", key, said_at, draw(SAID), is_user=is_user))
    pairs = st.tuples(
        st.sampled_from(contacts or "a"), st.sampled_from(contacts or "a")
    )
    same = draw(st.lists(pairs, max_size=4)) if contacts else []
    return Shop(
        records=tuple(records),
        identities=draw(identities(contacts)),
        same=tuple((f"contact:crm/{a}", f"contact:crm/{b}") for a, b in same if a != b),
        orders=tuple(
            (customer, FIRST + timedelta(days=day, hours=1))
            for customer, day in draw(
                st.lists(st.tuples(st.sampled_from(CUSTOMERS), DAYS), max_size=4)
            )
        ),
        visits=tuple(
            Visit(who, user, FIRST + timedelta(days=day))
            for who, day, user in draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(DEVICES),
                        DAYS,
                        st.sampled_from([None, *CUSTOMERS]),
                    ),
                    max_size=6,
                    unique_by=lambda visit: visit[:2],
                )
            )
        ),
        tickets=tuple(
            Ticket(
                f"t{number}",
                customer,
                contact,
                FIRST + timedelta(days=day),
                FIRST + timedelta(days=day + 1) if is_closed else None,
            )
            for number, (customer, contact, day, is_closed) in enumerate(
                draw(
                    st.lists(
                        st.tuples(
                            st.sampled_from([None, *CUSTOMERS]),
                            st.sampled_from([None, *CONTACTS]),
                            DAYS,
                            st.booleans(),
                        ),
                        max_size=3,
                    )
                )
            )
        ),
    )


@st.composite
def identities(draw: st.DrawFn, contacts: list[str]) -> dict[str, str]:
    """Draw groups of identifiers, some or all of which no run has looked at."""
    everything = [
        *(f"customer:{key}" for key in CUSTOMERS),
        *(f"contact:crm/{key}" for key in contacts),
        *(f"anonymous:{key}" for key in DEVICES),
        "email:e@x.example",
    ]
    groups: dict[str, list[str]] = {}
    for identifier in everything:
        if draw(st.booleans()):
            groups.setdefault(draw(st.sampled_from("pqr")), []).append(identifier)
    found = {}
    for group, members in groups.items():
        # Devices alone are nobody, nor is an address that nothing is beside.
        if {m.partition(":")[0] for m in members} == {"anonymous"} or members == [
            "email:e@x.example"
        ]:
            continue
        ids = [m.partition(":")[2] for m in members if m.startswith("customer:")]
        found |= {member: min(ids, default=f"c_{group}") for member in members}
    return found


def raw(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Return what the sources say as rows of raw tables, and who is whom."""
    loads = [
        {"load_id": load, "status": 0, "inserted_at": at.replace(tzinfo=UTC)}
        for load, at in LOADS.items()
    ]
    load_of = {at: load for load, at in LOADS.items()}
    schemas = ("raw_shop", "raw_crm", "raw_events", "raw_feedback")
    rows: dict[str, list[dict[str, Any]]] = {f"{s}._dlt_loads": loads for s in schemas}
    rows["raw_shop.customers"] = [
        {
            **record.fields,
            "source_name": record.source,
            "customer_id": record.key,
            "_dlt_load_id": load_of[record.said_at],
        }
        for record in shop.records
        if record.kind == SHOP
    ]
    rows["raw_crm.contacts"] = [
        {
            **record.fields,
            "source_name": record.source,
            "contact_id": record.key,
            "customer_id": record.customer_id,
            "updated_at": record.said_at,
            "_dlt_load_id": "1",
        }
        for record in shop.records
        if record.kind == CRM
    ]
    rows["raw_events.events"] = [
        _identify(n, record)
        for n, record in enumerate(r for r in shop.records if r.kind == SITE)
    ] + [_page(n, visit) for n, visit in enumerate(shop.visits, start=100)]
    rows["raw_shop.orders"] = [
        {
            "source_name": "till",
            "order_id": f"o{number}",
            "customer_id": customer,
            "ordered_at": at,
            "order_amount": 5,
            "_dlt_load_id": "1",
        }
        for number, (customer, at) in enumerate(shop.orders)
    ]
    rows["raw_feedback.tickets"] = [
        {
            "source_name": "crm",
            "ticket_id": ticket.ticket_id,
            "customer_id": ticket.customer_id,
            "contact_id": ticket.contact_id,
            "opened_at": ticket.opened_at,
            "closed_at": ticket.closed_at,
            "_dlt_load_id": "1",
        }
        for ticket in shop.tickets
    ]
    rows["identities.identifiers"] = [
        {
            "identifier": identifier,
            "kind": identifier.partition(":")[0],
            "value": identifier.partition(":")[2],
            "customer_id": customer,
            "since": FIRST,
            "group_size": 1,
            "is_held": False,
        }
        for identifier, customer in shop.identities.items()
    ]
    rows["identities.edges"] = [
        {
            "left_identifier": min(pair),
            "right_identifier": max(pair),
            "rule": "match",
            "reason": "",
            "since": FIRST,
            "status": "used",
        }
        for pair in {tuple(sorted(pair)) for pair in shop.same}
    ]
    return rows


def _identify(number: int, record: Record) -> dict[str, Any]:
    said = dict(record.fields)
    address = {
        "street": said.pop("address", None),
        "city": said.pop("city", None),
        "state": said.pop("region", None),
        "postalCode": said.pop("postal_code", None),
        "country": said.pop("country", None),
    }
    traits = {TRAITS.get(name, name): str(value) for name, value in said.items()}
    return {
        **_call(number, "identify", record.said_at),
        "user_id" if record.is_user else "anonymous_id": record.key,
        "traits": json.dumps(traits | {"address": address}),
    }


def _page(number: int, visit: Visit) -> dict[str, Any]:
    return {
        **_call(number, "page", visit.at),
        "anonymous_id": visit.visitor,
        "user_id": visit.user,
    }


def _call(number: int, kind: str, at: datetime) -> dict[str, Any]:
    return {
        "source_name": "site",
        "message_id": f"m{number}",
        "message_key": number,
        "type": kind,
        "timestamp": at,
        "received_at": at,
        "_dlt_load_id": "1",
    }
