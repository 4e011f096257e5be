"""The row of numbers under the filters: six across, two by two on a phone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import streamlit as st

from dashboards.components.metric_words import GOOD, Words, words
from dashboards.components.targets import Target
from dashboards.formats import NOTHING, change, plain

Totals = Mapping[str, Any]
"""Numbers of a period, by name."""
_NOT_YET = "with the next run"


@dataclass(frozen=True)
class Tile:
    """One number, with what it was before and how it went."""

    label: str
    value: str
    help: str
    """Definition, and the table that it comes from."""
    delta: str | None = None
    note: str | None = None
    """The compared period, or why there is none."""
    history: Sequence[float] = field(default=())
    """The last periods, this one last."""
    is_up_good: bool | None = True
    """None where up is neither good nor bad."""

    def saying(self, said: str) -> "Tile":
        """Return it with a sentence before its definition; the same without one.

        Args:
            said: Plain text, without the stop.
        """
        if not said:
            return self
        return replace(self, help=f"{plain(said)}.\n\n{self.help}")


@dataclass(frozen=True)
class Compared:
    """Totals of a period beside those of others: what makes a tile of each number."""

    now: Totals
    before: Totals | None
    """Of the compared period; None where there is none."""
    history: Sequence[Totals]
    """Of the last periods, the chosen one last."""
    note: str
    """Names the compared period, or says why there is none."""
    currency: str = ""
    """Of the shop."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """Of metrics, for such a period."""
    against_target: bool = False
    """Whether they are what is compared with, instead of another period."""

    def metric(
        self, name: str, of: Callable[[Totals], float | None] | None = None
    ) -> Tile:
        """Return the tile of a metric: all of its words are the catalogue's.

        One that the published version does not have yet has no number.

        Args:
            name: Of the metric.
            of: Takes its number from the totals of a period; by default they have it
                under its name.
        """
        said = words(name, self.currency)
        if not said.is_published:
            return Tile(said.label, NOTHING, said.definition, note=_NOT_YET)
        take = of or (lambda totals: totals[name])
        tile = replace(
            self.tile(said.label, take, said.text, said.definition, said.change),
            is_up_good=said.is_up_good,
        )
        target = self.targets.get(name)
        if target is not None:
            return self._aimed(tile, take(self.now), target, said)
        return replace(tile, note="no target") if self.against_target else tile

    def _aimed(
        self, tile: Tile, value: float | None, target: Target, said: Words
    ) -> Tile:
        """Return a tile that says its target, compared with it where that is wanted."""
        aim = said.text(target.value)
        least = "at most" if target.direction == "down" else "at least"
        met = "" if value is None else ", met" if target.is_met(value) else ", missed"
        line = f"Target: {least} {plain(aim)} in a {target.grain}{met}"
        help = f"{tile.help}\n\n{line} (`{target.file}`)."
        if not self.against_target:
            return replace(tile, help=help)
        return replace(
            tile,
            help=help,
            delta=said.change(value, target.value),
            note=f"vs target {aim}",
            is_up_good=GOOD[target.direction],
        )

    def tile(
        self,
        label: str,
        of: Callable[[Totals], float | None],
        text: Callable[[float | None], str],
        definition: str,
        delta: Callable[[float | None, float | None], str | None] = change,
    ) -> Tile:
        """Return the tile of a number.

        Args:
            label: Its name.
            of: Takes it from the totals of a period.
            text: How it is written.
            definition: What it is, and from which table.
            delta: How it is compared.
        """
        return Tile(
            label,
            text(of(self.now)),
            definition,
            delta(of(self.now), of(self.before)) if self.before is not None else None,
            self.note,
            [value for totals in self.history if (value := of(totals)) is not None],
        )


def tiles(row: Sequence[Tile]) -> None:
    """Show the tiles in one row, wrapping to pairs where it is narrow."""
    with st.grid(len(row), min_column_width=150, gap="xsmall"):
        for tile in row:
            show_tile(tile)


def show_tile(tile: Tile) -> None:
    """Show one tile where the page is now."""
    colours: dict[bool | None, Literal["normal", "inverse", "off"]] = {
        True: "normal",
        False: "inverse",
        None: "off",
    }
    flat = ("0%", "0 points")
    st.metric(
        tile.label,
        tile.value,
        # The arrow says up; on a phone there is room for one of the two.
        tile.delta.lstrip("+") if tile.delta else None,
        delta_color="off" if tile.delta in flat else colours[tile.is_up_good],
        delta_arrow="off" if tile.delta in flat else "auto",
        delta_description=tile.note,
        help=tile.help,
        # One point is no history.
        chart_data=tile.history if len(tile.history) > 1 else None,
        chart_type="area",
        border=True,
        height="stretch",
    )
