"""Promotions in store: how promoted products sell beside unpromoted ones."""

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.campaigns import sentences
from dashboards.campaigns.chosen import Chosen
from dashboards.components.charts import Layers, card, draw, drawn
from dashboards.components.filters import choice, filter_row
from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.formats import change, counted, days, money_column, ratio, sentence_case
from dashboards.palette import PROMOTIONS, by_role, painted
from dashboards.queries import promotions
from warehouse.settings import settings

LEAST = 30
"""Product-weeks below which a department's promotion is not drawn."""
_SHOWN = 12


def promotion_part(chosen: Chosen) -> None:
    """Show what display and mailer sell more, by department or category."""
    currency = settings().shop.currency
    department = _department()
    found = promotions.promoted_against_plain(chosen.window, department)
    large = found.loc[(found["product_weeks"] >= LEAST) & (found["units_without"] > 0)]
    rows = large.loc[large["name"].isin(large["name"].unique()[:_SHOWN])]
    part = "department" if department is None else "category"
    said = (
        "Units per store and week, against stores that sold the same product in the "
        "same week without promotion"
    )
    with card(sentences.lifts_sentence(large), said):
        if rows.empty:
            st.caption(
                f"No {part} has {LEAST} products and weeks that were promoted in some "
                "stores and sold without in others."
            )
        else:
            draw(lifts(rows), said)
            st.caption(
                "Stores that stock a product and sell none are unknown, so they are on "
                "neither side; stores that promote may be larger ones. "
                "Source: `marts.kpi_promotions`."
            )
    window = chosen.window
    table(
        f"Promotions by {part}",
        found,
        lift_columns(part, currency),
        "promotions",
        about()
        | {
            "Weeks": days(window.first_on, window.last_on),
            "Department": department or "all",
        },
        caption="Of products and weeks that some stores promoted and others sold "
        "without",
        empty="Nothing is known of promotions in these weeks. Map `promotions` in "
        "`karvan.toml`, or choose a longer period.",
    )


def _department() -> str | None:
    """Show whose promotions there are; None for all, which are shown by department."""
    names = promotions.departments()
    with filter_row():
        chosen = choice(
            "Promotions in",
            {"all": "All departments", **dict(zip(names, names, strict=True))},
            "department",
        )
    return None if chosen == "all" else chosen


@drawn
def lifts(rows: pd.DataFrame) -> Layers:
    """Return the change that each promotion goes with, a dot for each name and kind.

    Args:
        rows: name, promotion, product_weeks, store_weeks, units_each, units_without.
    """
    points = rows.assign(
        label=[sentence_case(name) for name in rows["name"]],
        role=[PROMOTIONS[promotion] for promotion in rows["promotion"]],
        change=rows["units_each"] / rows["units_without"] - 1,
        moved=[
            change(promoted, plain) or "0%"
            for promoted, plain in zip(
                rows["units_each"], rows["units_without"], strict=True
            )
        ],
        each=[ratio(value) for value in rows["units_each"]],
        without=[ratio(value) for value in rows["units_without"]],
        n=[
            f"{weeks:,} ({counted(int(stores), 'store-week')})"
            for weeks, stores in zip(
                rows["product_weeks"], rows["store_weeks"], strict=True
            )
        ],
    )
    order = points["label"].unique().tolist()
    y = alt.Y(
        "label:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order, padding=0.5),
        axis=alt.Axis(labelLimit=170, grid=True),
    )
    x = alt.X(
        "change:Q",
        title=None,
        axis=alt.Axis(format="+.0%", tickCount=6),
        scale=alt.Scale(zero=True, nice=True),
    )
    shown = set(rows["promotion"])
    legend = {
        PROMOTIONS[kind]: words
        for kind, words in sentences.KINDS.items()
        if kind in shown
    }
    zero = alt.Chart(pd.DataFrame({"change": [0.0]})).mark_rule(strokeWidth=1.5)
    dots = alt.Chart(points).mark_circle(size=120, opacity=0.9)
    return Layers(
        [
            painted(zero.encode(x=x), "muted", legend),
            dots.encode(
                x=x,
                y=y,
                color=by_role("role", legend),
                tooltip=[
                    alt.Tooltip("label:N", title="Products of"),
                    alt.Tooltip("promotion:N", title="Promotion"),
                    alt.Tooltip("moved:N", title="Against without"),
                    alt.Tooltip("each:N", title="Units per store and week"),
                    alt.Tooltip("without:N", title="Without"),
                    alt.Tooltip("n:N", title="Products and weeks"),
                ],
            ),
        ],
        height=60 + 28 * len(order),
    )


def lift_columns(part: str, currency: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the table."""
    config = st.column_config
    amount = money_column(currency)
    return {
        "name": config.TextColumn(part.capitalize(), pinned=True),
        "promotion": config.TextColumn("Promotion"),
        "units_each": config.NumberColumn("Units per store-week", format="%.2f"),
        "units_without": config.NumberColumn(
            "Without",
            format="%.2f",
            help="Of stores that sold the same product in the same week unpromoted",
        ),
        "revenue_each": config.NumberColumn("Revenue per store-week", format=amount),
        "revenue_without": config.NumberColumn("Without, revenue", format=amount),
        "products": config.NumberColumn("Products", format="%,d"),
        "product_weeks": config.NumberColumn("Products x weeks", format="%,d"),
        "store_weeks": config.NumberColumn("Store-weeks", format="%,d"),
    }
