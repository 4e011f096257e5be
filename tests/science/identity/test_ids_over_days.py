"""Customer ids over many builds: what may change, and what never does."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from science.identity.components import components
from science.identity.ids import Ids, no_ids, rebuilt
from science.identity.limits import Links, grouped
from tests.science.identity.test_ids import customers, redirects

START = datetime(2026, 1, 1, tzinfo=UTC)
Edge = tuple[str, str]


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
        self.shop.build(random.Random(seed))

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
    chance = random.Random(seed)
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


def held_to_the_shops_ids(ids: Ids, found: pa.Table) -> None:
    """Hold the ids of a build to what is so where identifiers are the shop's."""
    component = dict(
        zip(*(found[name].to_pylist() for name in ("identifier", "component")),
            strict=True)
    )  # fmt: skip
    called = customers(ids)
    assert called.keys() == component.keys()
    pairs = {(component[name], called[name]) for name in called}
    assert len({one for one, _ in pairs}) == len({one for _, one in pairs})
    assert len({one for one, _ in pairs}) == len(pairs)
    of_the_shop = defaultdict(set)
    for name in called:
        if name.startswith("customer:"):
            of_the_shop[component[name]].add(name.removeprefix("customer:"))
    for name, customer in called.items():
        own = of_the_shop[component[name]]
        is_away = f"customer:{customer}" not in called
        assert customer in own or is_away
        assert own or is_away
    leads = redirects(ids)
    living = set(called.values())
    assert not leads.keys() & living
    minted = ids.minted["customer_id"].to_pylist()
    assert len(minted) == len(set(minted)) and living <= set(minted)
    gone = ids.gone["identifier"].to_pylist()
    assert not set(gone) & called.keys()


@pytest.mark.parametrize("seed", [1, 2])
def test_thirty_days_with_denials_call_customers_by_the_shops_ids(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"{kind}:{n}" for n in range(40) for kind in ("customer", "email", "x")]
    kinds, ids = np.zeros(len(names), int), no_ids()
    links: list[tuple[int, int]] = []
    denied: list[tuple[int, int]] = []
    away: set[int] = set()
    for day in range(30):
        links += [(chance.randrange(120), chance.randrange(120)) for _ in range(4)]
        denied += [(chance.randrange(120), chance.randrange(120))]
        if chance.random() < 0.3:
            links.pop(chance.randrange(len(links)))
        away = {node for node in range(120) if chance.random() < 0.05}
        ends = np.array([e for e in links if not away & set(e)], int).reshape(-1, 2)
        groups = grouped(
            Links(ends[:, 0], ends[:, 1], np.ones(len(ends), int)), kinds, [6], denied
        )
        there = [node for node in range(120) if node not in away]
        found = pa.table(
            {
                "identifier": [names[node] for node in there],
                "component": groups.group[there],
            }
        )
        before, ids = ids, rebuilt(ids, found, START + timedelta(days=day))
        held_to_the_shops_ids(ids, found)
        assert rebuilt(ids, found, START + timedelta(days=day, hours=1)) == ids
        for left, right in denied:
            if left != right and not away & {left, right}:
                one, other = (customers(ids)[names[node]] for node in (left, right))
                assert one != other
        ages = {r["identifier"]: r["since"] for r in before.customers.to_pylist()}
        ages |= {r["identifier"]: r["since"] for r in before.gone.to_pylist()}
        for row in ids.customers.to_pylist():
            assert row["since"] == ages.get(row["identifier"], row["since"])
