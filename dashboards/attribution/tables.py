"""The tables of attribution: channels and campaigns, by all models, with advice."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.attribution import sentences
from dashboards.attribution.judged import MODELS, Judged, simple_return
from dashboards.components.tables import Listed, tabbed
from dashboards.formats import counted, money_column
from warehouse.settings import settings


def attribution_tables(
    channels: Sequence[Judged],
    campaigns: Sequence[Judged],
    model: str,
    about: dict[str, str],
) -> None:
    """Show every channel and every campaign, with orders by the chosen model."""
    rules = settings().attribution
    currency = settings().shop.currency
    caption = (
        f"Orders and return by “{MODELS[model].lower()}”, revenue by each model · "
        f"spending pays from {rules.break_even_return:g} back for each 1 spent "
        "(`break_even_return` in `karvan.toml`)"
    )
    listed = {
        "Channels": Listed(
            counted(len(channels), "channel"),
            "attribution_channels",
            rows(channels, model),
            columns(currency, has_campaigns=False),
            caption=caption,
            empty="No visit before an order is known in this period.",
        ),
        "Campaigns": Listed(
            counted(len(campaigns), "campaign"),
            "attribution_campaigns",
            rows(campaigns, model),
            columns(currency, has_campaigns=True),
            caption=caption,
            empty="No link or bill of this period names a campaign.",
        ),
    }
    tabbed(listed, about | {"Model": MODELS[model], "Caveat": sentences.CAVEAT})


def rows(found: Sequence[Judged], model: str) -> pd.DataFrame:
    """Return one row for each channel or campaign."""
    rules, currency = settings().attribution, settings().shop.currency
    records = []
    for one in found:
        mean, marginal = one.mean(model), one.returned[model].marginal
        records.append(
            {
                "campaign": one.campaign,
                "channel": one.channel,
                "orders": one.orders[model],
                **{f"revenue_{key}": one.revenue[key] for key in MODELS},
                "spend": one.spend,
                "clicks": one.clicks,
                "return_on_ad_spend": simple_return(one, model),
                "return_low": None if mean is None else max(mean.low, 0.0),
                "return_high": None if mean is None else mean.high,
                "marginal_return": None if marginal is None else marginal.value,
                "advice": sentences.ADVICE[one.verdict] if one.spend > 0 else None,
                "reason": sentences.reason(
                    one, rules.break_even_return, rules.min_orders, currency
                ),
            }
        )
    return pd.DataFrame(records)


def columns(currency: str, *, has_campaigns: bool) -> dict[str, ColumnConfig]:
    """Return heading and format of each column."""
    config = st.column_config
    amount = money_column(currency)
    named = (
        {"campaign": config.TextColumn("Campaign", pinned=True)}
        if has_campaigns
        else {}
    )
    return named | {
        "channel": config.TextColumn("Channel", pinned=not has_campaigns),
        "advice": config.TextColumn("Spending"),
        "orders": config.NumberColumn("Orders", format="%,.1f"),
        **{
            f"revenue_{key}": config.NumberColumn(
                f"Revenue, {title.lower()}", format=amount
            )
            for key, title in MODELS.items()
        },
        "spend": config.NumberColumn("Spend", format=amount),
        "clicks": config.NumberColumn("Clicks", format="%,d"),
        "return_on_ad_spend": config.NumberColumn("Return", format="%.2f"),
        "return_low": config.NumberColumn("At least", format="%.2f"),
        "return_high": config.NumberColumn("At most", format="%.2f"),
        "marginal_return": config.NumberColumn(
            "Return of more",
            format="%.2f",
            help="How much more revenue weeks with one unit more of spend had",
        ),
        "reason": config.TextColumn("Why", width="large"),
    }
