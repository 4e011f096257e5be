"""RFM of what customers do other than to order, where the settings name it."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.charts import card, draw
from dashboards.components.filters import choice, filter_row
from dashboards.components.header import about
from dashboards.components.tables import SHOWN, Listed, tabbed
from dashboards.customers.charts import score_grid
from dashboards.formats import counted, day, money_column, share
from dashboards.queries import conversions
from warehouse.settings import settings


def conversion_part() -> None:
    """Show the scores and the list of one conversion; nothing where there is none."""
    found = conversions.conversions()
    if found.empty:
        return
    st.header("What else customers do", anchor=False)
    names = {name: name for name in found["conversion"]}
    with filter_row():
        chosen = choice(
            "Scored by",
            names,
            "conversion",
            help="The entries `[[rfm.events]]` of the settings. The rules are those of "
            "orders. Source: `marts.customer_rfm_of_events`.",
        )
    facts = found.set_index("conversion").loc[chosen]
    scores = conversions.conversion_scores(chosen)
    said = f"Customers by score · as of {day(facts['as_of_on'].date())}"
    if facts["is_simulated"]:
        said += " · simulated"
    with card(conversion_sentence(scores, chosen), said):
        draw(score_grid(scores, settings().shop.currency), said)
    listed = Listed(
        f"{chosen}: {counted(int(facts['customers']), 'customer')}",
        "conversion",
        conversions.conversion_customers(chosen, SHOWN),
        _columns(settings().shop.currency),
        caption="The best RFM score first · beside it what their orders say",
        export=partial(conversions.conversion_customers, chosen, None),
    )
    tabbed({"Customers": listed}, about() | {"Scored by": chosen})


def conversion_sentence(scores: pd.DataFrame, name: str) -> str:
    """Return how many do it both lately and often (scores 4 and 5)."""
    best = scores.loc[(scores["r_score"] >= 4) & (scores["f_score"] >= 4), "customers"]
    total = sum(scores["customers"])
    part = share(sum(best) / total)
    return f"{name}: {part} of {counted(total, 'customer')} lately and often"


def _columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    amount = money_column(currency)
    return {
        "customer_id": config.TextColumn("Customer", pinned=True),
        "segment": config.TextColumn("Segment by this"),
        "frequency": config.NumberColumn("Times", format="%,d"),
        "recency_days": config.NumberColumn("Days since", format="%,d"),
        "amount": config.NumberColumn("Amount", format=amount),
        "r_score": config.NumberColumn("R"),
        "f_score": config.NumberColumn("F"),
        "m_score": config.NumberColumn("M"),
        "rfm_score": config.NumberColumn("RFM", format="%.2f"),
        "order_segment": config.TextColumn("Segment by orders"),
        "revenue": config.NumberColumn("Revenue ever", format=amount),
    }
