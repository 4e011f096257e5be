"""Who is new, who stayed, who came back and who went quiet, period by period."""

import altair as alt
import pandas as pd

from dashboards.components.charts import PERIOD_AXIS, SHORT_NUMBERS, drawn
from dashboards.palette import by_role

STAGES = {
    "accent": "returning",
    "amber": "new",
    "green": "resurrected",
    "vermilion": "dormant",
}
"""What is stacked above zero, and below, by the role of its colour."""


@drawn
def life_bars(rows: pd.DataFrame, people: str) -> alt.Chart:
    """Return who came above zero and who went quiet below; faint where not whole.

    Args:
        rows: One for each period: label, when, is_complete, and a count for each of
            `STAGES`.
        people: Who is counted, such as ``Customers``.
    """
    parts = [
        rows[["label", "when", "is_complete"]].assign(
            kind=meaning,
            role=role,
            order=order,
            people=[0.0 if pd.isna(n) else float(n) for n in rows[meaning]],
            sign=-1 if role == "vermilion" else 1,
        )
        for order, (role, meaning) in enumerate(STAGES.items())
    ]
    long = pd.concat(parts, ignore_index=True)
    long = long.assign(
        height=long["people"] * long["sign"],
        solid=[1.0 if whole else 0.35 for whole in long["is_complete"]],
    )
    return (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=alt.X("label:O", sort=None, title=None, axis=PERIOD_AXIS),
            y=alt.Y(
                "height:Q",
                title=None,
                axis=alt.Axis(
                    labelExpr=SHORT_NUMBERS.replace("datum.value", "abs(datum.value)"),
                    tickCount=5,
                ),
            ),
            color=by_role("role", STAGES),
            opacity=alt.Opacity("solid:Q", scale=None, legend=None),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("when:N", title="When"),
                alt.Tooltip("kind:N", title=f"{people} who are"),
                alt.Tooltip("people:Q", title=people, format=",d"),
            ],
        )
        .properties(height=270)
    )
