"""What every chart shares: a title that answers, its place, its axes.

A chart stands in a card under a sentence and a grey line with units and marks.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec

import altair as alt
import pandas as pd
import streamlit as st
from altair.utils.schemapi import debug_mode

from dashboards.formats import plain

P = ParamSpec("P")

# Altair's settings are one for all sessions of the server.
_altair = Lock()

# Sizes and colours are Streamlit's theme to say.
alt.theme.enable("none")

# d3 writes giga as G, where people say billion, and thousandths with an m.
SHORT_NUMBERS = (
    "abs(datum.value) < 1 ? format(datum.value, '~r')"
    " : replace(format(datum.value, '~s'), 'G', 'B')"
)

PERIOD_AXIS = alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8)
"""An axis of days or periods by their names: as many names as have room."""

AMOUNT_AXIS = alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5)
"""An axis of amounts as short numbers."""


@contextmanager
def card(sentence: str, line: str, *, is_main: bool = False) -> Iterator[None]:
    """Give a framed place under a title; ``line`` is Markdown, ``sentence`` is text."""
    with st.container(border=True, gap="xsmall", height="stretch"):
        if is_main:
            st.subheader(plain(sentence), anchor=False)
        else:
            st.markdown(f"**{plain(sentence)}**")
        st.caption(line)
        yield


Spec = dict[str, Any]
"""A chart as Vega-Lite, its data as frames under ``datasets``."""


@dataclass(frozen=True)
class Layers:
    """Charts drawn one over the other; `alt.layer` copies each of them many times."""

    charts: Sequence[alt.Chart]
    height: int | dict[str, int]
    share_colours: bool = True
    """Whether one scale gives the colours of all layers."""


def drawn(build: Callable[P, alt.Chart | Layers]) -> Callable[P, Spec]:
    """Make a function that returns a chart return its Vega-Lite, once for each input.

    Of the 20 to 90 ms that Altair takes for a chart, checks against the schema of
    Vega-Lite and copies take most: the tests make those checks, and the data go to
    Streamlit as they are.
    """

    @st.cache_data(show_spinner=False, max_entries=100)
    @wraps(build)
    def spec(*args: P.args, **kwargs: P.kwargs) -> Spec:
        frames: dict[str, pd.DataFrame] = {}
        with (
            _altair,
            debug_mode(False),
            alt.data_transformers.enable("by_name", frames=frames),
        ):
            chart = build(*args, **kwargs)
            body = _layered(chart) if isinstance(chart, Layers) else _unit(chart)
            return {"$schema": alt.SCHEMA_URL, **body, "datasets": frames}

    return spec


def _layered(layers: Layers) -> Spec:
    """Return the layers as one; what can be selected stands at the top, by its view."""
    units = [_unit(chart) for chart in layers.charts]
    parameters = []
    for number, unit in enumerate(units):
        for parameter in unit.pop("params", []):
            unit["name"] = f"view_{number}"
            parameters.append(parameter | {"views": [unit["name"]]})
    colours = "shared" if layers.share_colours else "independent"
    return {
        "layer": units,
        "params": parameters,
        "height": layers.height,
        "resolve": {"scale": {"color": colours}},
    }


def _unit(chart: alt.Chart) -> Spec:
    return chart.to_dict(validate=False, context={"top_level": False})


def _by_name(data: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Name frames by their order: where only data change, a drawn chart stays."""
    known = (name for name, frame in frames.items() if frame is data)
    name = next(known, f"frame_{len(frames)}")
    frames[name] = data
    return {"name": name}


alt.data_transformers.register("by_name", _by_name)  # pyright: ignore[reportArgumentType]  a frame is data


def period_x(points: pd.DataFrame) -> alt.X:
    """Return the place of periods by their column ``label``.

    Layers begin at different periods, so the order is that of all ``points``.
    """
    order = alt.Scale(domain=points["label"].tolist())
    return alt.X("label:O", scale=order, title=None, axis=PERIOD_AXIS)


def amount_y(column: str) -> alt.Y:
    """Return the place of amounts, from zero."""
    scale = alt.Scale(zero=True, nice=True)
    return alt.Y(f"{column}:Q", title=None, axis=AMOUNT_AXIS, scale=scale)


def nearest(column: str) -> alt.Parameter:
    """Return the choice of what is nearest to the pointer, by a column."""
    return alt.selection_point(
        fields=[column],
        nearest=True,
        on="pointerover",
        clear="pointerout",
        empty=False,
    )


def draw(
    chart: Spec,
    description: str,
    *,
    key: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw a chart over the width of its card.

    Args:
        chart: What to draw.
        description: For those who cannot see it.
        key: Name of the chart's state, where ``on_select`` reads what was clicked.
        on_select: Called after a click on a mark.
    """
    st.vega_lite_chart(
        spec=chart, alt=description, key=key, on_select=on_select or "ignore"
    )
