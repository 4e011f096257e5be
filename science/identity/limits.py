"""Groups of identifiers that hang together, within what one customer may be.

Of a group with too many identifiers of a kind the links of its weakest rule are taken
back, then those of the next, until each part is within the limits. A part that is still
over them by one rule alone is held: only what a person decided links there.

Then each group that holds two identifiers of which a person said that they differ is
built again, link by link, the strongest first, without any that would join such two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from science.identity.components import labels

USED, OVER_LIMIT, DENIED = 0, 1, 2
"""What became of a link."""

DECIDED = 0
"""Rank of what a person decided: it links in a group that is held, too."""


@dataclass(frozen=True)
class Groups:
    """Who hangs together."""

    group: np.ndarray
    """Of each node, a number that the nodes of its group share."""
    size: np.ndarray
    """Of each node, how many hang together; where it is held, how many would."""
    is_held: np.ndarray
    """Of each node, whether it stands alone because too many hang together."""
    piece: np.ndarray
    """Of each node that is held, a number that those share with which it would hang
    together; of another one, its own."""
    status: np.ndarray
    """Of each link: `USED`, `OVER_LIMIT`, `DENIED`."""


@dataclass(frozen=True)
class Links:
    """Links between nodes, which are numbers from 0; one value a link."""

    left: np.ndarray
    right: np.ndarray
    rank: np.ndarray
    """Of the rule, the strongest first; `DECIDED` by a person."""

    def part(self, chosen: np.ndarray) -> "Links":
        """Return some of them, by a mask or by places."""
        return Links(self.left[chosen], self.right[chosen], self.rank[chosen])


def grouped(
    links: Links,
    kind: np.ndarray,
    limits: Sequence[int],
    denied: Iterable[tuple[int, int]] = (),
) -> Groups:
    """Return which nodes hang together.

    Args:
        links: Between the nodes; of one rank, the stronger stand first.
        kind: Of each node, a place in ``limits``.
        limits: Most nodes of each kind in a group, one at least.
        denied: Two nodes each that are not one person.
    """
    count = len(kind)
    status = np.full(len(links.left), USED, np.int8)
    group = _first_nodes(links.left, links.right, count)
    size = np.bincount(group, minlength=count)[group]
    is_held = np.zeros(count, np.bool_)
    piece = np.arange(count)
    over = _is_over(group, kind, limits)
    while over.any():
        inside = np.flatnonzero(over[links.left] & (status == USED))
        of_link = group[links.left[inside]]
        weakest, is_alone = _weakest(links.rank[inside], of_link, count)
        status[inside[links.rank[inside] == weakest[of_link]]] = OVER_LIMIT
        waiting = over & is_alone[group] & ~is_held
        is_held |= waiting
        piece[waiting] = group[waiting]
        size[waiting] = np.bincount(group, minlength=count)[group[waiting]]
        nodes = np.flatnonzero(over)
        left = np.flatnonzero(over[links.left] & (status == USED))
        group[nodes] = nodes[
            _first_nodes(
                np.searchsorted(nodes, links.left[left]),
                np.searchsorted(nodes, links.right[left]),
                len(nodes),
            )
        ]
        over[nodes] = _is_over(group[nodes], kind[nodes], limits)
    _part(group, links, status, denied)
    size = np.where(is_held, size, np.bincount(group, minlength=count)[group])
    return Groups(group, size, is_held, piece, status)


def _first_nodes(left: np.ndarray, right: np.ndarray, count: int) -> np.ndarray:
    """Return of each node the first node of those that hang together."""
    found = labels(left, right, count)
    _, first = np.unique(found, return_index=True)
    return first[found] if count else np.empty(0, np.int64)


def _is_over(group: np.ndarray, kind: np.ndarray, limits: Sequence[int]) -> np.ndarray:
    """Return of each node whether its group has too many of a kind."""
    over = np.zeros(int(group.max(initial=-1)) + 1, np.bool_)
    for place, most in enumerate(limits):
        over |= np.bincount(group[kind == place], minlength=len(over)) > most
    return over[group]


def _weakest(
    rank: np.ndarray, group: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return of each group its weakest rule, and whether no other links there.

    What people decided is no rule beside others; alone, it is the weakest.
    """
    weakest = np.full(count, DECIDED)
    strongest = np.full(count, np.iinfo(np.int64).max)
    by_rule = rank != DECIDED
    np.maximum.at(weakest, group[by_rule], rank[by_rule])
    np.minimum.at(strongest, group[by_rule], rank[by_rule])
    return weakest, weakest <= strongest


def _part(
    group: np.ndarray,
    links: Links,
    status: np.ndarray,
    denied: Iterable[tuple[int, int]],
) -> None:
    """Part the groups that hold a denied pair, and say which links were left out."""
    pairs = [(a, b) for a, b in denied if a != b and group[a] == group[b]]
    if not pairs:
        return
    doubted = np.unique(group[[a for a, _ in pairs]])
    of_link = np.flatnonzero(np.isin(group[links.left], doubted) & (status == USED))
    of_link = of_link[np.argsort(links.rank[of_link], kind="stable")]
    nodes = np.flatnonzero(np.isin(group, doubted))
    people = _People(nodes.tolist(), pairs)
    ends = zip(links.left[of_link].tolist(), links.right[of_link].tolist(), strict=True)
    joined = [people.join(left, right) for left, right in ends]
    status[of_link[~np.array(joined, np.bool_)]] = DENIED
    group[nodes] = [people.first(node) for node in nodes.tolist()]


class _People:
    """Sets of nodes that are joined one by one, unless two of them are denied."""

    def __init__(self, nodes: list[int], denied: list[tuple[int, int]]) -> None:
        self._parent = {node: node for node in nodes}
        self._others: dict[int, set[int]] = {node: set() for node in nodes}
        for left, right in denied:
            self._others[left].add(right)
            self._others[right].add(left)
        self._sizes = dict.fromkeys(nodes, 1)

    def first(self, node: int) -> int:
        """Return the node that stands for all of a node's set."""
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, left: int, right: int) -> bool:
        """Join the sets of two nodes, and return whether they are one."""
        small, large = self.first(left), self.first(right)
        if small == large:
            return True
        if any(self.first(other) == large for other in self._others[small]):
            return False
        if self._sizes[small] > self._sizes[large]:
            small, large = large, small
        self._parent[small] = large
        self._sizes[large] += self._sizes[small]
        self._others[large] |= self._others.pop(small)
        return True
