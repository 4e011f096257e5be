"""Why two records are thought to be one person: a waterfall of bits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from dashboards.components.charts import Layers, drawn
from dashboards.formats import share
from dashboards.palette import by_role, painted
from dashboards.queries.review import FIELDS

_NAMES = {**FIELDS, "prior": "Any two records", "household": "One household"}


@dataclass(frozen=True)
class Bar:
    """What one thing says for or against two records being one person."""

    name: str
    level: str | None
    """How alike the two are in it."""
    weight: float
    """Bits: each doubles the odds, or halves them where it is negative."""
    rarity: float
    """Of the weight, what the rarity of the value adds or takes."""


def explained(explanation: str) -> list[Bar]:
    """Return the bars of an explanation; what is missing on a side says nothing."""
    return [
        Bar(
            _NAMES.get(bar["column"]) or bar["column"].replace("_", " ").capitalize(),
            bar["level"],
            bar["weight"] + bar["frequency_weight"],
            bar["frequency_weight"],
        )
        for bar in json.loads(explanation)
        if bar["level"] != "missing"
        and (bar["weight"] + bar["frequency_weight"] or bar["column"] == "prior")
    ]


def explained_sentence(bars: Sequence[Bar], probability: float) -> str:
    """Return how likely it is, and what says most for and against it."""
    said = f"{share(probability)} likely one person".capitalize()
    facts = [bar for bar in bars if bar.level is not None]
    best = max(facts, key=lambda bar: bar.weight, default=None)
    worst = min(facts, key=lambda bar: bar.weight, default=None)
    parts = []
    if best is not None and best.weight > 0:
        parts.append(f"{best.name.lower()} says most for it")
    if worst is not None and worst.weight < 0:
        parts.append(f"{worst.name.lower()} most against")
    return f"{said}: {', '.join(parts)}" if parts else said


@drawn
def waterfall(bars: Sequence[Bar], weight: float, merge_from: float) -> Layers:
    """Return bars that follow each other from nothing to the weight of a pair.

    Args:
        bars: What speaks for and against.
        weight: The sum of all bars, in bits.
        merge_from: The weight from which two records are merged without asking.
    """
    rows: list[dict[str, Any]] = []
    reached = 0.0
    for bar in bars:
        rows.append(
            {
                "name": bar.name if bar.level is None else f"{bar.name}: {bar.level}",
                "start": reached,
                "end": reached + bar.weight,
                "role": "green" if bar.weight > 0 else "vermilion",
                "text": f"{bar.weight:+.1f}",
                "rarity": f"{bar.rarity:+.1f}" if bar.rarity else "none",
            }
        )
        reached += bar.weight
    rows.append(
        {
            "name": "In all",
            "start": 0.0,
            "end": weight,
            "role": "accent",
            "text": f"{weight:.1f}",
            "rarity": "none",
        }
    )
    for row in rows:
        row["edge"] = max(row["start"], row["end"])
    low = min(0.0, *(row["end"] for row in rows))
    high = max(merge_from, *(row["edge"] for row in rows))
    frame = pd.DataFrame(rows)
    scale = alt.Scale(domain=[low, high + 0.14 * (high - low)], nice=False)
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "name:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=170, labelPadding=6),
        ),
        tooltip=[
            alt.Tooltip("name:N", title="What"),
            alt.Tooltip("text:N", title="Bits"),
            alt.Tooltip("rarity:N", title="Of these, for a rare value"),
        ],
    )
    x = alt.X("start:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5, grid=True))
    bar = base.mark_bar(size=16, cornerRadius=2).encode(
        x=x, x2=alt.X2("end"), color=by_role("role")
    )
    text = base.mark_text(align="left", dx=5).encode(
        x=alt.X("edge:Q", scale=scale), text=alt.Text("text:N")
    )
    line = alt.Chart(pd.DataFrame({"limit": [merge_from]})).mark_rule(
        strokeDash=[4, 4], strokeWidth=1.5
    )
    return Layers(
        [
            bar,
            painted(text, "ink"),
            painted(line.encode(x=alt.X("limit:Q", scale=scale)), "muted"),
        ],
        height=28 * len(frame) + 40,
    )
