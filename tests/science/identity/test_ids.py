"""Customer ids over many builds: what may change, and what never does."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from science.identity.components import components
from science.identity.ids import Ids, no_ids, rebuilt

START = datetime(2026, 1, 1, tzinfo=UTC)
Edge = tuple[str, str]


def grouped(*groups: str) -> pa.Table:
    """Return components whose identifiers are single letters."""
    rows = [(letter, number) for number, group in enumerate(groups) for letter in group]
    return pa.table(
        {
            "identifier": pa.array([letter for letter, _ in rows], pa.string()),
            "component": pa.array([number for _, number in rows], pa.int64()),
        }
    )


def built(*days: tuple[str, ...]) -> Ids:
    """Return the ids after builds, a day apart."""
    ids = no_ids()
    for day, groups in enumerate(days):
        ids = rebuilt(ids, grouped(*groups), START + timedelta(days=day))
    return ids


def customers(ids: Ids) -> dict[str, str]:
    """Return the customer of each identifier."""
    return {row["identifier"]: row["customer_id"] for row in ids.customers.to_pylist()}


def redirects(ids: Ids) -> dict[str, str]:
    """Return where retired ids lead."""
    return {
        row["customer_id"]: row["to_customer_id"] for row in ids.redirects.to_pylist()
    }


def test_growth_keeps_the_id() -> None:
    first = customers(built(("b",)))["b"]
    assert set(customers(built(("b",), ("ab",))).values()) == {first}


def test_the_part_with_the_oldest_identifier_keeps_the_id() -> None:
    ids = customers(built(("b",), ("abc",), ("ac", "b")))
    assert ids["b"] == customers(built(("b",)))["b"]
    assert ids["a"] == ids["c"] != ids["b"]


def test_of_merged_customers_the_first_minted_stays_and_others_lead_to_it() -> None:
    before = customers(built(("m",), ("m", "a")))
    ids = built(("m",), ("m", "a"), ("am",))
    assert set(customers(ids).values()) == {before["m"]}
    assert redirects(ids) == {before["a"]: before["m"]}


def test_redirects_lead_to_their_end_in_one_step() -> None:
    days = (("z",), ("z", "y"), ("z", "y", "x"), ("z", "xy"), ("xyz",))
    before = customers(built(*days[:3]))
    assert redirects(built(*days)) == {
        before["x"]: before["z"],
        before["y"]: before["z"],
    }


def test_an_id_is_not_given_again() -> None:
    ids = built(("b",), ("b", "a"), ("ab",), ("a", "b"))
    assert customers(ids)["a"] != customers(built(("b",), ("b", "a")))["a"]
    assert len(set(ids.minted["customer_id"].to_pylist())) == 3


def test_an_identifier_that_comes_back_has_its_customer_and_its_age_again() -> None:
    first = built(("a", "b"))
    again = built(("a", "b"), ("b",), ("a", "b"))
    assert again.customers == first.customers
    assert again.gone.num_rows == 0
    assert built(("a", "b"), ("b",)).gone["identifier"].to_pylist() == ["a"]


def test_who_comes_back_takes_no_id_from_those_who_stayed() -> None:
    """`a` is the oldest, but was away: the others kept the customer."""
    before = customers(built(("a",), ("ab",)))
    ids = customers(built(("a",), ("ab",), ("b",), ("a", "b")))
    assert ids["b"] == before["a"] != ids["a"]
    joined = customers(built(("a",), ("ab",), ("b",), ("ab",)))
    assert set(joined.values()) == {before["a"]}


def shops(*days: list[str]) -> Ids:
    """Return the ids after builds of groups of identifiers with their kinds."""
    ids = no_ids()
    for day, groups in enumerate(days):
        rows = [(one, n) for n, group in enumerate(groups) for one in group.split()]
        table = pa.table(
            {
                "identifier": pa.array([one for one, _ in rows], pa.string()),
                "component": pa.array([n for _, n in rows], pa.int64()),
            }
        )
        ids = rebuilt(ids, table, START + timedelta(days=day))
    return ids


def test_a_shop_without_merges_keeps_its_ids() -> None:
    ids = shops(["customer:42 email:a", "customer:7", "contact:crm/1"])
    found = customers(ids)
    assert (found["email:a"], found["customer:7"]) == ("42", "7")
    assert found["contact:crm/1"].startswith("c_")


def test_of_two_ids_of_the_shop_the_older_stays() -> None:
    table = pa.table(
        {
            "identifier": ["customer:1", "customer:2", "customer:3", "customer:4"],
            "component": [0, 0, 1, 1],
            "first_seen_at": pa.array(
                [START, START - timedelta(days=9), None, START],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )
    found = customers(rebuilt(no_ids(), table, START))
    assert [found[f"customer:{n}"] for n in (1, 2, 3, 4)] == ["2", "2", "4", "4"]


def test_a_contact_that_becomes_a_customer_is_called_by_the_shops_id() -> None:
    before = customers(shops(["contact:c"]))["contact:c"]
    ids = shops(["contact:c"], ["contact:c customer:9"])
    assert set(customers(ids).values()) == {"9"}
    assert redirects(ids) == {before: "9"}


def test_customers_that_are_parted_again_have_the_shops_ids_again() -> None:
    apart = ["customer:1 email:a", "customer:2 email:b"]
    merged = ["customer:1 email:a customer:2 email:b"]
    assert redirects(shops(apart, merged)) == {"2": "1"}
    ids = shops(apart, merged, apart)
    assert customers(ids) == customers(shops(apart))
    assert redirects(ids) == {}


def test_the_shops_id_goes_where_its_identifier_goes() -> None:
    ids = shops(["email:a customer:1"], ["email:a", "customer:1"])
    assert customers(ids)["customer:1"] == "1" != customers(ids)["email:a"]


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        rebuilt(no_ids(), grouped("a"), datetime(2026, 1, 1))  # noqa: DTZ001


def test_nobody_is_nobody() -> None:
    ids = built(())
    assert customers(ids) == redirects(ids) == {}


class Shop:
    """People whose identifiers come, join, part and go, built day by day."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.edges: list[Edge] = []
        self.ids = no_ids()
        self.day = 0
        self.named = 0

    def arrive(self, identifiers: int) -> None:
        """Add a person whose identifiers hang together."""
        # Named so that neither age nor order of names says the other.
        names = [f"{hash((self.named + n, 7)) % 997}:{self.named + n}"
                 for n in range(identifiers)]  # fmt: skip
        self.named += identifiers
        self.nodes += names
        self.edges += pairwise(names)

    def join(self, left: int, right: int) -> None:
        """Say that two identifiers are one person's."""
        count = len(self.nodes)
        if count:
            self.edges.append((self.nodes[left % count], self.nodes[right % count]))

    def part(self, place: int) -> None:
        """Take back that two identifiers are one person's."""
        if self.edges:
            self.edges.pop(place % len(self.edges))

    def leave(self, place: int) -> None:
        """Take an identifier away."""
        if self.nodes:
            gone = self.nodes.pop(place % len(self.nodes))
            self.edges = [edge for edge in self.edges if gone not in edge]

    def build(self, chance: random.Random, *, twice: bool = True) -> None:
        """Build the ids of a day, and hold them to what must be so."""
        chance.shuffle(self.nodes)
        chance.shuffle(self.edges)
        found = components(
            pa.table(
                {
                    "left_identifier": pa.array(
                        [e[0] for e in self.edges], pa.string()
                    ),
                    "right_identifier": pa.array(
                        [e[1] for e in self.edges], pa.string()
                    ),
                }
            ),
            pa.table({"identifier": pa.array(self.nodes, pa.string())}),
        )
        before = self.ids
        self.day += 1
        at = START + timedelta(days=self.day)
        self.ids = rebuilt(before, found, at)
        check(before, self.ids, found)
        if not twice:
            return
        again = rebuilt(self.ids, found, at + timedelta(hours=1))
        assert again == self.ids
        numbered_anew = found.set_column(
            1,
            "component",
            pa.array([9 - c for c in found["component"].to_pylist()], pa.int64()),
        )
        order = chance.sample(range(found.num_rows), found.num_rows)
        shuffled = numbered_anew.take(pa.array(order, pa.int64()))
        assert rebuilt(before, shuffled, at) == self.ids


def check(before: Ids, after: Ids, found: pa.Table) -> None:
    """Hold ids of two builds to what must be so."""
    component = dict(
        zip(*(found[name].to_pylist() for name in ("identifier", "component")),
            strict=True)
    )  # fmt: skip
    old, new = customers(before), customers(after)
    assert new.keys() == component.keys()
    pairs = {(component[name], new[name]) for name in new}
    assert (
        len({one for one, _ in pairs}) == len({one for _, one in pairs}) == len(pairs)
    )

    had: dict[str, set[str]] = defaultdict(set)
    has: dict[str, set[str]] = defaultdict(set)
    for name, customer in old.items():
        had[customer].add(name)
    for name, customer in new.items():
        has[customer].add(name)

    minted_before = set(before.minted["customer_id"].to_pylist())
    minted = after.minted["customer_id"].to_pylist()
    assert len(minted) == len(set(minted))
    assert set(minted) - minted_before == has.keys() - had.keys()

    leads = redirects(after)
    assert not leads.keys() & has.keys()
    for customer, names in had.items():
        here = names & component.keys()
        homes = {component[name] for name in here}
        beside = {old.get(name) for name in new if component[name] in homes}
        if len(homes) == 1 and beside <= {None, customer}:
            assert {new[name] for name in here} == {customer}  # grew, or lost some
        if here and customer not in has:
            assert leads[customer] in has  # merged
        if customer in has:
            assert has[customer] & names  # never a stranger's
    for customer, to in redirects(before).items():
        if to in has:
            assert leads[customer] == to


class Rebuilds(RuleBasedStateMachine):
    """A shop whose days and changes hypothesis chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop()
        for _ in range(4):
            self.shop.arrive(2)

    @rule(identifiers=st.integers(1, 4))
    def arrive(self, identifiers: int) -> None:
        self.shop.arrive(identifiers)

    @rule(left=st.integers(0, 99), right=st.integers(0, 99))
    def join(self, left: int, right: int) -> None:
        self.shop.join(left, right)

    @rule(place=st.integers(0, 99))
    def part(self, place: int) -> None:
        self.shop.part(place)

    @rule(place=st.integers(0, 99))
    def leave(self, place: int) -> None:
        self.shop.leave(place)

    @rule(seed=st.integers(0, 9))
    def build(self, seed: int) -> None:
        self.shop.build(random.Random(seed))  # noqa: S311

    @invariant()
    def redirects_have_no_chains(self) -> None:
        leads = redirects(self.shop.ids)
        assert not leads.keys() & set(leads.values())


TestRebuilds = Rebuilds.TestCase
TestRebuilds.settings = settings(
    max_examples=10, stateful_step_count=15, deadline=None, derandomize=True
)


@pytest.mark.parametrize("seed", [7, 9])
def test_thirty_days_of_a_shop_keep_every_rule(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    shop = Shop()
    for _ in range(400):
        shop.arrive(chance.randint(1, 5))
    for day in range(30):
        shop.build(chance, twice=day % 10 == 9)
        for _ in range(chance.randint(5, 20)):
            shop.arrive(chance.randint(1, 5))
        for _ in range(chance.randint(2, 8)):
            shop.join(chance.randrange(10**6), chance.randrange(10**6))
        for _ in range(chance.randint(1, 6)):
            shop.part(chance.randrange(10**6))
        if chance.random() < 0.4:
            shop.leave(chance.randrange(10**6))
    assert shop.ids.redirects.num_rows > 20
