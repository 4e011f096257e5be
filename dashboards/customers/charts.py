"""Charts of the page Customers: the treemap of segments and the RFM grid."""

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.formats import counted, money, number, share
from dashboards.palette import segment_colour, text_on
from dashboards.squarify import squarify

# Between the shapes of a wide screen and of a phone; the chart stretches to either.
_BOX = (1000.0, 600.0)
_GAP = 2.5
CLICKED = "clicked"
"""Name of the treemap's selection."""


@drawn
def segment_tree(segments: pd.DataFrame, currency: str) -> Layers:
    """Return a treemap: area is customers, each segment in its colour with its name.

    Names and numbers that would not fit their rectangle are left to the tooltip.
    """
    boxes = squarify(segments["customers"].tolist(), *_BOX)
    rows = _described(segments, currency).assign(
        left=[box.x for box in boxes],
        right=[box.x + box.width - _GAP for box in boxes],
        top=[box.y for box in boxes],
        bottom=[box.y + box.height - _GAP for box in boxes],
        ink=[text_on(segment_colour(name)) for name in segments["segment"]],
        wrapped=[name.replace(" ", "\n") for name in segments["segment"]],
        words=[len(name.split()) for name in segments["segment"]],
        longest_word=[max(map(len, name.split())) for name in segments["segment"]],
    )
    x = alt.X("left:Q", scale=alt.Scale(domain=[0, _BOX[0]], nice=False), axis=None)
    y = alt.Y(
        "top:Q",
        scale=alt.Scale(domain=[0, _BOX[1]], nice=False, reverse=True),
        axis=None,
    )
    clicked = alt.selection_point(name=CLICKED, fields=["segment"])
    base = alt.Chart(rows).encode(tooltip=_tooltip())
    cells = (
        base.mark_rect(cornerRadius=4, cursor="pointer")
        .encode(
            x=x,
            x2=alt.X2("right"),
            y=y,
            y2=alt.Y2("bottom"),
            color=alt.Color("colour:N", scale=None),
            opacity=alt.condition(clicked, alt.value(1), alt.value(0.45)),
        )
        .add_params(clicked)
    )
    # Widths of text are estimated: 7.2 pixels a letter at 14, 6.2 at 12, 5.6 at 11.
    room_x = f"((datum.right - datum.left) / {_BOX[0]} * width - 16)"
    room_y = f"((datum.bottom - datum.top) / {_BOX[1]} * height - 16)"
    lies = f"{room_x} > 7.2 * length(datum.segment) && {room_y} > 12"
    wraps = f"{room_x} > 7.2 * datum.longest_word && {room_y} > 16 * datum.words - 4"
    stands = f"{room_y} > 5.6 * length(datum.segment) && {room_x} > 4"
    text = base.encode(x=x, y=y, color=alt.Color("ink:N", scale=None))
    name = {"align": "left", "fontSize": 14, "fontWeight": 600, "dx": 10}
    lines = {"align": "left", "lineBreak": "\n", "lineHeight": 16, "baseline": "top"}
    return Layers(
        [
            cells,
            text.mark_text(baseline="top", dy=10, **name)
            .encode(text=alt.Text("segment:N"))
            .transform_filter(lies),
            text.mark_text(dy=10, **name | lines)
            .encode(text=alt.Text("wrapped:N"))
            .transform_filter(f"!({lies}) && {wraps}"),
            text.mark_text(
                align="left",
                baseline="bottom",
                dx=10,
                dy=-7,
                angle=90,
                fontSize=11,
                fontWeight=600,
            )
            .encode(text=alt.Text("segment:N"))
            .transform_filter(f"!({lies}) && !({wraps}) && {stands}"),
            text.mark_text(dx=10, dy=30, fontSize=12, **lines)
            .encode(text=alt.Text("lines:N"))
            .transform_filter(f"{room_x} > 6.2 * datum.longest && {room_y} > 52"),
        ],
        height=400,
    )


@drawn
def score_grid(scores: pd.DataFrame, currency: str) -> Layers:
    """Return customers by recency and frequency score, coloured by segment."""
    rows = scores.assign(
        colour=[segment_colour(name) for name in scores["segment"]],
        ink=[text_on(segment_colour(name)) for name in scores["segment"]],
        amount=[money(value, currency) for value in scores["revenue"]],
        label=[number(value) for value in scores["customers"]],
    )
    best_first = [5, 4, 3, 2, 1]
    base = alt.Chart(rows).encode(
        x=alt.X(
            "f_score:O",
            title="Frequency score",
            scale=alt.Scale(domain=best_first[::-1], paddingInner=0.04),
            axis=alt.Axis(labelAngle=0),
        ),
        y=alt.Y(
            "r_score:O",
            title="Recency score",
            scale=alt.Scale(domain=best_first, paddingInner=0.04),
        ),
        tooltip=[
            alt.Tooltip("segment:N", title="Mostly"),
            alt.Tooltip("r_score:O", title="Recency score"),
            alt.Tooltip("f_score:O", title="Frequency score"),
            alt.Tooltip("customers:Q", title="Customers", format=",d"),
            alt.Tooltip("amount:N", title="Revenue"),
        ],
    )
    return Layers(
        [
            base.mark_rect(cornerRadius=3).encode(
                color=alt.Color("colour:N", scale=None)
            ),
            base.mark_text(fontSize=12, fontWeight=600).encode(
                text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None)
            ),
        ],
        height=210,
    )


def _described(segments: pd.DataFrame, currency: str) -> pd.DataFrame:
    people = [counted(int(count), "customer") for count in segments["customers"]]
    brought = [
        f"{money(revenue, currency)} · {share(part)} of revenue"
        for revenue, part in zip(
            segments["revenue"], segments["revenue_share"].fillna(0), strict=True
        )
    ]
    return segments.assign(
        colour=[segment_colour(name) for name in segments["segment"]],
        people=people,
        brought=brought,
        lines=[f"{a}\n{b}" for a, b in zip(people, brought, strict=True)],
        longest=[max(len(a), len(b)) for a, b in zip(people, brought, strict=True)],
        last_seen=[f"{days:,.0f} days ago" for days in segments["recency_days"]],
    )


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("segment:N", title="Segment"),
        alt.Tooltip("people:N", title="Customers"),
        alt.Tooltip("customer_share:Q", title="Of all customers", format=".1%"),
        alt.Tooltip("brought:N", title="Revenue"),
        alt.Tooltip("frequency:Q", title="Orders each, mean", format=".1f"),
        alt.Tooltip("last_seen:N", title="Last order, median"),
    ]
