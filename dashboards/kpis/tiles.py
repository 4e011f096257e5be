"""The tiles of saved KPIs: value, change, small trend, and the way to each."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components.entries import open_entry
from dashboards.components.tiles import Tile, show_tile
from dashboards.formats import plain
from dashboards.kpis.simulated import simulated_note
from dashboards.kpis.standing import Shown
from warehouse.settings.kpis import KPIS

_FEWEST, _MOST = 4, 6
"""Places for tiles in a row."""
_ICONS = {
    True: ":material/check_circle:",
    False: ":material/flag:",
    None: ":material/show_chart:",
}
"""Whether the target is met."""


def kpi_tiles(shown: Sequence[Shown]) -> None:
    """Show each KPI as a tile, and under it its target, which opens it."""
    with st.grid(
        min(max(len(shown), _FEWEST), _MOST), min_column_width=150, gap="xsmall"
    ):
        for one in shown:
            with st.container(gap=None):
                show_tile(kpi_tile(one))
                st.button(
                    plain(one.target_note),
                    icon=_ICONS[one.standing.is_met],
                    type="tertiary",
                    key=f"open_{one.saved.name}",
                    on_click=open_entry,
                    args=(KPIS, one.saved.name),
                )


def kpi_tile(shown: Shown) -> Tile:
    """Return the tile of a KPI in its last whole period."""
    kpi, now, before = shown.kpi, shown.standing.now, shown.standing.before
    value = now.value if now is not None else None
    return Tile(
        plain(kpi.title),
        shown.written.text(value),
        _help(shown),
        shown.written.change(value, before.value) if before is not None else None,
        shown.note,
        shown.history,
        is_up_good={"up": True, "down": False, "none": None}[kpi.direction],
    )


def _help(shown: Shown) -> str:
    kpi = shown.kpi
    formula = shown.computed.formula
    simulated = simulated_note(formula) if formula is not None else ""
    said = [f"`{kpi.formula}` by {kpi.grain}{simulated}. Owner: {plain(kpi.owner)}."]
    if kpi.note:
        said.append(plain(kpi.note))
    return "\n\n".join([*said, f"Source: `kpis/{shown.saved.path.name}`."])
