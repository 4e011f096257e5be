"""One goal, open: its way to the target with the forecast, and what its file says."""

import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.components.entries import (
    cannot_be_computed,
    entry_line,
    for_audience,
)
from dashboards.components.faults import part
from dashboards.components.trend import trend
from dashboards.formats import day, plain
from dashboards.goals.progress import progress, progress_rows
from dashboards.goals.saving import FORM, change
from dashboards.goals.sentences import backtest_words, goal_sentence
from dashboards.goals.standing import Shown
from dashboards.kpis.simulated import simulated_note
from dashboards.queries.kpis import buckets
from warehouse.metrics.kpi_course import Period, checked


def one_goal(shown: Shown) -> None:
    """Show a goal's period under way, or why it cannot be computed."""
    goal = shown.goal
    with part(goal.title):
        if shown.standing is None:
            cannot(shown)
        elif shown.came.days or shown.forecast is not None:
            _progress(shown)
        else:
            _periods(shown)
    with entry_line(shown.saved, change, *for_audience(goal.audience)):
        FORM.remove_button(shown.saved)


def cannot(shown: Shown) -> None:
    """Say why a goal cannot be computed, and what to do."""
    cannot_be_computed(shown.saved, shown.came.problem, "it")


def _progress(shown: Shown) -> None:
    sentence = goal_sentence(shown)
    with card(sentence, _line(shown), is_main=True):
        is_ahead = shown.forecast is not None
        reached = "reached, dashed: expected" if is_ahead else "reached"
        legend = {"accent": reached, "ink": "way to the target"}
        draw(progress(progress_rows(shown), legend), f"{sentence}. By day.")


def _periods(shown: Shown) -> None:
    """Show a number that is no sum of days by whole periods."""
    course, goal = shown.came.course, shown.goal
    sentence = goal_sentence(shown)
    with card(sentence, _line(shown), is_main=True):
        if course is None or goal.grain is None or course.now.actual is None:
            st.caption("There is no earlier period to show beside it.")
            return
        last_on = min(course.now.last_on, course.as_of_on)
        is_whole = last_on == course.now.last_on
        now = Period(course.now.first_on, last_on, is_whole, course.now.actual)
        points = buckets(
            [
                *(Period(p.first_on, p.last_on, True, p.actual) for p in course.before),
                now,
            ]
        )
        points["text"] = [shown.written.text(value) for value in points["value"]]
        target = course.now.target
        legend = {
            "accent": f"by {goal.grain}",
            "ink": f"target {shown.written.text(target)}",
        }
        if shown.written.is_share:
            points["value"] *= 100
            target = None if target is None else 100 * target
        chart = trend(points, None, goal.grain, legend, {"text": "Value"}, target)
        draw(chart, f"{sentence}. By {goal.grain}.")


def _line(shown: Shown) -> str:
    """Return what is shown, in which unit, until when, and what forecasts are worth."""
    goal, found = shown.goal, shown.standing
    formula = checked(goal.formula)
    said = [f"{plain(formula.text)}, {shown.written.unit_words}"]
    if goal.where:
        said[0] += f", where {plain(goal.where)}"
    said[0] += simulated_note(formula)
    if found is None:
        return said[0]
    said.append(f"as of {day(found.as_of_on)}")
    if not found.is_over:
        said.append(f"{found.elapsed:.0%} of the working days are over")
    if shown.forecast is not None:
        said.append(f"forecast from {shown.forecast.model}")
        said.append(backtest_words(shown.forecast, goal.grain))
    elif found.why_no_forecast:
        said.append(f"no forecast: {plain(found.why_no_forecast)}")
    return " · ".join(said)
