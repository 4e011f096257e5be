"""The periods of a goal as a table: what was wanted, what came, whether it was met."""

import pandas as pd
import streamlit as st

from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.formats import period_name
from dashboards.goals.standing import Shown
from warehouse.metrics.goal_standing import attainment, is_met

_MET = {True: "met", False: "missed", None: ""}


def period_table(shown: Shown) -> None:
    """Show the whole periods of a goal, the latest first, with how many were met."""
    rows = period_rows(shown)
    if rows.empty:
        return
    told = rows["met"].to_list()
    met, missed = told.count("met"), told.count("missed")
    config = st.column_config
    # Of ratios the digits after the point count.
    is_small = rows[["target", "actual"]].abs().max(axis=None) < 100
    amounts = (
        "percent" if shown.written.is_share else "%.2f" if is_small else "localized"
    )
    table(
        f"{shown.goal.title}: met in {met} of {met + missed} whole periods",
        rows,
        {
            "period": config.TextColumn("Period", pinned=True),
            "target": config.NumberColumn("Target", format=amounts),
            "actual": config.NumberColumn("Actual", format=amounts),
            "attainment": config.NumberColumn("Attainment", format="percent"),
            "met": config.TextColumn("Target was"),
        },
        f"goal_{shown.saved.name}",
        about() | {"Goal": shown.goal.title, "Formula": shown.goal.formula},
        caption="Actual and target in " + shown.written.unit_words,
    )


def period_rows(shown: Shown) -> pd.DataFrame:
    """Return one row for each whole period, the latest first.

    Columns: period (its name), target, actual, attainment (as a share), met (``met``,
    ``missed`` or nothing).
    """
    course = shown.came.course
    if course is None:
        return pd.DataFrame()
    whole = list(course.before)
    if course.now.last_on <= course.as_of_on:
        whole.append(course.now)
    return pd.DataFrame(
        {
            "period": period_name(one.first_on, one.last_on),
            "target": one.target,
            "actual": one.actual,
            "attainment": attainment(one.actual, one.target),
            "met": _MET[is_met(shown.goal, one.actual, one.target)],
        }
        for one in reversed(whole)
    )
