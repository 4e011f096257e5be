"""Keep or change a goal: what the form says, as a file of the workspace."""

from typing import Any

import streamlit as st

from dashboards.components.entry_form import EntryForm
from dashboards.goals.targets import parsed_targets, written_targets
from warehouse.metrics.goal_course import check_goal
from warehouse.settings.goals import GOALS, Goal, SavedGoal

STRETCH = "stretch"
"""Of periods to choose, the one from a day to a day."""
FORM = EntryForm(GOALS)


def change(saved: SavedGoal) -> None:
    """Fill the form with a goal, to be changed."""
    FORM.change(saved)
    goal = saved.content
    st.session_state[FORM.key("period")] = goal.grain or STRETCH
    st.session_state[FORM.key("targets")] = written_targets(goal.targets)


def filled() -> Goal:
    """Return the goal that the form says.

    Raises:
        NoEntryError: If it lacks something, or `TargetsError` if targets are none.
        MetricError: If it cannot be computed: that is said before it is saved.
        ValidationError: If it is no goal.
    """
    FORM.check_written(("title", "formula", "owner"), "a title, a formula and an owner")
    texts = ("title", "formula", "where", "owner", "note")
    told: dict[str, Any] = {
        "audience": FORM.texts("audience"),
        **{name: FORM.text(name) for name in texts},
        **{name: FORM.value(name) for name in ("target", "direction")},
    }
    period = FORM.value("period")
    if period == STRETCH:
        told |= {name: FORM.value(name) for name in ("starts_on", "ends_on")}
    else:
        told["grain"] = period
        told["targets"] = parsed_targets(FORM.text("targets") or "")
    goal = Goal.model_validate(told)
    check_goal(goal)
    return goal
