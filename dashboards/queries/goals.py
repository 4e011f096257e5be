"""Goals of the workspace, and what their numbers came to, for the page Goals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import streamlit as st

from warehouse.metrics.errors import MetricError
from warehouse.metrics.goal_course import GoalCourse, daily, goal_course
from warehouse.outlook import GoalOutlook, is_of_published, read_outlook
from warehouse.published import published_version
from warehouse.publishing import current_path
from warehouse.settings import settings
from warehouse.settings.entries import Fault
from warehouse.settings.goals import GOALS, Goal, SavedGoal, goal_files

Day = tuple[date, float]


@dataclass(frozen=True)
class Came:
    """What a goal's number came to, or why nobody knows."""

    course: GoalCourse | None = None
    days: Sequence[Day] = field(default=())
    """Of the period of now, those that are complete; none of what is no sum of days."""
    problem: str | None = None
    """One sentence; None where all is well."""


def saved_goals() -> tuple[list[SavedGoal], list[Fault]]:
    """Return the goals of the workspace by name, as their files are now."""
    return GOALS.read_all(_folder())


def came(goal: Goal) -> Came:
    """Return what a goal's number came to, once for each version."""
    return _came(str(current_path()), published_version(), goal.model_dump_json(), goal)


def forecast_goals() -> dict[str, GoalOutlook]:
    """Return by name the goals as they were forecast from what is published.

    One whose file was changed since is left out, as are all of an older version.
    """
    outlook = read_outlook()
    if outlook is None or not is_of_published(outlook):
        return {}
    files = goal_files(_folder())
    return {
        one.name: one
        for one in outlook.goals
        if files.get(one.name) == outlook.files.get(one.name)
    }


@st.cache_data(show_spinner=False, max_entries=500)
def _came(path: str, version: int, asked: str, _goal: Goal) -> Came:
    try:
        course = goal_course(_goal)
        return Came(course, _days(_goal, course))
    except MetricError as error:
        return Came(problem=str(error))


def _days(goal: Goal, course: GoalCourse) -> tuple[Day, ...]:
    last_on = min(course.now.last_on, course.as_of_on)
    if not course.is_sum or course.now.first_on > last_on:
        return ()
    try:
        return tuple(daily(goal, course.now.first_on, last_on))
    except MetricError:  # known by longer periods alone, it is drawn by those
        return ()


def _folder() -> Path:
    return settings().workspace / GOALS.folder
