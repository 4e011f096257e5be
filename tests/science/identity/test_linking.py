"""Who is one customer by what was seen together, and who is not though it seems so."""

import random
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.rules import Rules
from tests.science.identity.seen_together import (
    Row,
    customers,
    decided,
    findings,
    link,
    seen,
    statuses,
)


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


def test_an_address_that_is_left_over_is_nobody_and_beside_a_device_a_lead() -> None:
    rows = [
        seen(f"anonymous:{n}", "email:till@shop.org", "email", first_name=f"N{n}")
        for n in range(9)
    ]
    lead = seen("anonymous:x", "email:lead@mail.org", "email")
    assert customers(link([*rows, lead])) == {
        frozenset({"anonymous:x", "email:lead@mail.org"})
    }
    apart = decided("anonymous:x", "email:lead@mail.org", is_same=False)
    assert customers(link([lead], [apart])) == set()


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
