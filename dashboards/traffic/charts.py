"""The charts of traffic."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from dashboards.components import lifecycle, trend
from dashboards.components.buckets import labels
from dashboards.components.charts import (
    AMOUNT_AXIS,
    PERIOD_AXIS,
    Layers,
    Spec,
    drawn,
)
from dashboards.formats import counted, day, number, percent, share
from dashboards.palette import by_role
from dashboards.periods import Grain
from dashboards.traffic.sentences import STEPS

_SPANS = {"accent": "day", "amber": "7 days", "muted": "30 days"}
_COLUMNS = {"accent": "visitors", "amber": "wau", "muted": "mau"}


def session_trend(
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    grain: Grain,
    legend: dict[str, str],
) -> Spec:
    """Return sessions over time; buckets as `queries.traffic.series` has them."""

    def worded(buckets: pd.DataFrame) -> pd.DataFrame:
        rates = 100 * buckets["sessions_with_order"] / buckets["sessions"]
        return buckets.assign(
            value=buckets["sessions"],
            text=[counted(round(n), "session") for n in buckets["sessions"]],
            people=[number(n) for n in buckets["visitors"]],
            rate=[percent(None if pd.isna(rate) else rate) for rate in rates],
        )

    return trend.trend(
        worded(now),
        None if before is None else worded(before),
        grain,
        legend,
        {"text": "Sessions", "people": "Visitors", "rate": "Conversion"},
    )


def funnel_rows(reached: Mapping[str, int]) -> pd.DataFrame:
    """Return a row for each step: name, value, text, of_all, of_before (in words)."""
    counts = [int(reached[step]) for step in STEPS]
    rows = []
    for place, (name, count) in enumerate(zip(STEPS.values(), counts, strict=True)):
        of_all = share(count / counts[0] if counts[0] else None)
        earlier = counts[place - 1] if place else 0
        of_before = share(count / earlier if earlier else None)
        text = number(count)
        if place:
            text += f" · {of_before}"
        rows.append((name, float(count), text, number(count), of_all, of_before))
    columns = ["name", "value", "text", "count", "of_all", "of_before"]
    return pd.DataFrame(rows, columns=columns)


@drawn
def active_lines(days: pd.DataFrame) -> Layers:
    """Return visitors of each day, and of the 7 and 30 days that end on it."""
    labelled = days.assign(
        label=labels(days.assign(bucket_on=days["day_on"]), "day"),
        when=[day(on.date()) for on in days["day_on"]],
        stuck=[
            share(None if pd.isna(value) else value) for value in days["stickiness"]
        ],
    )
    long = pd.concat(
        [
            labelled[["label", "when", "stuck"]].assign(
                role=role, span=span, people=days[_COLUMNS[role]].astype(float)
            )
            for role, span in _SPANS.items()
        ],
        ignore_index=True,
    )
    base = alt.Chart(long).encode(
        x=alt.X("label:O", sort=None, title=None, axis=PERIOD_AXIS),
        y=alt.Y(
            "people:Q",
            title=None,
            axis=AMOUNT_AXIS,
            scale=alt.Scale(zero=True),
        ),
        color=by_role("role", _SPANS),
        tooltip=[
            alt.Tooltip("when:N", title="Up to"),
            alt.Tooltip("span:N", title="Visitors of"),
            alt.Tooltip("people:Q", title="Visitors", format=",d"),
            alt.Tooltip("stuck:N", title="Day / 30 days"),
        ],
    )
    return Layers(
        [
            base.mark_line(strokeWidth=2),
            base.mark_point(filled=True, size=60, opacity=0),
        ],
        height=270,
    )


def life_bars(days: pd.DataFrame) -> Spec:
    """Return who came and who went quiet, day by day."""
    labelled = days.assign(
        label=labels(days.assign(bucket_on=days["day_on"]), "day"),
        when=[day(on.date()) for on in days["day_on"]],
    )
    return lifecycle.life_bars(labelled, "Visitors")
