"""The row of numbers under the filters: six across, two by two on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st


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


def tiles(row: Sequence[Tile]) -> None:
    """Show the tiles in one row, wrapping to pairs where it is narrow."""
    colours: dict[bool | None, Literal["normal", "inverse", "off"]] = {
        True: "normal",
        False: "inverse",
        None: "off",
    }
    flat = ("0%", "0 points")
    with st.grid(len(row), min_column_width=150, gap="xsmall"):
        for tile in row:
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
