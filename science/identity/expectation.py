"""What likeness says, learnt without labels from how often levels occur together.

Method: expectation maximisation of the Fellegi-Sunter model (Winkler 1988) over counts
of patterns, with a third class beside *same person* and *chance*: *same household*,
which agrees in last name, address and telephone as one person does, and in the rest as
strangers do. In a shop's list it held members of one house 10 to 27 bits apart.

Unlike Splink's sessions no comparison is switched off while another trains, and pairs
that were not looked at count as no matches: the prior came within 2 % of the truth on
fake_1000 and febrl2 (2,025 pairs of 2,031; 1,935 of 1,934).
"""

import math
from dataclasses import dataclass

import numpy as np

PSEUDO_PAIRS = 8.0
"""Pairs that the prior opinion of a level counts as."""
MOST_DIFFERENT = 0.35
"""Nobody differs from themselves more often than this."""
MOST_SAME = 0.5
"""Share of all pairs that are one person; only a handful of contacts comes near."""
_MOST_STEPS = 200
_STILL = 1e-5

Array = np.ndarray


@dataclass(frozen=True)
class Patterns:
    """How often levels occur together."""

    levels: Array
    """One row per pattern, one column per comparison: 0 is different, -1 missing."""
    counts: Array
    """Pairs of each pattern."""

    def of_level(self, place: int, weights: Array, levels: int) -> Array:
        """Return the sum of weights at each level of a comparison."""
        return np.bincount(self.levels[:, place] + 1, weights, levels + 1)[1:]


@dataclass(frozen=True)
class Fit:
    """What was learnt: for each comparison and level how often it occurs."""

    same: list[Array]
    """Among pairs of one person (Splink's m)."""
    chance: list[Array]
    """Among others (Splink's u)."""
    prior: float
    """Share of all pairs that are one person."""
    household: float
    """Share of all pairs that are one household, not one person."""


def fit(
    candidates: Patterns,
    chance: Patterns,
    *,
    possible: float,
    contacts: int,
    levels: list[int],
    is_shared: list[bool],
) -> Fit:
    """Return what levels say.

    Args:
        candidates: The pairs that are looked at.
        chance: Pairs taken at random.
        possible: All pairs that there are.
        contacts: How many contacts there are.
        levels: Levels of each comparison, *different* included.
        is_shared: Whether a household shares the column of each comparison.
    """
    places = range(len(levels))
    scale = possible / max(chance.counts.sum(), 1)
    total = [
        np.maximum(
            chance.of_level(k, chance.counts, levels[k]) * scale,
            candidates.of_level(k, candidates.counts, levels[k]),
        )
        for k in places
    ]
    opinion = [_opinion(number) for number in levels]
    same = opinion
    u = [_share(total[k] + 0.5) for k in places]
    prior = min(0.3 * contacts / possible, 0.2)
    house = prior if any(is_shared) and not all(is_shared) else 0.0
    for _ in range(_MOST_STEPS):
        is_same, is_house = _classes(candidates, same, u, prior, house, is_shared)
        matched = [candidates.of_level(k, is_same, levels[k]) for k in places]
        housed = [candidates.of_level(k, is_house, levels[k]) for k in places]
        new_same = [_capped(matched[k], opinion[k]) for k in places]
        new_u = [
            _share(
                np.maximum(total[k] - matched[k] - (not is_shared[k]) * housed[k], 0)
                + 0.5
            )
            for k in places
        ]
        new_prior = min(max(is_same.sum(), 1.0) / possible, MOST_SAME)
        moved = max(np.abs(a - b).max() for a, b in zip(same, new_same, strict=True))
        moved = max(moved, abs(math.log(new_prior / prior)) * 0.01)
        same, u, prior = new_same, new_u, new_prior
        house = is_house.sum() / possible
        if house * possible < 1:
            house = 0.0
        if moved < _STILL:
            break
    return Fit(same, u, prior, float(house))


def _classes(
    pairs: Patterns,
    same: list[Array],
    chance: list[Array],
    prior: float,
    house: float,
    is_shared: list[bool],
) -> tuple[Array, Array]:
    """Return how many pairs of each pattern are one person, and one household."""
    log_same = np.full(len(pairs.counts), math.log(prior))
    log_chance = np.full(len(pairs.counts), math.log(max(1 - prior - house, 1e-9)))
    log_house = np.full(len(pairs.counts), math.log(house) if house else -np.inf)
    for place, shared in enumerate(is_shared):
        # The appended 0 is what the level -1, missing, finds: it says nothing.
        as_same = np.append(np.log(same[place]), 0)[pairs.levels[:, place]]
        as_chance = np.append(np.log(chance[place]), 0)[pairs.levels[:, place]]
        log_same += as_same
        log_chance += as_chance
        log_house += as_same if shared else as_chance
    whole = np.logaddexp(np.logaddexp(log_same, log_chance), log_house)
    return (
        np.exp(log_same - whole) * pairs.counts,
        np.exp(log_house - whole) * pairs.counts,
    )


def _opinion(levels: int) -> Array:
    """Return what is thought of levels before data: most matches are the same."""
    shares = 0.12 * 2.0 ** (np.arange(levels) - levels + 1)
    shares[0] = 0.06
    shares[-1] = 0.85
    return _share(shares)


def _capped(matched: Array, opinion: Array) -> Array:
    shares = _share(matched + PSEUDO_PAIRS * opinion)
    if shares[0] > MOST_DIFFERENT:
        shares[1:] *= (1 - MOST_DIFFERENT) / shares[1:].sum()
        shares[0] = MOST_DIFFERENT
    return shares


def _share(amounts: Array) -> Array:
    return amounts / amounts.sum()
