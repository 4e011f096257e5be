"""The smaller charts of retention: what is missing, the life cycle, stages of life."""

import altair as alt
import pandas as pd

from dashboards.components import lifecycle
from dashboards.components.charts import Layers, Spec, drawn
from dashboards.formats import NOTHING, money, number, share
from dashboards.palette import by_role, painted
from dashboards.queries.retention import Kind
from dashboards.retention.names import names, spans
from dashboards.retention.worth import Worth


def life_bars(rows: pd.DataFrame, kind: Kind) -> Spec:
    """Return who came above zero and who went quiet below; faint where not whole."""
    labelled = rows.assign(label=names(rows, kind), when=spans(rows))
    return lifecycle.life_bars(labelled, "Customers")


@drawn
def stage_bars(stages: pd.DataFrame, currency: str) -> Layers:
    """Return customers by stage of life as bars, each with its count and share."""
    total = stages["customers"].sum()
    rows = stages.assign(
        stage=stages["stage"].str.capitalize(),
        text=[
            f"{number(count)} · {share(count / total)}" for count in stages["customers"]
        ],
        amount=[money(value, currency) for value in stages["revenue"]],
        last_seen=[
            NOTHING if pd.isna(days) else f"{days:,.0f} days ago"
            for days in stages["recency_days"]
        ],
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("stage:N", sort=None, title=None),
        tooltip=[
            alt.Tooltip("stage:N", title="Stage"),
            alt.Tooltip("text:N", title="Customers"),
            alt.Tooltip("amount:N", title="Revenue ever"),
            alt.Tooltip("last_seen:N", title="Last order, median"),
        ],
    )
    scale = alt.Scale(domain=[0, float(max(stages["customers"])) * 1.5])
    x = alt.X("customers:Q", axis=None, scale=scale)
    return Layers(
        [
            painted(
                base.mark_bar(cornerRadiusEnd=2, height={"band": 0.62}).encode(x=x),
                "accent",
            ),
            painted(
                base.mark_text(align="left", dx=6).encode(x=x, text=alt.Text("text:N")),
                "ink",
            ),
        ],
        height=190,
    )


@drawn
def gap_bar(worth: Worth) -> alt.Chart:
    """Return customers at start as one bar: who came back, and what is missing."""
    step = round(worth.people) if worth.is_five else 0
    parts = [
        ("accent", "came back", worth.retained),
        ("amber", "5 points more", step),
        ("muted", "the rest to 100%", worth.lapsed - step),
    ]
    rows = pd.DataFrame(
        [
            {"role": role, "meaning": meaning, "customers": count, "order": order}
            for order, (role, meaning, count) in enumerate(parts)
            if count > 0
        ]
    )
    legend = {role: f"{meaning}: {count:,}" for role, meaning, count in parts if count}
    return (
        alt.Chart(rows)
        .mark_bar(cornerRadius=2, height={"band": 0.9})
        .encode(
            x=alt.X(
                "customers:Q",
                stack="zero",
                axis=None,
                scale=alt.Scale(domain=[0, worth.start], nice=False),
            ),
            color=by_role("role", legend),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("meaning:N", title="Customers at start"),
                alt.Tooltip("customers:Q", title="Customers", format=",d"),
            ],
        )
        .properties(height=110)
    )
