"""The cards of demographics: each a question, with its answer as its chart's title."""

import pandas as pd
import streamlit as st

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.demographics import charts, sentences
from dashboards.demographics.filters import Chosen
from dashboards.demographics.names import MOST_DEPARTMENTS, largest_departments
from dashboards.formats import counted, day, money, period_name, share
from dashboards.periods import Window
from dashboards.queries import demographics
from warehouse.settings import settings

FEW = 10
"""Months and channels with fewer new customers are in the table only."""


def group_card(now: pd.DataFrame, before: pd.DataFrame | None, chosen: Chosen) -> None:
    """Show which groups bring the revenue."""
    said = f"Share of the revenue of customers whose {chosen.by} is known"
    if before is not None:
        said += f" · upright line: {chosen.compared_name}"
    with card(sentences.group_sentence(now, before, chosen), said, is_main=True):
        if any(now["known_share"].notna()):
            draw(charts.group_bars(now, before, settings().shop.currency), said)


def department_card(cells: pd.DataFrame, chosen: Chosen) -> None:
    """Show what each group buys more often than all do."""
    least = settings().demographics.min_customers
    said = (
        f"Buyers of the {MOST_DEPARTMENTS} largest departments among a group's "
        "customers, against those among all whose group is known: 1 is as often · "
        f"dash: a group of fewer than {least} customers"
    )
    with card(sentences.department_sentence(cells, chosen.by, least), said):
        if largest_departments(cells):
            draw(charts.department_map(cells), said)


def mix_card(mix: pd.DataFrame, chosen: Chosen) -> None:
    """Show how the mix changed over time."""
    said = f"Share of the revenue of customers whose {chosen.by} is known"
    if not all(mix["is_complete"]):
        said += " · star: not all days of it are known"
    with card(sentences.mix_sentence(mix, chosen.by), said):
        if any(mix["known_share"].notna()):
            draw(charts.mix_map(mix, settings().shop.currency), said)


def new_cards(new: pd.DataFrame, sure_on: Window) -> None:
    """Show what new customers first spend, and who of them orders again.

    Args:
        new: As `queries.demographics.new_customers` returns them.
        sure_on: Since when who first orders is surely new, until the data end.
    """
    currency = settings().shop.currency
    sure = surely_new(new, sure_on)
    shown = sure.loc[sure["customers"] >= FEW]
    said = (
        f"By month of the first order, since {day(sure_on.first_on)} · months of fewer "
        f"than {FEW} are in the table only"
    )
    months = shown.assign(
        label=[
            period_name(first.date(), last.date())
            for first, last in zip(shown["first_on"], shown["last_on"], strict=True)
        ],
        people=[f"{count:,}" for count in shown["customers"]],
    )
    with card(sentences.first_order_sentence(sure, currency), said):
        if not months.empty:
            values = months.assign(
                value=months["first_order"],
                text=[
                    money(x, currency, has_cents=False) for x in months["first_order"]
                ],
                is_solid=True,
            )
            draw(charts.month_bars(values), said)
    with card(sentences.repeat_sentence(sure), f"{said} · faint: 90 days are not over"):
        if not months.empty:
            values = months.assign(
                value=months["repeat_share"],
                text=[f"{100 * x:.0f}%" for x in months["repeat_share"]],
                is_solid=months["is_complete"],
            )
            draw(charts.month_bars(values), said)


def channel_card(sure_on: Window) -> None:
    """Show by which channel those came who order again."""
    rows = surely_new(demographics.new_by_channel(), sure_on)
    over = rows.loc[rows["is_complete"]]
    by = over.groupby("channel", as_index=False)[["customers", "repeat"]].sum()
    large = by.loc[by["customers"] >= FEW].sort_values("customers", ascending=False)
    said = "Of the last visit before the first order · whose 90 days are over"
    known = by.loc[by["channel"] != "unknown", "customers"].sum()
    total = by["customers"].sum()
    sentence = (
        f"The channel is known of {share(known / total)} of "
        f"{counted(int(total), 'new customer')}"
        if total
        else "Not enough data: of no surely new customer are 90 days over"
    )
    with card(sentence, said):
        if large.empty:
            st.caption(f"No channel has won {FEW} of them.")
            return
        values = large.assign(
            name=large["channel"].str.capitalize(),
            value=large["repeat"] / large["customers"],
            text=[
                f"{share(a / b)} of {b:,}"
                for a, b in zip(large["repeat"], large["customers"], strict=True)
            ],
        )
        draw(bars(values, {"name": "Channel", "text": "Ordered again"}), said)


def surely_new(rows: pd.DataFrame, sure_on: Window) -> pd.DataFrame:
    """Return the months in which who first ordered is surely new."""
    return rows.loc[rows["first_on"] >= pd.Timestamp(sure_on.first_on)]
