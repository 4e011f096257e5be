"""Keep, change or remove a goal: what the form says, as a file of the workspace."""

from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError

from dashboards.components.entries import close_entry, open_entry
from dashboards.formats import plain
from dashboards.goals.targets import TargetsError, parsed_targets, written_targets
from dashboards.kpis.saving import file_name
from warehouse.metrics.asking import statement
from warehouse.metrics.errors import MetricError
from warehouse.metrics.goal_course import check_targets
from warehouse.metrics.question import VALUE, Question
from warehouse.settings import settings
from warehouse.settings.entry_writing import remove, save
from warehouse.settings.goals import GOALS, Goal, SavedGoal
from warehouse.settings.writing import WritingError

_SEEN, _PROBLEM, _DONE = "goal_seen", "goal_problem", "goal_done"
_TEXTS = ("title", "formula", "where", "owner", "note")
STRETCH = "stretch"
"""Of periods to choose, the one from a day to a day."""


def changing() -> SavedGoal | None:
    """Return the goal that is being changed; None where a new one is set."""
    return st.session_state.get(_SEEN)


def said_once() -> tuple[str | None, str | None]:
    """Return what was done, and what was wrong; each is told once."""
    return st.session_state.pop(_DONE, None), st.session_state.pop(_PROBLEM, None)


def change(saved: SavedGoal) -> None:
    """Fill the form with a goal, to be changed."""
    make_new()
    goal = saved.content
    st.session_state[_SEEN] = saved
    for name in _TEXTS:
        st.session_state[key(name)] = getattr(goal, name) or ""
    st.session_state[key("period")] = goal.grain or STRETCH
    st.session_state[key("targets")] = written_targets(goal.targets)
    st.session_state[key("audience")] = ", ".join(goal.audience)
    for name in ("starts_on", "ends_on", "target", "direction"):
        st.session_state[key(name)] = getattr(goal, name)


def remove_goal(saved: SavedGoal) -> None:
    """Remove a goal's file, unless somebody changed it meanwhile."""
    try:
        remove(GOALS, saved)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(str(error))
        return
    make_new()
    close_entry(GOALS)
    st.session_state[_DONE] = f"Removed `goals/{saved.path.name}`."


def save_form() -> None:
    """Write the file; what is wrong is shown under the form."""
    try:
        goal = _filled()
        question = Question({VALUE: goal.formula}, goal.grain, where=goal.where)
        statement(question)  # what cannot be computed is said before it is saved
        check_targets(goal)
        seen = changing()
        name = file_name(goal.title) if seen is None else seen.name
        saved = save(GOALS, settings().workspace / GOALS.folder, name, goal, seen)
    except WritingError as error:
        st.session_state[_PROBLEM] = plain(f"{error}.")
        return
    except (TargetsError, MetricError, _UnfilledError) as error:
        said = str(error)
        st.session_state[_PROBLEM] = plain(f"{said[:1].upper()}{said[1:]}.")
        return
    st.session_state[_SEEN] = saved
    st.session_state[_DONE] = f"Saved as `goals/{saved.path.name}`."
    open_entry(GOALS, saved.name)


class _UnfilledError(ValueError):
    """The form says no goal; the message says what it lacks."""


def _filled() -> Goal:
    """Return the goal that the form says."""
    told: dict[str, Any] = {
        name: (st.session_state.get(key(name)) or "").strip() or None for name in _TEXTS
    }
    for name in ("title", "formula", "owner"):
        if told[name] is None:
            message = f"write {name}: a goal has a title, a formula and an owner"
            raise _UnfilledError(message)
    told["direction"] = st.session_state[key("direction")]
    told["target"] = st.session_state[key("target")]
    audience = st.session_state.get(key("audience")) or ""
    told["audience"] = [one.strip() for one in audience.split(",") if one.strip()]
    period = st.session_state[key("period")]
    if period == STRETCH:
        told["starts_on"] = _day("starts_on")
        told["ends_on"] = _day("ends_on")
    else:
        told["grain"] = period
        told["targets"] = parsed_targets(st.session_state.get(key("targets")) or "")
    try:
        return Goal.model_validate(told)
    except ValidationError as error:
        found = error.errors()[0]
        ours = found.get("ctx", {}).get("error")
        place = found["loc"][0] if found["loc"] else "it"
        raise _UnfilledError(str(ours or f"{place}: {found['msg']}")) from error


def _day(name: str) -> date | None:
    return st.session_state.get(key(name))


def make_new() -> None:
    """Empty the form, for a new goal."""
    kept = [name for name in st.session_state if str(name).startswith("goal_form_")]
    for name in (_SEEN, _PROBLEM, _DONE, *kept):
        st.session_state.pop(name, None)


def key(name: str) -> str:
    """Return the key of a field of the form."""
    return f"goal_form_{name}"
