"""The cards of the funnel: how far visitors come, and who goes all the way."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboards.behaviour import sentences
from dashboards.behaviour.filters import Chosen
from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.components.filters import choice
from dashboards.formats import counted, duration, percent, plain

FEW = 10
"""Visitors of a value below which their rate would be shaky."""
_BREAKDOWNS = {"age_band": "Age", "device": "Device", "campaign": "Campaign"}
_MOST_BARS = 10


def all_visitors(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of all visitors of what `queries.behaviour.steps_of` returns."""
    return rows.loc[rows["breakdown"] == "all"].reset_index(drop=True)


def funnel_card(chosen: Chosen, rows: pd.DataFrame, before: pd.DataFrame) -> None:
    """Show how far visitors come; an upright line is the compared period."""
    steps = all_visitors(rows)
    then = all_visitors(before)
    said = [plain(chosen.title)]
    if not steps.empty:
        said.append("share of the first step")
        if not then.empty:
            said.append(f"upright line: {chosen.note.removeprefix('vs ')}")
        said.append(sentences.loss_line(steps))
        if not all(steps["is_complete"]):
            said.append("who entered last may still come")
    sentence = sentences.funnel_sentence(steps, then, chosen.name(chosen.at))
    with card(sentence, " · ".join(said), is_main=True):
        if steps.empty:
            return
        shown = steps.assign(
            name=steps["step_name"],
            value=steps["of_first_pct"],
            text=[
                _step_text(visitors, before)
                for visitors, before in zip(
                    steps["visitors"], steps["of_before_pct"], strict=True
                )
            ],
            visitors_text=[counted(n, "visitor") for n in steps["visitors"]],
            of_first=[percent(value) for value in steps["of_first_pct"]],
            of_before=[_percent(value) for value in steps["of_before_pct"]],
            took=[_took(value) for value in steps["median_to_step_s"]],
        )
        facts = {
            "name": "Step",
            "visitors_text": "Reached by",
            "of_first": "Of the first step",
            "of_before": "Of the step before",
            "took": "After the first step, median",
        }
        if len(then) == len(steps):
            shown = shown.assign(
                tick=then["of_first_pct"],
                then=[percent(value) for value in then["of_first_pct"]],
            )
            facts["then"] = chosen.note.removeprefix("vs ").capitalize()
        draw(bars(shown, facts, row_height=46), sentence)


def value_card(rows: pd.DataFrame) -> None:
    """Show who goes all the way, by age, device or campaign."""
    place = st.container(border=True, gap="xsmall", height="stretch")
    with place:
        by = choice("Visitors by", _BREAKDOWNS, "visitors")
        ends = ends_of(rows, by)
        sentence = sentences.value_sentence(ends, FEW)
        st.markdown(f"**{plain(sentence)}**")
        st.caption(
            f"Visitors at the last step / at the first, of {FEW} visitors or more"
        )
        told = ends.loc[ends["entered"] >= FEW].head(_MOST_BARS)
        if by == "age_band":
            told = told.sort_values("breakdown_value")
        if told.empty:
            return
        shown = told.assign(
            name=told["breakdown_value"],
            value=told["of_first_pct"],
            text=[
                f"{percent(rate)} of {int(entered):,}"
                for rate, entered in zip(
                    told["of_first_pct"], told["entered"], strict=True
                )
            ],
        )
        facts = {"name": _BREAKDOWNS[by], "text": "Went all the way"}
        draw(bars(shown, facts, label_width=110), sentence)


def ends_of(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return each value of a break-down with who entered and the rate of the last step.

    Columns: breakdown_value, entered, of_first_pct; the most visitors first.
    """
    of = [row for row in rows.to_dict("records") if row["breakdown"] == by]
    entered = {r["breakdown_value"]: r["visitors"] for r in of if r["step"] == 1}
    ends = {row["breakdown_value"]: row["of_first_pct"] for row in of}
    return pd.DataFrame(
        [(value, count, ends[value]) for value, count in entered.items()],
        columns=["breakdown_value", "entered", "of_first_pct"],
    )


def _step_text(visitors: int, before: float | None) -> str:
    if before is None or pd.isna(before):
        return f"{visitors:,}"
    return f"{visitors:,} · {percent(before)} of the step before"


def _percent(value: float) -> str:
    return percent(None if pd.isna(value) else value)


def _took(value: float) -> str:
    return "nobody came" if pd.isna(value) else duration(timedelta(seconds=value))
