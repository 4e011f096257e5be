"""The cards of the tracking plan."""

from collections import Counter

import pandas as pd
import streamlit as st

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.formats import number
from dashboards.queries.tracking import DAYS
from dashboards.tracking import sentences

_MOST_BARS = 20
_MOST_REASONS = 8


def event_card(events: pd.DataFrame) -> None:
    """Show which events come, planned or not."""
    came = events.loc[events["seen"] > 0]
    shown = came.sort_values("seen", ascending=False, kind="stable").head(_MOST_BARS)
    said = f"Events in the newest {DAYS} days · orange: unplanned"
    if len(came) > _MOST_BARS:
        said += f" · the {_MOST_BARS} that came most often"
    with card(sentences.plan_sentence(events), said, is_main=True):
        if shown.empty:
            st.caption("The page Live shows the first one as soon as it is received.")
            return
        rows = pd.DataFrame(
            {
                "name": shown["event"],
                "value": shown["seen"].astype(float),
                "text": [number(count) for count in shown["seen"]],
                "role": [
                    "amber" if state == "Unplanned" else "accent"
                    for state in shown["state"]
                ],
                "state": shown["state"],
                "quarantined": [number(count) for count in shown["quarantined"]],
            }
        )
        facts = {
            "name": "Event",
            "text": "Came",
            "state": "Plan",
            "quarantined": "In quarantine",
        }
        draw(bars(rows, facts, row_height=26), said)


def refusal_card(refused: pd.DataFrame, ever: int) -> None:
    """Show why events are refused."""
    said = "Events in quarantine by what they break"
    if len(refused) > _MOST_REASONS:
        said += f" · the {_MOST_REASONS} that most break"
    with card(sentences.refusal_sentence(refused, ever), said):
        if refused.empty:
            st.caption("What breaks a rule is kept there, with its reason.")
            return
        shown = refused.head(_MOST_REASONS)
        rows = pd.DataFrame(
            {
                "name": [
                    f"{field or code}: {rule}"
                    for field, code, rule in zip(
                        shown["field"], shown["code"], shown["rule"], strict=True
                    )
                ],
                "value": shown["quarantined"].astype(float),
                "text": [number(count) for count in shown["quarantined"]],
                "code": shown["code"],
                "source": shown["source_name"],
            }
        )
        # Two sources may break the same rule.
        summed = rows.groupby(["name", "code"], sort=False, as_index=False).agg(
            {"value": "sum", "source": ", ".join}
        )
        summed["text"] = [number(count) for count in summed["value"]]
        facts = {"name": "Rule", "code": "Code", "text": "Events", "source": "Source"}
        draw(bars(summed, facts, label_width=240), said)


def pii_card(properties: pd.DataFrame) -> None:
    """Show how many properties are personal."""
    said = "Planned properties by what they tell of a person"
    with card(sentences.pii_sentence(properties), said):
        if properties.empty:
            return
        counts = Counter(properties["pii"])
        classes = ["direct", "indirect", "none"]
        rows = pd.DataFrame(
            {
                "name": ["Directly", "With others", "Nothing"],
                "value": [float(counts[name]) for name in classes],
                "text": [number(counts[name]) for name in classes],
                "role": ["vermilion", "amber", "accent"],
            }
        )
        draw(bars(rows, {"name": "Tell", "text": "Properties"}), said)
