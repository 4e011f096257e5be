"""The cards of traffic: each a question, with its answer as its chart's title."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.components.filters import Chosen
from dashboards.formats import days, number, percent, share
from dashboards.queries import traffic
from dashboards.traffic import charts, sentences
from dashboards.traffic.sentences import Totals

_MOST_DAYS = 60
_MOST_BARS = 8


def trend_card(chosen: Chosen, now: Totals, before: Totals | None) -> None:
    """Show how visits went."""
    window, compared = chosen.window, chosen.compared
    buckets = traffic.series(window, chosen.grain)
    buckets_before = traffic.series(compared, chosen.grain) if compared else None
    legend = {}
    if compared is not None:
        windows = {"accent": window, "muted": compared}
        legend = {role: days(w.first_on, w.last_on) for role, w in windows.items()}
    said = [f"Sessions by {chosen.grain}"]
    if compared is None and chosen.note:
        said.append(f"nothing to compare with: {chosen.note}")
    if len(buckets) == 1:
        said.append(f"one {chosen.grain} of data shows no course yet")
    if not all(buckets["is_whole"]):
        said.append(f"dashed: a {chosen.grain} of which only some days are counted")
    title = sentences.traffic_sentence(now, before)
    with card(title, " · ".join(said), is_main=True):
        chart = charts.session_trend(buckets, buckets_before, chosen.grain, legend)
        draw(chart, "Sessions over time")


def funnel_card(reached: Mapping[str, Any]) -> None:
    """Show how far visits go; ``reached`` is a row of the funnel."""
    device = reached["device"]
    said = "Sessions that reached each step, in this order · %: of the step before"
    if device != "all":
        said = f"On {device} only · {said}"
    with card(sentences.funnel_sentence(reached), said):
        facts = {
            "name": "Step",
            "count": "Sessions",
            "of_before": "Of the step before",
            "of_all": "Of all sessions",
        }
        chart = bars(charts.funnel_rows(reached), facts, row_height=44)
        draw(chart, said)


def device_card(devices: pd.DataFrame) -> None:
    """Show on which device visits end in an order; rows of the funnel without all."""
    said = "Sessions that went all the way to an order, by device"
    with card(sentences.device_sentence(devices), said):
        if not len(devices):
            return
        rates = [
            100 * ordered / max(sessions, 1)
            for ordered, sessions in zip(
                devices["ordered"], devices["sessions"], strict=True
            )
        ]
        rows = pd.DataFrame(
            {
                "name": devices["device"],
                "value": rates,
                "text": [
                    f"{percent(rate)} of {number(sessions)}"
                    for rate, sessions in zip(rates, devices["sessions"], strict=True)
                ],
                "ordered": [number(count) for count in devices["ordered"]],
            }
        )
        facts = {
            "name": "Device",
            "text": "Share of sessions",
            "ordered": "Sessions with every step",
        }
        draw(bars(rows, facts), said)


def channel_card(channels: pd.DataFrame) -> None:
    """Show where visits come from."""
    said = "Sessions by channel · %: with an order"
    with card(sentences.channel_sentence(channels), said):
        shown = channels.head(_MOST_BARS)
        if shown.empty:
            return
        rows = pd.DataFrame(
            {
                "name": shown["channel"],
                "value": shown["sessions"].astype(float),
                "text": [
                    f"{number(count)} · {share(rate)}"
                    for count, rate in zip(
                        shown["sessions"], shown["conversion"], strict=True
                    )
                ],
                "people": [number(count) for count in shown["visitors"]],
                "bounced": [share(part) for part in shown["bounce_share"]],
            }
        )
        facts = {
            "name": "Channel",
            "text": "Sessions, with an order",
            "people": "Visitors",
            "bounced": "Left after one page",
        }
        draw(bars(rows, facts), said)


def active_card(activity: pd.DataFrame) -> None:
    """Show how many come in a day, a week and a month."""
    said = "Visitors of a day, and of the 7 and 30 days that end on it"
    with card(sentences.active_sentence(activity), said):
        draw(charts.active_lines(activity.tail(_MOST_DAYS)), said)
        if len(activity) > _MOST_DAYS:
            st.caption(f"The last {_MOST_DAYS} days.")


def life_card(activity: pd.DataFrame) -> None:
    """Show who came and who went quiet."""
    said = (
        "Visitors by day · returning: there the day before · resurrected: after a "
        "pause · dormant: not back the next day"
    )
    with card(sentences.lifecycle_sentence(activity), said):
        draw(charts.life_bars(activity.tail(_MOST_DAYS)), said)
        if len(activity) > _MOST_DAYS:
            st.caption(f"The last {_MOST_DAYS} days.")


def page_card(pages: pd.DataFrame) -> None:
    """Show which pages are seen, and whether they are clicked."""
    said = "Views of pages · %: of their visitors who click"
    with card(sentences.page_sentence(pages), said):
        shown = pages.head(_MOST_BARS)
        if shown.empty:
            return
        rows = pd.DataFrame(
            {
                "name": shown["page_path"],
                "value": shown["views"].astype(float),
                "text": [
                    f"{number(views)} · {_known(part)}"
                    for views, part in zip(
                        shown["views"], shown["click_share"], strict=True
                    )
                ],
                "scrolled": [
                    percent(None if pd.isna(pct) else pct)
                    for pct in shown["scroll_pct"]
                ],
                "bounced": [_known(part) for part in shown["bounce_share"]],
            }
        )
        facts = {
            "name": "Page",
            "text": "Views, visitors who click",
            "scrolled": "Scrolled down to, mean",
            "bounced": "Left at once, of who entered here",
        }
        draw(bars(rows, facts), said)


def _known(part: float) -> str:
    return share(None if pd.isna(part) else part)
