"""Charts of campaigns: members beside others, and redemptions over time."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboards.components.buckets import labels
from dashboards.components.charts import (
    AMOUNT_AXIS,
    PERIOD_AXIS,
    SHORT_NUMBERS,
    Layers,
    drawn,
)
from dashboards.formats import change, counted, money
from dashboards.palette import by_role, painted

SIDES = {"member": "members", "non_member": "compared non-members"}
_ROLES = {"member": "accent", "non_member": "muted"}
_KIND_ROLES = ("accent", "amber", "green", "rose", "vermilion", "sky")


@drawn
def sides(rows: pd.DataFrame, currency: str, legend: dict[str, str]) -> Layers:
    """Return sales for each person before, during and after one campaign.

    A window of which data have only some days has its place, and no point.

    Args:
        rows: side (member or non_member), place (0 to 2), label, when, amount (missing
            where it is not whole), people.
        currency: Of the shop.
        legend: Both sides in words, with how many they are, by role.
    """
    points = rows.assign(
        role=[_ROLES[side] for side in rows["side"]],
        text=[
            "" if pd.isna(value) else money(value, currency) for value in rows["amount"]
        ],
    )
    order = rows.sort_values("place")["label"].unique().tolist()
    amounts = rows["amount"].dropna().to_numpy()
    low, top = float(amounts.min()), float(amounts.max())
    # No smaller than a quarter of the amounts, so that chance does not look steep.
    span = max(top - low, abs(top) / 4)
    base = alt.Chart(points).encode(
        x=alt.X(
            "label:O",
            sort=order,
            title=None,
            scale=alt.Scale(domain=order),
            axis=alt.Axis(
                labelAngle=0,
                labelExpr="split(datum.label, '|')",
                labelOverlap=False,
                labelLimit=0,
            ),
        ),
        y=alt.Y(
            "amount:Q",
            title=None,
            axis=AMOUNT_AXIS,
            scale=alt.Scale(domain=[max(low - span / 2, 0), top + span / 3]),
        ),
        detail="side:N",
        tooltip=[
            alt.Tooltip("when:N", title="Days"),
            alt.Tooltip("people:N", title="People"),
            alt.Tooltip("text:N", title="Sales per person"),
        ],
    )
    layers: list[alt.Chart] = []
    for side, role in reversed(_ROLES.items()):
        part = points.loc[points["side"] == side].sort_values("place")
        drawn_part = base.properties(data=part)
        layers.append(painted(drawn_part.mark_line(strokeWidth=3), role, legend))
        dots = drawn_part.mark_point(filled=True, size=110, opacity=1)
        layers.append(painted(dots, role, legend))
        above = side == "member"
        text = drawn_part.mark_text(
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
    axis = alt.Axis(format="+.0%", tickCount=5, titleFontWeight="normal")
    across, up = (
        _domain(points[f"{side}_change"].tolist()) for side in ("non_member", "member")
    )
    # Where both changed alike, as far as both axes reach.
    diagonal = pd.DataFrame(
        {"x": [max(across[0], up[0]), max(min(across[1], up[1]), across[0], up[0])]}
    )
    line = alt.Chart(diagonal).mark_line(strokeWidth=1.5, strokeDash=[4, 4])
    dots = alt.Chart(points).mark_circle(stroke="white", strokeWidth=0.5)
    legend = {role: str(kind) for kind, role in roles.items()}
    return Layers(
        [
            painted(
                line.encode(
                    x=alt.X("x:Q", scale=alt.Scale(domain=across), axis=axis),
                    y=alt.Y("x:Q", scale=alt.Scale(domain=up), axis=axis),
                ),
                "muted",
                legend,
            ),
            dots.encode(
                x=alt.X("non_member_change:Q", title="Compared non-members"),
                y=alt.Y("member_change:Q", title="Members"),
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


def _domain(changes: Sequence[float]) -> list[float]:
    """Return the ends of an axis that holds the changes and zero, with some room."""
    low, high = min(0.0, *changes), max(0.0, *changes)
    room = max(0.02, (high - low) * 0.1)
    return [low - room, high + room]


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
                axis=PERIOD_AXIS,
            ),
            y=alt.Y(
                "redemptions:Q",
                title=None,
                axis=alt.Axis(labelExpr=SHORT_NUMBERS, tickCount=5, tickMinStep=1),
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
