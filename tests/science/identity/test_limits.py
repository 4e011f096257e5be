"""Groups are what plain Python finds: all links, within limits, without denials."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.limits import DENIED, OVER_LIMIT, USED, Groups, Links, grouped

NODES = 9
Link = tuple[int, int, int]
"""Two nodes, and the rank of the rule."""
NODE = st.integers(0, NODES - 1)
LINKS = st.lists(
    st.tuples(NODE, NODE, st.integers(0, 3)).filter(lambda link: link[0] != link[1]),
    max_size=16,
    unique=True,
)
PAIRS = st.lists(st.tuples(NODE, NODE), max_size=4)


def found(
    links: Sequence[Link],
    kinds: Sequence[int] = (0,) * NODES,
    limits: Sequence[int] = (NODES,),
    denied: Sequence[tuple[int, int]] = (),
) -> Groups:
    """Return the groups of some links."""
    ends = np.array(links, np.int64).reshape(-1, 3)
    return grouped(
        Links(ends[:, 0], ends[:, 1], ends[:, 2]), np.array(kinds), limits, denied
    )


def groups(numbers: Sequence[int]) -> set[frozenset[int]]:
    """Return the nodes of each group."""
    members: dict[int, set[int]] = defaultdict(set)
    for node, number in enumerate(numbers):
        members[number].add(node)
    return {frozenset(group) for group in members.values()}


def joined(links: Sequence[Link], nodes: Sequence[int]) -> list[set[int]]:
    """Return what hangs together, set by set: the oracle's union-find."""
    sets = [{node} for node in nodes]
    for left, right, _ in links:
        ours = next(one for one in sets if left in one)
        theirs = next(one for one in sets if right in one)
        if ours is not theirs:
            sets.remove(theirs)
            ours |= theirs
    return sets


def limited(
    links: list[Link], nodes: list[int], kinds: Sequence[int], limits: Sequence[int]
) -> tuple[list[set[int]], set[int], list[Link]]:
    """Return groups within limits, who is held, and the links that are left."""
    done: list[set[int]] = []
    held: set[int] = set()
    used: list[Link] = []
    for group in joined(links, nodes):
        inside = [link for link in links if link[0] in group]
        counts = [sum(kinds[n] == kind for n in group) for kind in range(len(limits))]
        if all(count <= most for count, most in zip(counts, limits, strict=True)):
            done.append(group)
            used += inside
            continue
        rules = {rank for _, _, rank in inside} - {0}
        if len(rules) < 2:
            held |= group
        weakest = max(rules, default=0)
        left = [link for link in inside if link[2] != weakest]
        more, too, kept = limited(left, sorted(group), kinds, limits)
        done, held, used = done + more, held | too, used + kept
    return done, held, used


@settings(max_examples=150, deadline=None)
@given(
    LINKS,
    st.lists(st.integers(0, 1), min_size=NODES, max_size=NODES),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
)
def test_the_weakest_rules_give_way_until_all_is_within_limits(
    links: list[Link], kinds: list[int], limits: tuple[int, int]
) -> None:
    whole, held, used = limited(links, list(range(NODES)), kinds, limits)
    ours = found(links, kinds, limits)
    assert groups(ours.group.tolist()) == {frozenset(group) for group in whole}
    assert set(np.flatnonzero(ours.is_held).tolist()) == held
    kept = {link for link, s in zip(links, ours.status, strict=True) if s == USED}
    assert kept == set(used)
    sizes = {node: len(group) for group in whole for node in group - held}
    assert {n: ours.size[n] for n in sizes} == sizes


@settings(max_examples=150, deadline=None)
@given(LINKS, PAIRS)
def test_no_link_joins_two_that_differ_and_every_other_one_holds(
    links: list[Link], denied: list[tuple[int, int]]
) -> None:
    ours = found(links, denied=denied)
    sets = [{node} for node in range(NODES)]
    foes = {frozenset(pair) for pair in denied if pair[0] != pair[1]}
    doubted = [
        group
        for group in joined(links, range(NODES))
        if any(foe <= group for foe in foes)
    ]
    for left, right, _ in sorted(links, key=lambda link: link[2]):
        a = next(one for one in sets if left in one)
        b = next(one for one in sets if right in one)
        if a is not b and not any(foe <= a | b for foe in foes):
            sets.remove(b)
            a |= b
    assert groups(ours.group.tolist()) == {frozenset(group) for group in sets}
    for a, b in denied:
        assert a == b or ours.group[a] != ours.group[b]
    for (left, right, _), status in zip(links, ours.status, strict=True):
        assert (status == DENIED) == (ours.group[left] != ours.group[right])
        assert status == USED or any(left in group for group in doubted)


@settings(max_examples=60, deadline=None)
@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_links_of_different_rules_changes_nothing(
    links: list[Link], chance: random.Random
) -> None:
    kinds, limits = (0,) * NODES, (3,)
    shuffled = links.copy()
    chance.shuffle(shuffled)
    one, other = found(links, kinds, limits), found(shuffled, kinds, limits)
    assert one.group.tolist() == other.group.tolist()
    assert one.is_held.tolist() == other.is_held.tolist()


def test_of_a_group_that_is_held_what_a_person_decided_stays() -> None:
    ours = found([(0, 1, 0), (1, 2, 1), (2, 3, 1), (3, 4, 1)], limits=(3,))
    assert groups(ours.group.tolist()[:5]) == {
        frozenset({0, 1}), frozenset({2}), frozenset({3}), frozenset({4}),
    }  # fmt: skip
    assert ours.is_held.tolist()[:6] == [True] * 5 + [False]
    assert ours.size.tolist()[:6] == [5] * 5 + [1]
    assert ours.status.tolist() == [USED, OVER_LIMIT, OVER_LIMIT, OVER_LIMIT]


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_hangs_together_with_nobody(count: int) -> None:
    ours = grouped(
        Links(*(np.empty(0, np.int64) for _ in range(3))), np.zeros(count, int), (1,)
    )
    assert ours.group.tolist() == list(range(count))
