"""Who is one customer by what was seen together, and who is not though it seems so."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.linking import Linked, linked
from science.identity.rules import Rules, Shared
from warehouse.settings.identity import Identity

SEEN = pa.schema(
    [
        (name, pa.string())
        for name in (
            "left_kind", "left_value", "right_kind", "right_value", "linked_by",
            "detail", "first_name", "country",
        )
    ]
    + [("first_seen_at", pa.timestamp("us"))]
)  # fmt: skip
SAID = pa.schema(
    [(name, pa.string()) for name in ("left_identifier", "right_identifier", "rule")]
    + [("is_same", pa.bool_()), ("weight", pa.float64())]
    + [("since", pa.timestamp("us")), ("detail", pa.string())]
)
RULES = Rules(
    blocked=Identity().blocked_values,
    blocked_patterns=Identity().all_patterns,
    limits={"customer": 3, "contact": 5, "anonymous": 9, "email": 4, "phone": 4},
    shared={
        "email": Shared(2, 4, 2), "phone": Shared(2, 4, 2), "anonymous": Shared(2, 9, 9)
    },
    region="GB",
)  # fmt: skip
Row = dict[str, Any]


def seen(
    left: str, right: str | None = None, rule: str = "crm_link", **more: Any
) -> Row:
    """Return that an identifier was seen, with another or alone."""
    kind, _, value = left.partition(":")
    row: Row = {"left_kind": kind, "left_value": value, **more}
    if right is not None:
        kind, _, value = right.partition(":")
        row |= {"right_kind": kind, "right_value": value, "linked_by": rule}
    return row


def decided(left: str, right: str, *, is_same: bool) -> Row:
    """Return what a person said of two identifiers."""
    return {
        "left_identifier": min(left, right),
        "right_identifier": max(left, right),
        "rule": "decided",
        "is_same": is_same,
    }


def link(rows: Iterable[Row], said: Sequence[Row] = (), rules: Rules = RULES) -> Linked:
    """Return who is whom."""
    return linked(
        pa.Table.from_pylist(list(rows), SEEN),
        pa.Table.from_pylist(list(said), SAID),
        rules,
    )


def customers(found: Linked) -> set[frozenset[str]]:
    """Return the identifiers of each customer."""
    members: dict[int, set[str]] = defaultdict(set)
    for row in found.identifiers.to_pylist():
        members[row["component"]].add(row["identifier"])
    return {frozenset(group) for group in members.values()}


def findings(found: Linked) -> dict[tuple[str, str], str | None]:
    """Return what values became, by code and value."""
    return {
        (row["code"], row["value"]): row["becomes"]
        for row in found.findings.to_pylist()
    }


def statuses(found: Linked) -> dict[tuple[str, str], str]:
    """Return what became of each edge."""
    return {
        (row["left_identifier"], row["right_identifier"]): row["status"]
        for row in found.edges.to_pylist()
    }


def test_what_is_seen_together_is_one_customer_and_says_why() -> None:
    at = datetime(2026, 1, 2)  # noqa: DTZ001
    found = link(
        [
            seen("contact:crm/1", "customer:7", first_seen_at=at),
            seen("contact:crm/1", "customer:7", detail="t9"),
            seen("anonymous:d", "customer:7", "identify"),
            seen("anonymous:e", "customer:7", "order", detail="o1"),
            seen("contact:crm/2", "email:Ada@Mail.org ", "email"),
            seen("contact:crm/1", "email:ada@mail.org", "email"),
            seen("contact:crm/3", "phone:020 7946 0958", "phone"),
            seen("customer:7", "phone:+44 20 7946 0958", "phone"),
            seen("customer:8"),
        ]
    )
    assert customers(found) == {
        frozenset(
            {
                "contact:crm/1", "contact:crm/2", "contact:crm/3", "customer:7",
                "anonymous:d", "anonymous:e", "email:ada@mail.org",
                "phone:+442079460958",
            }
        ),
        frozenset({"customer:8"}),
    }  # fmt: skip
    why = {
        (row["left_identifier"], row["right_identifier"]): (row["reason"], row["since"])
        for row in found.edges.to_pylist()
    }
    assert why["contact:crm/1", "customer:7"] == ("The contact names the customer", at)
    assert why["anonymous:e", "customer:7"] == (
        "Order o1 was placed on this device",
        None,
    )
    assert set(statuses(found).values()) == {"used"}


@pytest.mark.parametrize(
    "nobody",
    [
        "customer:null", "customer:-1", "customer: 0 ", "customer:000", "customer:NaN",
        "customer:Undefined", "customer:guest", "customer:", "customer:\u200b",
        "email:NULL", "email:no-reply@shop.org", "email:Test@shop.org",
        "email:none@none.com", "email:no mail", "phone:000000", "phone:-1",
        "phone:1111111", "phone:unknown", "customer:" + "7" * 10_000,
        "email:" + "a" * 10_000 + "@mail.org",
    ],
)  # fmt: skip
def test_a_value_that_names_nobody_links_nobody_and_is_counted(nobody: str) -> None:
    kind = nobody.partition(":")[0]
    rows = [seen(f"contact:crm/{n}", nobody, kind) for n in range(2)]
    found = link(
        [seen(row["left_kind"] + ":" + row["left_value"]) | row for row in rows]
    )
    assert customers(found) == {frozenset({f"contact:crm/{n}"}) for n in range(2)}
    [finding] = found.findings.to_pylist()
    assert finding["code"] in {"blocked", "too_long", "unreadable"}
    assert finding["kind"] == kind
    assert finding["records"] == 2
    assert len(finding["value"]) < 120


def test_real_values_that_look_odd_still_name_somebody() -> None:
    odd = ["customer:100", "customer:x", "customer:-8214673512", "customer:محمد",
           "email:ada+till@example.com", "email:x@test-shop.org"]  # fmt: skip
    found = link(seen(f"contact:crm/{n}", one, "email") for n, one in enumerate(odd))
    assert found.findings.num_rows == 0
    assert {len(group) for group in customers(found)} == {2}


def test_characters_that_nobody_sees_make_no_other_customer() -> None:
    written = ["42", "\u202e42\u202c", "4\u200b2", " 42\t", "\ufeff42"]
    found = link(
        seen(f"contact:crm/{n}", f"customer:{w}") for n, w in enumerate(written)
    )
    assert len(customers(found)) == 1
    assert findings(found) == {("mended", w): "42" for w in written[1:]}


def test_an_address_of_too_many_links_nobody() -> None:
    till = [
        seen(f"customer:{n}", "email:till@shop.org", "email", first_name=f"N{n}")
        for n in range(1, 2501)
    ]
    found = link([*till, *(seen(f"customer:{n}") for n in range(1, 2501))])
    assert len(customers(found)) == 2500
    assert set(statuses(found).values()) == {"shared"}
    assert findings(found) == {("shared", "till@shop.org"): None}


def test_first_names_tell_of_too_many_but_a_typo_is_no_other_name() -> None:
    def of(*names: str) -> int:
        rows = [
            seen(f"contact:crm/{n}", "phone:020 7946 0958", "phone", first_name=name)
            for n, name in enumerate(names)
        ]
        return len(customers(link(rows)))

    assert of("Ada", "Bob", "Carl") == 3
    assert of("Ada", "Adda", "ADA", "Bob") == 1


def test_a_device_of_too_many_links_nobody_and_is_nobodys() -> None:
    found = link(seen("anonymous:till", f"customer:{n}", "identify") for n in (1, 2, 3))
    assert customers(found) == {frozenset({f"customer:{n}"}) for n in (1, 2, 3)}
    pair = link(seen("anonymous:sofa", f"customer:{n}", "identify") for n in (1, 2))
    assert len(customers(pair)) == 1


def test_devices_alone_are_no_customers() -> None:
    found = link([seen("anonymous:a"), seen("anonymous:b", "anonymous:c", "alias")])
    assert customers(found) == set()
    assert found.edges.num_rows == 0


def test_an_alias_of_itself_and_a_ring_of_aliases_stop_nothing() -> None:
    ring = [("1", "2"), ("2", "3"), ("3", "1"), ("4", "4")]
    found = link(seen(f"customer:{a}", f"customer:{b}", "alias") for a, b in ring)
    assert customers(found) == {
        frozenset({"customer:1", "customer:2", "customer:3"}),
        frozenset({"customer:4"}),
    }
    assert findings(found) == {("self", "4"): None}


def test_too_many_by_the_weakest_rule_fall_apart_and_the_rest_holds() -> None:
    rows = [seen(f"contact:crm/{n}", f"customer:{n // 2}") for n in range(2, 10)]
    rows += [seen(f"customer:{n}", f"customer:{n + 1}", "alias") for n in (1, 2, 3)]
    found = link(rows)
    assert customers(found) == {
        frozenset({f"customer:{n}", f"contact:crm/{2 * n}", f"contact:crm/{2 * n + 1}"})
        for n in range(1, 5)
    }
    assert statuses(found)["customer:1", "customer:2"] == "over_limit"
    assert statuses(found)["contact:crm/2", "customer:1"] == "used"
    assert not any(found.identifiers["is_held"].to_pylist())


def test_who_hangs_too_much_together_by_one_rule_waits_for_a_person() -> None:
    rows = [seen(f"contact:crm/{n}", "customer:7") for n in range(6)]
    found = link(rows)
    assert {len(group) for group in customers(found)} == {1}
    assert set(found.identifiers["is_held"].to_pylist()) == {True}
    assert set(found.identifiers["group_size"].to_pylist()) == {7}
    assert ("held", "crm/0") in findings(found)
    same = decided("contact:crm/1", "contact:crm/2", is_same=True)
    assert frozenset({"contact:crm/1", "contact:crm/2"}) in customers(
        link(rows, [same])
    )


def test_what_a_person_says_goes_before_every_rule() -> None:
    rows = [
        seen("contact:crm/1", "customer:7"),
        seen("contact:crm/2", "customer:7"),
        seen("contact:crm/3", "email:a@mail.org", "email"),
        seen("contact:crm/4", "email:a@mail.org", "email"),
        seen("customer:9"),
    ]
    said = [
        decided("contact:crm/1", "contact:crm/2", is_same=False),
        decided("contact:crm/3", "contact:crm/4", is_same=False),
        decided("customer:9", "contact:crm/1", is_same=True),
    ]
    found = link(rows, said)
    assert customers(found) == {
        frozenset({"contact:crm/1", "customer:7", "customer:9"}),
        frozenset({"contact:crm/2"}),
        frozenset({"contact:crm/3", "email:a@mail.org"}),
        frozenset({"contact:crm/4"}),
    }
    assert statuses(found)["contact:crm/2", "customer:7"] == "denied"


def test_a_rule_that_the_shop_left_out_links_nobody() -> None:
    found = link(
        [seen(f"contact:crm/{n}", "email:a@mail.org", "email") for n in range(2)],
        rules=Rules(order=("decided", "crm_link")),
    )
    assert frozenset({"contact:crm/0"}) in customers(found)


IDENTIFIERS = [
    *(f"contact:crm/{n}" for n in range(5)), *(f"customer:{n}" for n in range(1, 5)),
    "anonymous:a", "anonymous:b",
]  # fmt: skip
OTHERS = ["customer:1", "customer:-1", "email:a@mail.org", "email:b@mail.org",
          "email:null", "phone:020 7946 0958", "customer:2"]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            seen,
            st.sampled_from(IDENTIFIERS),
            st.sampled_from(OTHERS),
            st.sampled_from(["crm_link", "identify", "email"]),
        ),
        max_size=14,
    ),
    st.lists(st.tuples(*[st.sampled_from(IDENTIFIERS)] * 2, st.booleans()), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_changes_nothing_and_a_denial_holds(
    rows: list[Row], words: list[tuple[str, str, bool]], chance: random.Random
) -> None:
    latest = {
        tuple(sorted((left, right))): is_same
        for left, right, is_same in words
        if left != right
    }
    said = [decided(*pair, is_same=is_same) for pair, is_same in latest.items()]
    one = link(rows, said)
    chance.shuffle(rows)
    chance.shuffle(said)
    assert link(rows, said) == one
    for (left, right), is_same in latest.items():
        if not is_same:
            assert not any({left, right} <= group for group in customers(one))
    there = {(row["left_kind"], row["left_value"]) for row in rows}
    named = {f"{kind}:{value}" for kind, value in there if kind != "anonymous"}
    assert named <= {name for group in customers(one) for name in group}


def test_nothing_gives_nobody() -> None:
    found = link([])
    assert found.identifiers.num_rows == found.edges.num_rows == 0
