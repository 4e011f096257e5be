"""Segments over time: who moved to which in a month, and how each grew."""

import altair as alt
import pandas as pd

from dashboards.components.charts import PERIOD_AXIS, Layers, drawn
from dashboards.formats import counted, day, money, period_name, share
from dashboards.palette import PALE_PART, painted, ranked, segment_colour

FIRST_BOUGHT = "First bought"
"""The row of those who had no segment at the end of the month before."""


@drawn
def movement_map(moves: pd.DataFrame, currency: str) -> Layers:
    """Return segments before as rows, after as columns; colour is the row's share.

    Who stayed is on the diagonal and has a frame in place of a colour, so that the
    colours show who moved.

    Args:
        moves: As `queries.movement.movement` returns them.
        currency: Of the shop.
    """
    before = [FIRST_BOUGHT if pd.isna(name) else name for name in moves["before"]]
    rows = moves.assign(
        before=before,
        row=[f"{a} · {n:,}" for a, n in zip(before, moves["base"], strict=True)],
        label=[f"{count:,}" for count in moves["customers"]],
        people=[
            f"{counted(int(count), 'customer')}, {share(part)} of the row"
            for count, part in zip(moves["customers"], moves["row_share"], strict=True)
        ],
        amount=[money(value, currency) for value in moves["revenue"]],
        stayed=[a == b for a, b in zip(before, moves["after"], strict=True)],
    )
    bases = dict(zip(rows["before"], rows["row"], strict=True))
    order = ranked(set(before) - {FIRST_BOUGHT})
    if FIRST_BOUGHT in bases:
        order.append(FIRST_BOUGHT)
    columns = ranked(moves["after"])
    base = alt.Chart(rows).encode(
        x=alt.X(
            "after:O",
            title="After",
            scale=alt.Scale(domain=columns, paddingInner=0.06),
            axis=alt.Axis(
                labelAngle=-50,
                labelLimit=110,
                labelOverlap=False,
                labelFlush=False,
                orient="top",
            ),
        ),
        y=alt.Y(
            "row:O",
            title="Before",
            scale=alt.Scale(domain=[bases[name] for name in order], paddingInner=0.08),
            axis=alt.Axis(labelLimit=150, labelFlush=False),
        ),
        tooltip=[
            alt.Tooltip("before:N", title="Before"),
            alt.Tooltip("after:N", title="After"),
            alt.Tooltip("people:N", title="Customers"),
            alt.Tooltip("amount:N", title="Their revenue ever"),
        ],
    )
    moved = max(rows.loc[~rows["stayed"], "row_share"], default=1.0)
    scale = alt.Scale(domain=[0, moved / PALE_PART], clamp=True)
    stay = base.transform_filter("datum.stayed").mark_rect(
        cornerRadius=2, filled=False, strokeWidth=1.5
    )
    return Layers(
        [
            base.mark_rect(cornerRadius=2)
            .encode(color=alt.Color("row_share:Q", scale=scale, legend=None))
            .transform_filter("!datum.stayed"),
            painted(stay, "muted"),
            painted(
                base.mark_text(fontSize=11)
                .encode(text=alt.Text("label:N"))
                .transform_filter(
                    f"width / {len(columns)} > 6.5 * length(datum.label)"
                ),
                "ink",
            ),
        ],
        height=460,
        share_colours=False,
    )


@drawn
def segment_history(history: pd.DataFrame, currency: str) -> alt.Chart:
    """Return each month's buyers by segment as bars of equal height; faint: not over.

    Args:
        history: As `queries.movement.history` returns it.
        currency: Of the shop.
    """
    order = ranked(history["segment"])
    rows = history.assign(
        label=[
            period_name(first.date(), last.date())
            if whole
            else f"to {day(last.date())}"
            for first, last, whole in zip(
                history["month_on"],
                history["as_of_on"],
                history["is_complete"],
                strict=True,
            )
        ],
        order=[order.index(name) for name in history["segment"]],
        colour=[segment_colour(name) for name in history["segment"]],
        solid=[1.0 if whole else 0.45 for whole in history["is_complete"]],
        people=[
            f"{counted(int(count), 'customer')}, {share(part)} of buyers"
            for count, part in zip(history["customers"], history["share"], strict=True)
        ],
        amount=[money(value, currency) for value in history["revenue"]],
    )
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X(
                "label:O",
                sort=None,
                title=None,
                axis=PERIOD_AXIS,
            ),
            y=alt.Y(
                "share:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="~%", tickCount=5),
            ),
            color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("solid:Q", scale=None, legend=None),
            # Bars stack from the last to the first: the best on top.
            order=alt.Order("order:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("label:N", title="Month"),
                alt.Tooltip("segment:N", title="Segment"),
                alt.Tooltip("people:N", title="Customers"),
                alt.Tooltip("amount:N", title="Their revenue until then"),
            ],
        )
        .properties(height=210)
    )
