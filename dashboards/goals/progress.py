"""The main chart of a goal: what was reached, the way to the target, the forecast."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import isnan

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, amount_y, drawn, nearest
from dashboards.formats import day
from dashboards.goals.standing import Shown
from dashboards.kpis.units import Written
from dashboards.palette import painted
from warehouse.metrics.goal_course import GoalPeriod
from warehouse.metrics.goal_standing import share_elapsed
from warehouse.settings import settings


def progress_rows(shown: Shown) -> pd.DataFrame:
    """Return one row for each day of a goal's period.

    Columns: day_on, when (the day in words), actual, expected, low and high (the number
    until the end of the day; NaN where it has none), line (the way to the target: its
    share of the working days), and for each a ``…_text`` in words.
    """
    course = shown.came.course
    if course is None:
        return pd.DataFrame()
    now, written = course.now, shown.written
    count = (now.last_on - now.first_on).days + 1
    days = [now.first_on + timedelta(days=place) for place in range(count)]
    rows = pd.DataFrame({"day_on": pd.to_datetime(days)})
    rows["when"] = [day(one) for one in days]
    rows["line"] = _line(now, days)
    reached = pd.Series(dict(shown.came.days), dtype=float).cumsum()
    rows["actual"] = [reached.get(one) for one in days]
    ahead = shown.forecast.days if shown.forecast is not None else ()
    by_day = {one.day_on: one for one in ahead}
    for name in ("total", "total_low", "total_high"):
        rows[name] = [getattr(by_day.get(one), name, None) for one in days]
    numbers = ["line", "actual", "total", "total_low", "total_high"]
    rows[numbers] = rows[numbers].astype(float)
    if ahead and now.first_on <= course.as_of_on:
        _join(rows)
    for name in numbers:
        rows[f"{name}_text"] = _texts(rows[name].to_list(), written)
    return rows


@drawn
def progress(rows: pd.DataFrame, legend: dict[str, str]) -> Layers:
    """Return what was reached day by day, against the way to the target.

    Args:
        rows: As `progress_rows` gives them.
        legend: Names of the lines by the role of their colour.
    """
    x = alt.X(
        "day_on:T",
        title=None,
        axis=alt.Axis(format="%-d %b", labelFlush=True, grid=False),
    )
    base = alt.Chart(rows).encode(x=x)
    known, ahead = rows.loc[rows["actual"].notna()], rows.loc[rows["total"].notna()]
    layers: list[alt.Chart] = []
    if not ahead.empty:
        fan = alt.Chart(ahead).mark_area(opacity=0.18).encode(x=x)
        fan = fan.encode(y=amount_y("total_low"), y2=alt.Y2("total_high:Q"))
        layers.append(painted(fan, "accent", legend))
    line = base.mark_line(strokeWidth=1.5, strokeDash=[2, 3])
    layers.append(painted(line.encode(y=amount_y("line")), "ink", legend))
    for part, column, dash in ((ahead, "total", [4, 4]), (known, "actual", [1, 0])):
        drawn_part = alt.Chart(part).mark_line(strokeWidth=2.5, strokeDash=dash)
        layers.append(painted(drawn_part.encode(x=x, y=amount_y(column)), "accent"))
    layers += _end(ahead, x)
    return Layers([*layers, _hover(base)], height=320)


def _end(ahead: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Return the interval at the end of the period, as a stroke and in words."""
    if ahead.empty:
        return []
    last = ahead.tail(1)
    words = last["total_low_text"] + " – " + last["total_high_text"]
    end = alt.Chart(last.assign(interval=words)).encode(x=x)
    stroke = end.mark_rule(strokeWidth=4)
    stroke = stroke.encode(y=alt.Y("total_low:Q"), y2=alt.Y2("total_high:Q"))
    text = end.mark_text(align="right", baseline="top", dx=-4, dy=22)
    text = text.encode(y=alt.Y("total_low:Q"), text=alt.Text("interval:N"))
    return [painted(stroke, "accent"), painted(text, "ink")]


def _hover(base: alt.Chart) -> alt.Chart:
    """Return an upright line under the pointer that tells of its day."""
    near = nearest("day_on")
    told = {
        "when": "When",
        "actual_text": "Reached",
        "line_text": "On the way to the target",
        "total_text": "Expected",
        "total_low_text": "At least, 9 times of 10",
        "total_high_text": "At most, 9 times of 10",
    }
    rule = base.mark_rule(strokeWidth=1).encode(
        opacity=alt.condition(near, alt.value(0.4), alt.value(0)),
        tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in told.items()],
    )
    return painted(rule, "muted").add_params(near)


def _line(now: GoalPeriod, days: Sequence[date]) -> list[float]:
    works, target = settings().shop.works_on, now.target or 0.0
    return [target * share_elapsed(now, one, works) for one in days]


def _join(rows: pd.DataFrame) -> None:
    """Let the forecast begin where the known days end."""
    last = rows["actual"].last_valid_index()
    if last is not None:
        rows.loc[last, ["total", "total_low", "total_high"]] = rows.loc[last, "actual"]


def _texts(values: Sequence[float], written: Written) -> list[str]:
    return [written.text(None if isnan(one) else one) for one in values]
