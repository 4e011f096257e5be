"""The cards of the last hour: each a question, with its answer as its title."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboards.components.bars import bars
from dashboards.components.charts import card, draw
from dashboards.formats import number
from dashboards.live import sentences
from dashboards.live.charts import minute_bars
from warehouse.settings import settings


def minute_card(
    totals: pd.DataFrame, minutes: pd.DataFrame, spans: list[str], cut: str
) -> None:
    """Show how many are here, minute by minute."""
    shop = settings().shop
    title = sentences.now_sentence(totals, spans, shop.currency)
    said = "Visitors by minute · faint: not a whole minute"
    with card(title, f"{said} · {cut}" if cut else said, is_main=True):
        draw(minute_bars(minutes, shop.timezone, shop.currency), said)


def page_card(pages: pd.DataFrame) -> None:
    """Show what is looked at."""
    with card(sentences.pages_sentence(pages), "Views of pages, last 60 minutes"):
        _bars(pages, "page_path", "views", {"views": "Views", "visitors": "Visitors"})


def product_card(products: pd.DataFrame) -> None:
    """Show which products are looked at."""
    said = "Views of products, last 60 minutes"
    with card(sentences.products_sentence(products), said):
        # Two products may share a name.
        rows = products.assign(
            product=products["product"].where(
                ~products["product"].duplicated(keep=False),
                products["product"] + " (" + products["product_id"] + ")",
            )
        )
        _bars(rows, "product", "views", {"views": "Views", "adds": "Added to carts"})


def source_card(sources: pd.DataFrame) -> None:
    """Show who sends."""
    said = "Events by source, last 60 minutes"
    with card(sentences.sources_sentence(sources), said):
        _bars(
            sources,
            "source_name",
            "events",
            {"events": "Events", "visitors": "Visitors"},
        )


def _bars(rows: pd.DataFrame, name: str, value: str, facts: Mapping[str, str]) -> None:
    if rows.empty:
        st.caption("Nothing in the last 60 minutes.")
        return
    named = pd.DataFrame(
        {
            "name": rows[name],
            "value": rows[value].astype(float),
            "text": [number(count) for count in rows[value]],
            **{fact: [number(count) for count in rows[fact]] for fact in facts},
        }
    )
    draw(bars(named, {"name": "Name", **facts}), f"{value} by {name}")
