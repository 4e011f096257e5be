"""Charts of campaigns: members beside others, and redemptions over time."""

import altair as alt
import pandas as pd

from dashboards.components.charts import SHORT_NUMBERS, Layers, drawn
from dashboards.formats import change, counted, money
from dashboards.palette import by_role, painted
from dashboards.sales.buckets import labels

SIDES = {"member": "members", "non_member": "compared non-members"}
_ROLES = {"member": "accent", "non_member": "muted"}
_KIND_ROLES = ("accent", "amber", "green", "rose", "vermilion", "sky")


@drawn
def sides(rows: pd.DataFrame, currency: str, legend: dict[str, str]) -> Layers:
    """Return sales for each person before, during and after one campaign.

    Where data have only some of the days the point is hollow and the line dashed.

    Args:
        rows: side (member or non_member), place (0 to 2), label, when, amount, people,
            is_whole.
        currency: Of the shop.
        legend: Both sides in words, with how many they are, by role.
    """
    points = rows.assign(
        role=rows["side"].map(_ROLES),
        text=[money(value, currency) for value in rows["amount"]],
        known=["all days" if whole else "some days" for whole in rows["is_whole"]],
    )
    order = rows.sort_values("place")["label"].unique().tolist()
    top = float(rows["amount"].max())
    base = alt.Chart(points).encode(
        x=alt.X(
            "label:O",
            sort=order,
            title=None,
            scale=alt.Scale(domain=order),
            axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')"),
        ),
        y=alt.Y(
            "amount:Q",
            title=None,
            axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5),
            scale=alt.Scale(domain=[min(0.0, float(rows["amount"].min())), top * 1.15]),
        ),
        detail="side:N",
        tooltip=[
            alt.Tooltip("when:N", title="Days"),
            alt.Tooltip("people:N", title="People"),
            alt.Tooltip("text:N", title="Sales per person"),
            alt.Tooltip("known:N", title="Data have"),
        ],
    )
    layers: list[alt.Chart] = []
    for side, role in reversed(_ROLES.items()):
        part = points.loc[points["side"] == side].sort_values("place")
        for start in range(len(part) - 1):
            piece = part.iloc[start : start + 2]
            dash = [1, 0] if piece["is_whole"].all() else [4, 4]
            line = base.properties(data=piece).mark_line(strokeWidth=3, strokeDash=dash)
            layers.append(painted(line, role, legend))
        for is_whole, marked in part.groupby("is_whole"):
            dot = base.properties(data=marked).mark_point(
                filled=bool(is_whole), size=110, opacity=1, strokeWidth=2
            )
            layers.append(painted(dot, role, legend))
        above = side == "member"
        text = base.properties(data=part).mark_text(
            dy=-16 if above else 18, fontWeight=600 if above else 400
        )
        layers.append(painted(text.encode(text=alt.Text("text:N")), "ink"))
    return Layers(layers, height=320)


@drawn
def changes(campaigns: pd.DataFrame, currency: str, chosen_id: str | None) -> Layers:
    """Return each campaign as a dot: the change of members against that of others.

    Dots over the diagonal are campaigns whose members' sales grew more. The size is
    how many members are compared, the colour the kind; one that is chosen stands out.
    """
    kinds = sorted(campaigns["kind"].fillna("No kind").unique())
    roles = {
        kind: _KIND_ROLES[place] if place < len(_KIND_ROLES) else "muted"
        for place, kind in enumerate(kinds)
    }
    points = campaigns.assign(
        role=[roles[kind] for kind in campaigns["kind"].fillna("No kind")],
        up=[change(1 + value, 1) for value in campaigns["member_change"]],
        other_up=[change(1 + value, 1) for value in campaigns["non_member_change"]],
        beyond_text=[money(value, currency) for value in campaigns["beyond"]],
        people=[
            f"{members:,} and {counted(int(others), 'other')}"
            for members, others in zip(
                campaigns["compared_members"],
                campaigns["compared_non_members"],
                strict=True,
            )
        ],
        strength=[
            0.85 if chosen_id in (None, key) else 0.25
            for key in campaigns["campaign_id"]
        ],
    )
    values = pd.concat([campaigns["member_change"], campaigns["non_member_change"]])
    room = max(0.02, float(values.max() - values.min()) * 0.08)
    low = min(0.0, float(values.min())) - room
    high = max(0.0, float(values.max())) + room
    scale = alt.Scale(domain=[low, high], nice=False)
    axis = alt.Axis(format="+.0%", tickCount=5, titleFontWeight="normal")
    diagonal = pd.DataFrame({"x": [low, high]})
    line = alt.Chart(diagonal).mark_line(strokeWidth=1.5, strokeDash=[4, 4])
    dots = alt.Chart(points).mark_circle(stroke="white", strokeWidth=0.5)
    legend = {role: str(kind) for kind, role in roles.items()}
    return Layers(
        [
            painted(
                line.encode(
                    x=alt.X("x:Q", scale=scale, axis=axis),
                    y=alt.Y("x:Q", scale=scale, axis=axis),
                ),
                "muted",
                legend,
            ),
            dots.encode(
                x=alt.X(
                    "non_member_change:Q", title="Compared non-members", scale=scale
                ),
                y=alt.Y("member_change:Q", title="Members", scale=scale),
                size=alt.Size(
                    "compared_members:Q",
                    legend=None,
                    scale=alt.Scale(type="sqrt", range=[40, 700], zero=True),
                ),
                opacity=alt.Opacity("strength:Q", scale=None),
                color=by_role("role", legend),
                tooltip=[
                    alt.Tooltip("name:N", title="Campaign"),
                    alt.Tooltip("kind:N", title="Kind"),
                    alt.Tooltip("up:N", title="Members"),
                    alt.Tooltip("other_up:N", title="Compared non-members"),
                    alt.Tooltip("beyond_text:N", title="Beyond others, per member"),
                    alt.Tooltip("people:N", title="Compared members"),
                ],
            ),
        ],
        height=320,
    )


@drawn
def redemption_bars(weeks: pd.DataFrame) -> alt.Chart:
    """Return redemptions by week as bars."""
    points = weeks.assign(label=labels(weeks, "week"))
    return painted(
        alt.Chart(points)
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=alt.X(
                "label:O",
                sort=list(points["label"]),
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8),
            ),
            y=alt.Y(
                "redemptions:Q",
                title=None,
                axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5),
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Week from"),
                alt.Tooltip("redemptions:Q", title="Redemptions", format=",d"),
                alt.Tooltip("redeemers:Q", title="Redeemers", format=",d"),
                alt.Tooltip("campaigns:Q", title="Campaigns", format=",d"),
            ],
        )
        .properties(height=280),
        "accent",
    )
