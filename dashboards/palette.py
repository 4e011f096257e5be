"""Colours by what they mean; charts take them from the theme, light or dark.

Positions are those of ``chartCategoricalColors`` in ``.streamlit/config.toml``.
"""

import json
from collections.abc import Iterable, Mapping

import altair as alt

ROLES = ("accent", "amber", "green", "vermilion", "rose", "sky", "muted", "ink")
"""What each position of the theme's chart colours is for."""

SEGMENTS = {
    "Champions": "#00598c",
    "Loyal": "#0072b2",
    "Potential Loyalist": "#56b4e9",
    "New": "#009e73",
    "Promising": "#5fc9a8",
    "Need Attention": "#e6b800",
    "About to Sleep": "#e69f00",
    "At Risk": "#d55e00",
    "Can't Lose Them": "#a83c00",
    "Hibernating": "#8a919c",
    "Lost": "#5c636e",
}
"""Segments from the best to the gone, each with its colour on every page."""
_OTHER = "#767d87"

PROMOTIONS = {
    "none": "muted",
    "display": "amber",
    "mailer": "green",
    "display and mailer": "vermilion",
}
"""Promotions in store, each with the role of its colour on every page."""

PALE_PART = 0.55
"""Part of the theme's ramp that its ink can be read on: contrast 4.7 at least."""


def painted(
    chart: alt.Chart, role: str, legend: Mapping[str, str] | None = None
) -> alt.Chart:
    """Return the chart with its marks in the theme's colour of one role."""
    colour = by_role("paint", legend)
    return chart.transform_calculate(paint=f"'{role}'").encode(color=colour)


def by_role(
    field: str,
    legend: Mapping[str, str] | None = None,
    *,
    is_beside_names: bool = False,
) -> alt.Color:
    """Return the encoding that paints marks by a column that names roles.

    Args:
        field: The column.
        legend: Role to its meaning, for a line above the chart; none by default.
        is_beside_names: Whether long names at the left take half a phone's width.
    """
    # Two long names side by side fill a phone; four short ones fit.
    letters = sum(map(len, (legend or {}).values()))
    columns = 2 if letters > (18 if is_beside_names else 36) else 4
    key = (
        alt.Legend(
            orient="top",
            direction="horizontal",
            title=None,
            values=list(legend),
            labelExpr=f"{json.dumps(legend)}[datum.label]",
            labelLimit=300,
            symbolType="square",
            symbolSize=90,
            symbolOpacity=1,
            columns=columns,
            padding=0,
            offset=8,
        )
        if legend
        else None
    )
    scale = alt.Scale(domain=list(ROLES))
    return alt.Color(f"{field}:N", scale=scale, legend=key)


def ranked(segments: Iterable[str]) -> list[str]:
    """Return segments from the best to the gone; a company's own come last."""
    names = set(segments)
    return [name for name in SEGMENTS if name in names] + sorted(names - set(SEGMENTS))


def segment_colour(segment: str) -> str:
    """Return a segment's colour; the company's own segments are grey."""
    return SEGMENTS.get(segment, _OTHER)


def text_on(background: str) -> str:
    """Return black or white, whichever reads better on a ``#rrggbb`` colour."""
    luminance = _luminance(background)
    return (
        "#ffffff"
        if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05
        else "#000000"
    )


def _luminance(colour: str) -> float:
    """Return the relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
