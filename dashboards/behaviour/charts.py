"""Heat maps of behaviour: who views and does not buy, and what is bought instead."""

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.formats import counted, percent, sentence_case, share
from dashboards.palette import PALE_PART, painted

MOST_GROUPS = 12
MOST_VALUES = 8
_ROW, _HEAD = 28, 84
"""Pixels of a row, and of the axis and its title above all of them."""


@drawn
def not_buying_map(rows: pd.DataFrame, ages: list[str], least: int) -> Layers:
    """Return groups as rows, ages as columns; darker: more who did not buy.

    Cells of fewer viewers than ``least`` are hollow.

    Args:
        rows: As `queries.behaviour_products.view_not_buy` has them, of the groups and
            ages that are shown.
        ages: In their order.
        least: Viewers below which no share is told.
    """
    told = rows.assign(
        group=[sentence_case(name) for name in rows["product_group"]],
        is_told=rows["not_buying_pct"].notna(),
        label=[
            "" if pd.isna(value) else f"{value:.0f}%"
            for value in rows["not_buying_pct"]
        ],
        people=[counted(n, "viewer") for n in rows["viewers"]],
        part=[
            f"too few to tell, below {least}" if pd.isna(value) else percent(value)
            for value in rows["not_buying_pct"]
        ],
    )
    return _map(
        told,
        x=("age_band", "Age", ages),
        y=("group", list(dict.fromkeys(told["group"]))),
        value="not_buying_pct",
        tooltip={
            "group": "Group",
            "age_band": "Age",
            "part": "Viewed, not bought",
            "people": "Viewed",
            "buyers": "Of them bought",
        },
    )


@drawn
def switching_map(rows: pd.DataFrame) -> Layers:
    """Return what was viewed as rows and what was bought as columns.

    What was bought itself is on the diagonal, hollow, so that colours show switching.

    Args:
        rows: As `queries.behaviour_products.switching` has them, with seen and bought,
            the names of both; of one category, and of as many values as are shown.
    """
    stayed = rows["from_value"] == rows["to_value"]
    bases = {
        seen: f"{seen} · {base:,}"
        for seen, base in zip(rows["seen"], rows["base_sessions"], strict=True)
    }
    told = rows.assign(
        row=[bases[seen] for seen in rows["seen"]],
        is_told=~stayed,
        label=[
            f"{now if stays else switched:,}"
            for now, switched, stays in zip(
                rows["sessions"], rows["switched_sessions"], stayed, strict=True
            )
        ],
        part=[share(value) for value in rows["switched_share"]],
    )
    order = sorted(set(rows["seen"]) | set(rows["bought"]))
    return _map(
        told,
        x=("bought", "Bought", order),
        y=("row", [bases[name] for name in order if name in bases]),
        value="switched_share",
        tooltip={
            "seen": "Viewed",
            "bought": "Bought after it",
            "sessions": "Sessions",
            "switched_sessions": "Of them without what was viewed",
            "part": "Of all that viewed it and bought",
        },
    )


def _map(
    rows: pd.DataFrame,
    *,
    x: tuple[str, str, list[str]],
    y: tuple[str, list[str]],
    value: str,
    tooltip: dict[str, str],
) -> Layers:
    base = alt.Chart(rows).encode(
        x=alt.X(
            f"{x[0]}:O",
            title=x[1],
            scale=alt.Scale(domain=x[2], paddingInner=0.06),
            axis=alt.Axis(
                orient="top",
                labelAngle=-40 if max(map(len, x[2]), default=0) > 6 else 0,
                labelLimit=120,
                labelOverlap=False,
            ),
        ),
        y=alt.Y(
            f"{y[0]}:O",
            title=None,
            scale=alt.Scale(domain=y[1], paddingInner=0.08),
            axis=alt.Axis(labelLimit=150, labelFlush=False),
        ),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=told) for name, told in tooltip.items()
        ],
    )
    top = max(rows.loc[rows["is_told"], value], default=0) or 1
    scale = alt.Scale(domain=[0, top / PALE_PART], clamp=True)
    hollow = base.transform_filter("!datum.is_told").mark_rect(
        cornerRadius=2, filled=False, strokeWidth=1, strokeDash=[2, 2]
    )
    text = base.mark_text(fontSize=11).encode(text=alt.Text("label:N"))
    return Layers(
        [
            base.transform_filter("datum.is_told")
            .mark_rect(cornerRadius=2)
            .encode(color=alt.Color(f"{value}:Q", scale=scale, legend=None)),
            painted(hollow, "muted"),
            painted(
                text.transform_filter(
                    f"width / {max(len(x[2]), 1)} > 7 * length(datum.label)"
                ),
                "ink",
            ),
        ],
        height=_HEAD + _ROW * max(len(y[1]), 1),
        share_colours=False,
    )
