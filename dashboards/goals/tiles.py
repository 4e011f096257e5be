"""The tiles of goals: value, attainment, pace, whether at risk, and the way to each."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components.entries import open_entry
from dashboards.components.tiles import Tile, show_tile
from dashboards.formats import plain
from dashboards.goals.sentences import standing_words
from dashboards.goals.standing import Shown
from warehouse.metrics.goal_standing import is_met
from warehouse.settings.goals import GOALS

_FEWEST, _MOST = 4, 6
"""Places for tiles in a row."""
_ICONS = {
    True: ":material/warning:",
    False: ":material/check_circle:",
    None: ":material/flag:",
}
"""Whether the target is at risk."""


def goal_tiles(shown: Sequence[Shown]) -> None:
    """Show each goal as a tile, and under it how it stands, which opens it."""
    with st.grid(
        min(max(len(shown), _FEWEST), _MOST), min_column_width=150, gap="xsmall"
    ):
        for one in shown:
            found = one.standing
            with st.container(gap=None):
                show_tile(goal_tile(one))
                st.button(
                    plain(f"{one.period}: {standing_words(found)}".lstrip(": ")),
                    icon=_ICONS[found.is_at_risk if found is not None else None],
                    type="tertiary",
                    key=f"open_{one.saved.name}",
                    on_click=open_entry,
                    args=(GOALS, one.saved.name),
                )


def goal_tile(shown: Shown) -> Tile:
    """Return the tile of a goal in the period that is under way, or has just ended."""
    found, course = shown.standing, shown.came.course
    return Tile(
        plain(shown.goal.title),
        shown.written.text(found.actual if found is not None else None),
        _help(shown),
        None,
        _note(shown),
        [one.actual or 0.0 for one in course.before[-12:]] if course else (),
    )


def _note(shown: Shown) -> str:
    found = shown.standing
    if found is None:
        return "cannot be computed"
    aim = shown.written.text(found.target)
    if found.attainment is None:
        met = is_met(shown.goal, found.actual, found.target)
        return f"target {aim}{' met' if met else ''}"
    said = f"{found.attainment:.0%} of {aim}"
    course = shown.came.course
    if found.is_over or found.pace is None or course is None or not course.is_sum:
        return said
    return f"{said}, pace {found.pace:.0%}"


def _help(shown: Shown) -> str:
    goal = shown.goal
    where = f" where `{goal.where}`" if goal.where else ""
    side = "at most" if goal.direction == "down" else "at least"
    said = [
        f"`{goal.formula}`{where}. The target is {side} that much. "
        f"Owner: {plain(goal.owner)}.",
        "Pace is what was reached / (target × share of working days that are over).",
    ]
    if goal.note:
        said.insert(1, plain(goal.note))
    return "\n\n".join([*said, f"Source: `goals/{shown.saved.path.name}`."])
