"""The cards of retention: each a question, with its answer as its chart's title."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.formats import day, days, money, plain
from dashboards.periods import Window
from dashboards.retention import charts, sentences
from dashboards.retention.cohorts import FEW, MOST_COHORTS, cohort_map, newest
from dashboards.retention.filters import Chosen
from dashboards.retention.rates import rate_lines
from dashboards.retention.worth import Worth
from warehouse.settings import settings

_MOST_PERIODS = 60


def too_little(kind: str, data: Window) -> None:
    """Say that there are not two whole periods of that kind, and what to do."""
    st.info(
        f"A rate takes two whole {kind}s, one after the other. Data are whole for "
        f"{days(data.first_on, data.last_on)}. Choose a shorter kind of period above.",
        title=f"Too little data for retention by {kind}",
        icon=":material/info:",
    )


def rate_card(chosen: Chosen, at: int) -> None:
    """Show both rates over time, with the chosen period."""
    rows = _newest(chosen, at)
    said = [f"Share of the customers of one {chosen.kind} in the next"]
    if chosen.note.startswith("no "):
        said.append(chosen.note)
    if not all(rows["is_complete"].iloc[1:]):
        said.append(f"dashed: a {chosen.kind}, or the one before, is not whole")
    chart = rate_lines(rows, chosen.kind, at, chosen.compared_at)
    with card(sentences.rate_sentence(chosen, at), " · ".join(said), is_main=True):
        draw(chart, "Returning and classic retention over time")


def gap_card(chosen: Chosen, at: int, worth: Worth | None) -> None:
    """Show what it takes to reach 100 %, and what five points more are worth."""
    name, kind = chosen.name(at), chosen.kind
    with card(
        sentences.worth_sentence(worth, name),
        f"Customers of {chosen.name(at - 1)}, by what they did in {name}",
    ):
        if worth is None or worth.lapsed == 0:
            return
        draw(charts.gap_bar(worth), "Customers at start, came back or missing")
        for line in _gap_lines(worth, kind, settings().shop.currency):
            st.markdown(line)


def life_card(chosen: Chosen, at: int) -> None:
    """Show who came and who went quiet."""
    rows = _newest(chosen, at)
    said = (
        f"Customers by {chosen.kind} · resurrected: back after a pause · "
        "dormant: stayed away"
    )
    if not all(rows["is_complete"]):
        said += f" · faint: the {chosen.kind}, or the one before, is not whole"
    sentence = sentences.lifecycle_sentence(chosen.numbers(at), chosen.name(at))
    with card(sentence, said):
        draw(charts.life_bars(rows, chosen.kind), said)


def stage_card(stages: pd.DataFrame) -> None:
    """Show at which stage of life customers are now."""
    after = settings().lifecycle
    said = (
        f"Onboarding: first order up to {after.onboarding_days} days ago · active: "
        f"last order up to {after.active_days} · cooling: up to {after.lost_days} · "
        "lost: longer ago"
    )
    with card(sentences.stage_sentence(stages, after.active_days), said):
        draw(charts.stage_bars(stages, settings().shop.currency), said)


def cohort_card(chosen: Chosen, cells: pd.DataFrame, begin_on: date) -> None:
    """Show what those who came together do later; ``begin_on``: since when data are."""
    kind, currency = chosen.kind, settings().shop.currency
    shown = newest(cells)
    said = [f"Rows: {kind} of the first order, with its customers"]
    if cells["cohort_on"].min() in set(shown["cohort_on"]):
        said.append(f"{chosen.name(0)} is everyone who was there when the data begin")
    if any(cells["size"] < FEW):
        said.append(f"cohorts of fewer than {FEW} customers are in the table only")
    if len(set(shown["cohort_on"])) == MOST_COHORTS:
        said.append(f"the newest {MOST_COHORTS}")
    if not all(shown["is_complete"]):
        said.append(f"hollow: the {kind} is not whole")
    # By then, who bought before the data begin would have been seen again.
    after = settings().lifecycle.active_days
    known_on = begin_on + timedelta(days=after)
    new = cells.loc[cells["cohort_on"] >= pd.Timestamp(known_on)]
    sentence = sentences.cohort_sentence(new, chosen.measure, kind, currency)
    said.append(f"new: since {day(known_on)}, when data were {after} days old")
    with card(sentence, " · ".join(said)):
        if not any(shown["later"]):
            st.caption(f"No cohort of {FEW} customers has a {kind} behind it yet.")
            return
        draw(cohort_map(shown, chosen.measure, kind, currency), sentence)


def _newest(chosen: Chosen, at: int) -> pd.DataFrame:
    """Return as many periods as a chart shows well, up to the newest or the chosen."""
    end = max(len(chosen.rows), at + 1)
    return chosen.rows.iloc[max(min(end - _MOST_PERIODS, at - 1), 0) : end]


def _gap_lines(worth: Worth, kind: str, currency: str) -> list[str]:
    """Return what it takes, what it brings, and what that rests on."""
    each, amount = money(worth.retained_each, currency), money(worth.amount, currency)
    stayed = money(worth.lapsed_each, currency)
    cautious = money(worth.cautious_amount, currency)
    step = "5 points more" if worth.is_five else "All that is missing"
    lines = (
        f"**100%** takes all {worth.lapsed:,} of them: nobody may skip a {kind}.",
        f"**{step}** would be {worth.people_text} and "
        f"**{amount}**, if they spend {each} each like the {worth.retained:,} who came "
        f"back; {cautious} if they spend {stayed}, as in the {kind} before they stayed "
        "away.",
    )
    return [_formatted(line) for line in lines]


def _formatted(line: str) -> str:
    """Return the line with its amounts as text; its bold parts stay."""
    return "**".join(plain(part) for part in line.split("**"))
