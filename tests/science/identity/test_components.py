"""Components are what a plain search finds, in any order and of any shape."""

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.identity.components import components, labels

Edge = tuple[str | None, str | None]
NODES = st.sampled_from("abcdefghijkl")
EDGES = st.lists(st.tuples(NODES, NODES), max_size=14)


def frame(edges: Sequence[Edge]) -> pa.Table:
    """Return edges as a frame."""
    return pa.table(
        {
            "left_identifier": pa.array([left for left, _ in edges], pa.string()),
            "right_identifier": pa.array([right for _, right in edges], pa.string()),
        }
    )


def groups(found: pa.Table) -> set[frozenset[str]]:
    """Return the identifiers of each component."""
    members: dict[int, set[str]] = defaultdict(set)
    for row in found.to_pylist():
        members[row["component"]].add(row["identifier"])
    return {frozenset(group) for group in members.values()}


def searched(edges: list[tuple[str, str]]) -> set[frozenset[str]]:
    """Return what hangs together, by walking from each node."""
    beside = defaultdict(set)
    for left, right in edges:
        beside[left].add(right)
        beside[right].add(left)
    found = set()
    for start in beside:
        seen, waiting = {start}, [start]
        while waiting:
            new = beside[waiting.pop()] - seen
            seen |= new
            waiting.extend(new)
        found.add(frozenset(seen))
    return found


@settings(max_examples=30, deadline=None)
@given(EDGES)
def test_components_are_what_a_search_finds(edges: list[tuple[str, str]]) -> None:
    assert groups(components(frame(edges))) == searched(edges)


@settings(max_examples=30, deadline=None)
@given(EDGES, st.randoms(use_true_random=False))
def test_order_direction_and_repeats_change_nothing(
    edges: list[tuple[str, str]], chance: random.Random
) -> None:
    turned = [(right, left) for left, right in edges] + edges
    chance.shuffle(turned)
    assert components(frame(turned)).equals(components(frame(edges)))


@settings(max_examples=30, deadline=None)
@given(EDGES, st.integers(1, 5))
def test_a_group_over_the_limit_is_held_and_not_merged(
    edges: list[tuple[str, str]], largest: int
) -> None:
    found = components(frame(edges), largest=largest)
    held = {row["identifier"] for row in found.to_pylist() if row["is_held"]}
    whole = searched(edges)
    assert held == {node for group in whole if len(group) > largest for node in group}
    assert groups(found) == {group for group in whole if len(group) <= largest} | {
        frozenset({node}) for node in held
    }
    sizes = {row["identifier"]: row["group_size"] for row in found.to_pylist()}
    assert sizes == {node: len(group) for group in whole for node in group}


def test_nodes_without_edges_stand_alone_and_nulls_are_none() -> None:
    nodes = pa.table({"identifier": ["x", "a", None]})
    found = components(frame([("a", "b"), (None, "c"), ("d", None)]), nodes)
    assert groups(found) == {frozenset(group) for group in ("ab", "c", "d", "x")}


def test_nothing_gives_nothing() -> None:
    assert components(frame([])).num_rows == 0


@pytest.mark.parametrize("shape", ["chain", "star", "ring"])
def test_a_long_shape_is_one_component(shape: str) -> None:
    count = 300_000
    numbers = np.random.default_rng(7).permutation(count)
    left = {
        "chain": numbers[:-1],
        "star": np.full(count - 1, numbers[0]),
        "ring": numbers,
    }[shape]
    right = {
        "chain": numbers[1:],
        "star": numbers[1:],
        "ring": np.roll(numbers, 1),
    }[shape]
    assert set(labels(left, right, count)) == {0}
