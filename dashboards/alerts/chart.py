"""The numbers of an alert over time, what they are held against, and where it fires."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from dashboards.alerts.words import period_words
from dashboards.components.buckets import labels
from dashboards.components.charts import (
    Layers,
    amount_y,
    card,
    draw,
    drawn,
    period_x,
)
from dashboards.components.trend import telling_points
from dashboards.formats import NOTHING
from dashboards.kpis.units import Written
from dashboards.palette import painted
from warehouse.alerts.judging import Judgement
from warehouse.metrics.question import Grain
from warehouse.metrics.units import Unit
from warehouse.settings import settings

SHOWN = 90
"""Periods of a chart, the last ones."""


def alert_card(
    sentence: str, line: str, judgements: Sequence[Judgement], grain: Grain, name: str
) -> None:
    """Show an alert's numbers by period under a sentence.

    Args:
        sentence: What comes of them.
        line: Grey, under the sentence.
        judgements: By period, oldest first.
        grain: Of the periods.
        name: What the values are.
    """
    points = alert_points(judgements[-SHOWN:], settings().shop.currency)
    with card(sentence, line, is_main=True):
        if points.dropna(subset=["value"]).empty:
            st.caption(
                f"No {grain} has a value: a part has no data, or it divides by 0."
            )
            return
        draw(alert_chart(points, grain, name), f"{sentence}. By {grain}.")


def alert_points(judgements: Sequence[Judgement], currency: str) -> pd.DataFrame:
    """Return periods as the chart takes them.

    Columns: bucket_on, value, low, high (NaN where there is none; shares in percent),
    when, text, against (in words), is_firing.
    """
    shown = [one for one in judgements if one.first_on is not None]
    fields = ("value", "low", "high")
    values = [getattr(one, field) for one in shown for field in fields]
    unit = shown[-1].unit if shown else "ratio"
    write = Written(Unit.named(unit), currency, values)
    factor = 100 if write.is_share else 1

    def numbers(field: str) -> pd.Series:
        found = [getattr(one, field) for one in shown]
        return pd.Series(
            [None if one is None else factor * one for one in found], dtype=float
        )

    def against(one: Judgement) -> str:
        known = [bound for bound in (one.low, one.high) if bound is not None]
        return " to ".join(map(write.text, known)) or NOTHING

    return pd.DataFrame(
        {
            "bucket_on": pd.to_datetime([one.first_on for one in shown]),
            "value": numbers("value"),
            "low": numbers("low"),
            "high": numbers("high"),
            "when": [period_words(one).split(" ", 1)[-1] for one in shown],
            "text": [write.text(one.value) for one in shown],
            "against": [against(one) for one in shown],
            "is_firing": pd.Series(
                [one.verdict == "firing" for one in shown], dtype=bool
            ),
        }
    )


@drawn
def alert_chart(points: pd.DataFrame, grain: Grain, name: str) -> Layers:
    """Return values by period, their bounds in grey, and marks where it fires."""
    points = points.assign(label=labels(points, grain))
    legend = {"accent": name, "muted": "bound", "vermilion": "fires"}
    x, y = period_x(points), amount_y("value")
    tooltip = [
        alt.Tooltip("when:N", title="When"),
        alt.Tooltip("text:N", title="Value"),
        alt.Tooltip("against:N", title="Held against"),
    ]
    layers: list[alt.Chart] = []
    both = points.dropna(subset=["low", "high"])
    if not both.empty:
        band = alt.Chart(both).mark_area(opacity=0.2)
        layers.append(
            painted(band.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"), "muted", legend)
        )
    for bound in ("low", "high"):
        known = points.dropna(subset=[bound])
        if not known.empty:
            line = alt.Chart(known).mark_line(strokeWidth=1.5, strokeDash=[4, 3])
            layers.append(
                painted(line.encode(x=x, y=alt.Y(f"{bound}:Q")), "muted", legend)
            )
    line = alt.Chart(points).mark_line(strokeWidth=2.5)
    layers.append(painted(line.encode(x=x, y=y), "accent", legend))
    layers.append(telling_points(points, y, tooltip, legend))
    fired = alt.Chart(points.loc[points["is_firing"]])
    marks = fired.mark_point(filled=True, size=90).encode(x=x, y=y, tooltip=tooltip)
    layers.append(painted(marks, "vermilion", legend))
    return Layers(layers, height=300)
