"""The chart of a formula: what it came to, by period."""

from collections.abc import Sequence

import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.components.trend import trend
from dashboards.kpis.units import Written
from dashboards.queries.kpis import buckets
from warehouse.metrics.kpi_course import Period
from warehouse.metrics.question import Grain


def course_card(
    sentence: str,
    line: str,
    periods: Sequence[Period],
    grain: Grain,
    written: Written,
    target: float | None = None,
) -> None:
    """Show a formula by period under its sentence; say so where it has no value.

    Args:
        sentence: What it came to.
        line: Grey, under the sentence: what is shown, in which unit.
        periods: Oldest first.
        grain: Of the periods.
        written: Writes its values.
        target: What it should come to.
    """
    points = buckets(periods)
    values = [one.value for one in periods[len(periods) - len(points) :]]
    said = [line]
    if gaps := values.count(None):
        said.append(f"{gaps} without a value: a part has no data, or it divides by 0")
    if not points.empty and not all(points["is_whole"]):
        said.append(f"dashed: a {grain} of which only some days are counted")
    with card(sentence, " · ".join(said), is_main=True):
        if points.empty:
            st.caption(
                f"No {grain} has a value: a part has no data, or it divides by 0."
            )
            return
        points["text"] = [written.text(value) for value in values]
        legend = {}
        if target is not None:
            legend = {"accent": f"by {grain}", "ink": f"target {written.text(target)}"}
        if written.is_share:  # as its line and its tooltip say it
            points["value"] *= 100
            target = None if target is None else 100 * target
        chart = trend(points, None, grain, legend, {"text": "Value"}, target)
        draw(chart, f"{sentence}. By {grain}.")
