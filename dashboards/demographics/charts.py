"""The charts of demographics: groups, what they buy, and who is new."""

import altair as alt
import pandas as pd

from dashboards.components.bars import bars
from dashboards.components.charts import PERIOD_AXIS, Layers, Spec, drawn
from dashboards.demographics.names import UNKNOWN, largest_departments, ordered
from dashboards.formats import (
    NOTHING,
    counted,
    money,
    period_name,
    ratio,
    sentence_case,
    share,
)
from dashboards.palette import PALE_PART, painted

_MOST_PERIODS = 12


def group_bars(now: pd.DataFrame, before: pd.DataFrame | None, currency: str) -> Spec:
    """Return each known group's share of revenue; a tick where it was before.

    Args:
        now: Groups of a period, as `queries.demographics.mix` returns them; one at
            least has a known share.
        before: Those of the compared period, or None.
        currency: Of the shop.
    """
    known = now.dropna(subset=["known_share"]).set_index("band")
    order = ordered(known.index)
    known = known.loc[order].reset_index()
    rows = known.assign(
        name=known["band"],
        value=known["known_share"],
        text=[
            f"{share(part)} · {counted(int(count), 'customer')}"
            for part, count in zip(
                known["known_share"], known["customers"], strict=True
            )
        ],
        amount=[money(value, currency) for value in known["revenue"]],
        times=[f"{count:,}" for count in known["orders"]],
    )
    if before is not None:
        then = before.set_index("band")["known_share"].to_dict()
        rows = rows.assign(tick=[then.get(name, 0.0) or 0.0 for name in rows["name"]])
        rows = rows.assign(then=[share(value) for value in rows["tick"]])
    facts = {"name": "Group", "text": "Of revenue", "amount": "Revenue"}
    facts |= {"times": "Orders"} | ({"then": "Then"} if before is not None else {})
    return bars(rows, facts)


@drawn
def department_map(cells: pd.DataFrame) -> Layers:
    """Return departments as rows and known groups as columns, by how often they buy.

    Groups of too few have no rate, and a dash.

    Args:
        cells: As `queries.demographics.departments` returns them.
    """
    known = cells.loc[cells["band"] != UNKNOWN]
    departments = largest_departments(cells)
    rows = known.loc[known["department"].isin(departments)]
    rows = rows.assign(
        what=[sentence_case(name) for name in rows["department"]],
        part=[_share(value) for value in rows["buyer_share"]],
        all_part=[_share(value) for value in rows["all_share"]],
        people=[
            f"{count:,} of {counted(int(of), 'customer')}"
            for count, of in zip(
                rows["customers"], rows["group_customers"], strict=True
            )
        ],
        label=[NOTHING if pd.isna(x) else ratio(x) for x in rows["times"]],
        colour=rows["times"],
    )
    facts = {
        "what": "Department",
        "band": "Group",
        "people": "Buyers",
        "part": "Of the group",
        "all_part": "Of all",
        "label": "Times as often",
    }
    order = [sentence_case(name) for name in departments]
    return _heat(rows, "band", ordered(rows["band"]), "what", order, facts)


@drawn
def mix_map(mix: pd.DataFrame, currency: str) -> Layers:
    """Return groups as rows and the newest periods as columns, by share of revenue.

    Args:
        mix: As `queries.demographics.mix` returns it.
        currency: Of the shop.
    """
    kept = sorted(set(mix["first_on"]))[-_MOST_PERIODS:]
    rows = mix.loc[mix["first_on"].isin(kept) & mix["known_share"].notna()]
    rows = rows.assign(
        when=[
            period_name(first.date(), last.date()) + ("" if whole else " *")
            for first, last, whole in zip(
                rows["first_on"], rows["last_on"], rows["is_complete"], strict=True
            )
        ],
        part=[share(value) for value in rows["known_share"]],
        label=[f"{100 * value:.0f}%" for value in rows["known_share"]],
        people=[f"{count:,}" for count in rows["customers"]],
        amount=[money(value, currency) for value in rows["revenue"]],
        colour=rows["known_share"],
    )
    facts = {
        "when": "Period",
        "band": "Group",
        "part": "Of revenue",
        "people": "Customers",
        "amount": "Revenue",
    }
    columns = list(dict.fromkeys(rows["when"]))
    return _heat(rows, "when", columns, "band", ordered(rows["band"]), facts)


@drawn
def month_bars(months: pd.DataFrame) -> Layers:
    """Return a value of each month as bars; faint where it may still grow.

    Args:
        months: label, value, text, people, is_solid.
    """
    rows = months.assign(solid=[1.0 if whole else 0.4 for whole in months["is_solid"]])
    scale = alt.Scale(zero=True, padding=18)
    base = alt.Chart(rows).encode(
        x=alt.X("label:O", sort=None, title=None, axis=PERIOD_AXIS),
        y=alt.Y("value:Q", title=None, axis=None, scale=scale),
        opacity=alt.Opacity("solid:Q", scale=None, legend=None),
        tooltip=[
            alt.Tooltip("label:N", title="First order in"),
            alt.Tooltip("text:N", title="Value"),
            alt.Tooltip("people:N", title="New customers"),
        ],
    )
    return Layers(
        [
            painted(base.mark_bar(cornerRadiusEnd=2), "accent"),
            painted(
                base.mark_text(dy=-8, fontSize=11)
                .encode(text=alt.Text("text:N"))
                .transform_filter(f"width / {max(len(rows), 1)} > 30"),
                "ink",
            ),
        ],
        height=200,
    )


def _heat(
    rows: pd.DataFrame,
    across: str,
    columns: list[str],
    down: str,
    order: list[str],
    facts: dict[str, str],
) -> Layers:
    """Return cells of ``colour`` with their ``label``."""
    x = alt.X(
        f"{across}:O",
        title=None,
        scale=alt.Scale(domain=columns, paddingInner=0.05),
        axis=alt.Axis(labelAngle=0, orient="top", labelOverlap="greedy"),
    )
    y = alt.Y(
        f"{down}:O",
        title=None,
        scale=alt.Scale(domain=order, paddingInner=0.08),
        axis=alt.Axis(labelLimit=110, labelFlush=False),
    )
    tooltip = [alt.Tooltip(f"{name}:N", title=facts[name]) for name in facts]
    known = rows["colour"].dropna()
    low, high = min(known, default=0.0), max(known, default=1.0)
    end = low + max(high - low, 1e-9) / PALE_PART
    scale = alt.Scale(domain=[low, end], clamp=True)
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=tooltip)
    return Layers(
        [
            base.mark_rect(cornerRadius=2).encode(
                color=alt.Color("colour:Q", scale=scale, legend=None)
            ),
            painted(
                base.mark_text(fontSize=11)
                .encode(text=alt.Text("label:N"))
                .transform_filter(
                    f"width / {max(len(columns), 1)} > 7 * length(datum.label)"
                ),
                "ink",
            ),
        ],
        height=50 + 27 * max(len(order), 1),
        share_colours=False,
    )


def _share(value: float) -> str:
    return share(None if pd.isna(value) else value)
