"""The cards of attribution: each a question, with its answer as its chart's title."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.attribution import charts, sentences
from dashboards.attribution.judged import MODELS, Judged
from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.formats import plain, ratio
from warehouse.settings import settings


def channels_card(
    channels: Sequence[Judged], model: str, totals: Mapping[str, Any]
) -> None:
    """Show what each channel brings by each model."""
    shop, back = settings().shop, settings().attribution.lookback_days
    said = (
        f"Revenue of orders, {shop.currency}, shared among the visits of {back} days "
        "before them · wide apart: the models disagree"
    )
    with card(sentences.channels_sentence(channels, model), said, is_main=True):
        if channels:
            points = charts.model_points(channels, model, shop.currency)
            draw(charts.models_beside(points, MODELS[model]), said)
        if rest := sentences.caption(totals):
            st.caption(rest)
        st.caption(f":material/info: {plain(sentences.CAVEAT)}")


def advice_card(paid: Sequence[Judged], model: str) -> None:
    """Show where spending pays, and where to raise or lower it."""
    rules = settings().attribution
    said = (
        f"Revenue for each 1 spent, by weeks, with 95 % of chance · dashed: "
        f"{ratio(rules.break_even_return)}, from which it pays"
    )
    with card(sentences.advice_sentence(paid), said):
        points = charts.return_points(paid, model, settings().shop.currency)
        if not points.empty:
            draw(charts.returned(points, rules.break_even_return), said)
        for one in paid:
            why = sentences.reason(
                one,
                rules.break_even_return,
                rules.min_orders,
                settings().shop.currency,
            )
            st.caption(
                f"**{plain(one.channel.capitalize())}: "
                f"{sentences.ADVICE[one.verdict].lower()}.** {plain(why)}."
            )
        if not paid:
            st.caption(
                "Map `ad_spend` in `karvan.toml`, then run `karvan run`: channels are "
                "compared by what they cost."
            )


def trend_card(series: pd.DataFrame, chosen: Chosen) -> None:
    """Show how spend and what it brought went."""
    said = f"Spend, and revenue of what it was spent on, by {chosen.grain}"
    with card(sentences.trend_sentence(series), said):
        if not series.empty:
            currency = settings().shop.currency
            draw(charts.spend_and_revenue(series, chosen.grain, currency), said)


def touches_card(counts: pd.DataFrame) -> None:
    """Show how many visits orders take."""
    said = "Orders by how many visits led to them"
    with card(sentences.touches_sentence(counts), said):
        if not counts.empty:
            draw(charts.touch_bars(counts), said)
