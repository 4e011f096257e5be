"""Each score alone: how many customers have which, and what they bring."""

import pandas as pd

from dashboards.components.bars import bars
from dashboards.components.charts import Spec, card, draw
from dashboards.formats import money, number, share
from dashboards.queries import customers
from warehouse.settings import settings

_FACTS = {"name": "Score", "people": "Customers", "amount": "Revenue"}


def level_cards() -> None:
    """Show recency, frequency and money side by side, each by its five scores."""
    levels, currency = customers.score_levels(), settings().shop.currency
    for score, said in (
        (
            "recency",
            "Recency alone: score, days since · customers · share of revenue",
        ),
        (
            "frequency",
            "Frequency alone: score, orders · customers · share of revenue",
        ),
        ("monetary", "Money alone: score, spending · customers · share of revenue"),
    ):
        rows = levels.loc[levels["score"] == score]
        with card(level_sentence(rows, score, currency), said):
            draw(level_bars(rows, score, currency), said)


def level_sentence(rows: pd.DataFrame, score: str, currency: str) -> str:
    """Return what those with the best score bring, and what it takes to be of them.

    Args:
        rows: Of one score, as `queries.customers.score_levels` returns them.
        score: Which one.
        currency: Of the shop.
    """
    best = rows.iloc[0]
    part = best["revenue_share"]
    brings = "" if pd.isna(part) else f" and bring {share(part)} of revenue"
    if score == "recency":
        days = f"{best['most']:,.0f} {'day' if best['most'] == 1 else 'days'}"
        return f"The newest buyers came within {days}{brings}"
    if score == "frequency":
        return f"The busiest buyers ordered {best['least']:,.0f} times or more{brings}"
    return (
        f"The biggest spenders spent {money(best['least'], currency)} or more{brings}"
    )


def level_bars(rows: pd.DataFrame, score: str, currency: str) -> Spec:
    """Return customers by score, 5 on top, with the values that each holds."""

    def span(least: float, most: float) -> str:
        if score == "monetary":
            ends = [money(value, currency, has_cents=False) for value in (least, most)]
        else:
            ends = [f"{value:,.0f}" for value in (least, most)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"

    unit = {"recency": " days", "frequency": " orders", "monetary": ""}[score]
    described = rows.assign(
        name=[
            f"{level} · {span(least, most)}{unit}"
            for level, least, most in zip(
                rows["level"], rows["least"], rows["most"], strict=True
            )
        ],
        value=rows["customers"],
        text=[
            f"{number(count)} · {share(None if pd.isna(part) else part)}"
            for count, part in zip(
                rows["customers"], rows["revenue_share"], strict=True
            )
        ],
        people=[f"{count:,}" for count in rows["customers"]],
        amount=[money(value, currency) for value in rows["revenue"]],
    )
    return bars(described, _FACTS, row_height=28, label_width=150)
