"""A run links what changed since the last one, and writes what linking all would."""

import random
import shutil
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from orchestration import relinking
from orchestration.linking import latest_decisions, rules
from tests.conftest import Shop
from tests.orchestration.linked_days import Days, written
from tests.science.identity.seen_together import Row, seen
from warehouse.decisions import decide, decisions
from warehouse.engine import connect

CUSTOMERS = [f"customer:{n}" for n in range(1, 5)]
CONTACTS = [f"contact:crm/{n}" for n in range(3)]
DEVICES = ["anonymous:a", "anonymous:b"]
ODD = ["customer: 1", "customer:\u200b2", "customer:-1", "customer:" + "7" * 300]
ADDRESSES = [
    "email:a@mail.org", "email:A@mail.org", "email:b@mail.org", "email:null",
    "email:no mail", "phone:020 7946 0958", "phone:+44 20 7946 0958",
]  # fmt: skip
RULES = [
    "",
    "region: GB\nlimits: {customer: 2, contact: 3}\n",
    "shared: {email: {customers: 2, contacts: 2, first_names: 2}}\n",
    "rules: [decided, crm_link, email]\nblocked: {customer: ['3']}\n",
]
MOMENTS = [None, datetime(2025, 5, 5), datetime(2025, 7, 7)]  # noqa: DTZ001


def all_of(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


ROWS = st.one_of(
    st.builds(seen, all_of(*CUSTOMERS, *ODD)),
    st.builds(
        seen,
        all_of(*CUSTOMERS, *CONTACTS, *DEVICES, *ODD),
        all_of(*CUSTOMERS, *ODD),
        all_of("crm_link", "identify", "alias"),
        first_seen_at=st.sampled_from(MOMENTS),
    ),
    st.builds(
        seen,
        all_of(*CUSTOMERS, *CONTACTS, *DEVICES, *ODD),
        all_of(*ADDRESSES),
        all_of("email", "phone"),
        first_name=st.sampled_from([None, "Ada", "Bob", "Carl"]),
        country=st.sampled_from([None, "GB"]),
        first_seen_at=st.sampled_from(MOMENTS),
    ),
)
ANY = all_of(*CUSTOMERS, *CONTACTS, *DEVICES, "email:a@mail.org")
SEE = st.tuples(st.just("see"), st.lists(ROWS, min_size=1, max_size=2))
SAY = st.tuples(st.just("say"), ANY, ANY, all_of("same", "different", "taken_back"))
LEAVE = st.tuples(st.just("leave"), st.integers(0, 99))
RARE = st.one_of(
    st.tuples(st.just("rule"), all_of(*RULES)), st.tuples(st.just("erase"), ANY)
)
"""By these all are linked anew."""

CHANGES = st.one_of(
    SEE,
    SEE,
    SAY,
    SAY,
    LEAVE,
    LEAVE,
    st.tuples(st.just("come back")),
    st.tuples(st.just("match"), all_of(*CONTACTS), all_of(*CONTACTS)),
)
DAY = st.lists(CHANGES, min_size=1, max_size=3)
DAYS = st.tuples(st.lists(RARE, max_size=1), st.lists(DAY, min_size=3, max_size=7)).map(
    lambda told: [*told[1][:2], told[0], *told[1][2:]]
)


def change(days: Days, kind: str, *told: Any) -> None:
    """Do what a day brings."""
    if kind == "see":
        days.rows += told[0]
    elif kind == "leave":
        days.leave(told[0])
    elif kind == "come back":
        days.come_back()
    elif kind == "say" and told[0] != told[1]:
        left, right, decision = told
        decide("identities", left=left, right=right, decision=decision)
    elif kind == "match" and told[0] != told[1]:
        days.matches ^= {(min(told), max(told))}
    elif kind == "rule":
        days.shop.file("identity.yml", told[0])
        days.shop.write('[shop]\nname = "corner"\n')
    elif kind == "erase":
        days.erase(told[0])


RETURNING = [
    [("leave", 0), ("see", [seen("customer:1", "email:a@mail.org", "email")])],
    [("leave", -1)],
    [("see", [seen("customer:2", "email:a@mail.org", "email")])],
    [("see", [seen("customer:1")])],
]
"""An address goes, and comes back as somebody else's, before its customer does."""

FOLLOWING = [
    [("see", [seen("customer:2", "email:a@mail.org", "email")])],
    [("leave", -1), ("say", "customer:2", "customer:3", "same")],
    [("say", "customer:1", "customer:2", "same")],
]
"""An address that went, and an id that was merged, follow when theirs is merged."""

LEAD = [
    [("see", [seen("anonymous:a", "email:a@mail.org", "email")])],
    [("say", "anonymous:a", "customer:1", "same")],
    [("say", "anonymous:a", "customer:1", "taken_back")],
    [("say", "anonymous:a", "customer:2", "same")],
    [("say", "customer:1", "customer:2", "same")],
]
"""Who has no id of the shop's gets a second one, unlike the first that was given up; it
leads to where the id leads into which it was merged."""

FORETOLD = [
    [("say", "customer:1", "contact:crm/9", "same")],
    [("see", [seen("contact:crm/9"), seen("contact:crm/9")])],
    [("see", [seen("contact:crm/9")] * 2 + [seen("customer:1", "email:null")])],
    [("leave", -2), ("see", [seen("customer:2", "email:null", "email")] * 2)],
    [("see", [seen("customer:2", "email:null", "email")])],
]
"""What is said of an identifier that was not seen holds when it is; rows that come
twice are told twice."""


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(RETURNING, random.Random(1))
@example(FOLLOWING, random.Random(1))
@example(LEAD, random.Random(1))
@example(FORETOLD, random.Random(1))
@given(DAYS, st.randoms(use_true_random=False))
def test_days_in_steps_are_as_all_at_once(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    brought: list[list[tuple[Any, ...]]],
    chance: random.Random,
) -> None:
    # Of so few rows most change each day; they are to be linked in steps all the same.
    monkeypatch.setattr(relinking, "MOST", 9.0)
    shutil.rmtree(shop.home, ignore_errors=True)
    shop.file("identity.yml", "")
    shop.write('[shop]\nname = "corner"\n')
    days = Days(shop)
    days.rows = [seen(name) for name in (*CUSTOMERS, *CONTACTS)]
    for changes in brought:
        for one in changes:
            change(days, *one)
        days.build(chance, everything=chance.random() < 0.05)
        expected = days.at_once()
        assert written() == expected


def part(everything: bool = False) -> relinking.Part:
    """Return what the next run would link."""
    said = latest_decisions(decisions("identities"))
    with connect() as connection:
        return relinking.part_to_link(connection, said, rules(), everything=everything)


@pytest.fixture
def grown(shop: Shop) -> Days:
    """Give a shop of a hundred customers, found once."""
    days = Days(shop)
    days.rows = [
        row
        for n in range(100)
        for row in (
            seen(f"customer:{n + 1000}"),
            seen(f"customer:{n + 1000}", f"email:m{n}@mail.org", "email"),
        )
    ]
    days.build(random.Random(1))
    return days


def see(days: Days, *rows: Row) -> None:
    days.rows += rows
    days.see(random.Random(1))


def test_what_did_not_change_is_not_linked_again(grown: Days) -> None:
    assert part().seen.num_rows == 0
    see(grown, seen("customer:1001", "email:m2@mail.org", "email"))
    assert set(part().seen["left_value"].to_pylist()) == {"1001", "1002"}
    decide("identities", left="customer:1005", right="customer:1009", decision="same")
    linked = part()
    assert linked.seen.num_rows == 9
    assert linked.said.num_rows == 1


def test_all_is_linked_by_other_rules_or_after_an_erasure_or_where_much_changed(
    grown: Days, shop: Shop
) -> None:
    def is_all() -> bool:
        return part().touched is None

    assert not is_all()
    assert part(everything=True).touched is None
    shop.file("identity.yml", "limits: {customer: 3}\n")
    shop.write('[shop]\nname = "corner"\n')
    assert is_all()
    grown.build(random.Random(1))
    assert not is_all()
    see(grown, *(seen(f"customer:{n}") for n in range(60)))
    assert is_all()
    grown.build(random.Random(1))
    assert not is_all()
    grown.erase("customer:1001")
    assert is_all()
