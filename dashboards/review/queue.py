"""The pairs that wait for a person, without those that somebody has decided since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.queries.same_person import Decision, Pair


@dataclass(frozen=True)
class Queue:
    """What is left to decide, and what was decided since the last run."""

    waiting: pd.DataFrame
    """Rows of `queries.review.pairs`: first those that nobody has looked at."""
    set_aside: int
    """Of those at the end: somebody was not sure."""
    decided: int
    """Same or different by a person, and not in the data yet."""
    last: Decision | None
    """The newest answer on any of the pairs."""

    @property
    def total(self) -> int:
        """Return how many pairs there were to decide when the data were made."""
        return len(self.waiting) + self.decided


def queue(pairs: pd.DataFrame, decisions: Mapping[Pair, Decision]) -> Queue:
    """Return what is left of pairs.

    Args:
        pairs: Rows of `queries.review.pairs`.
        decisions: The one that holds of each pair, the newest last.
    """
    both = zip(pairs["left_identifier"], pairs["right_identifier"], strict=True)
    said = [decisions.get(frozenset(pair)) for pair in both]
    is_decided = [one is not None and one.is_decided for one in said]
    is_aside = [one is not None and one.answer == "not_sure" for one in said]
    is_left = [not decided for decided in is_decided]
    waiting = pairs.assign(is_set_aside=is_aside).loc[is_left]
    answered = {
        one.pair
        for one, decided, aside in zip(said, is_decided, is_aside, strict=True)
        if one is not None and (decided or aside)
    }
    newest = [one for pair, one in decisions.items() if pair in answered]
    return Queue(
        waiting.sort_values("is_set_aside", kind="stable", ignore_index=True),
        sum(waiting["is_set_aside"]),
        sum(is_decided),
        newest[-1] if newest else None,
    )


def chosen(waiting: pd.DataFrame, wanted: tuple[str, str] | None) -> dict[str, Any]:
    """Return the row of the wanted pair if it waits; else the first."""
    both = zip(waiting["left_identifier"], waiting["right_identifier"], strict=True)
    place = next((n for n, pair in enumerate(both) if pair == wanted), 0)
    row = waiting.iloc[[place]].to_dict("records")[0]
    return {str(name): value for name, value in row.items()}
