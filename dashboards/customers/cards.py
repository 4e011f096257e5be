"""The cards of customers: each a question, with its answer as its chart's title."""

import pandas as pd

from dashboards.components.charts import card, draw
from dashboards.customers import charts, sentences
from dashboards.customers.lists import TREE_KEY, choose_clicked
from dashboards.queries import customers
from warehouse.settings import settings


def tree_card(segments: pd.DataFrame) -> None:
    """Show who is where; a click chooses the list below."""
    tree = charts.segment_tree(segments, settings().shop.currency)
    said = "Area: customers · a click on a segment lists it below"
    with card(sentences.segments_sentence(segments), said, is_main=True):
        draw(tree, "Customers by segment", key=TREE_KEY, on_select=choose_clicked)


def shares_card(segments: pd.DataFrame) -> None:
    """Show what each segment brings for its size."""
    said = "Grey dot: share of customers · coloured dot: share of revenue"
    with card(sentences.shares_sentence(segments), said):
        draw(charts.segment_shares(segments, settings().shop.currency), said)


def score_card() -> None:
    """Show how the scores spread."""
    scores = customers.scores()
    said = "Customers by recency and frequency score, in the colours of their segments"
    with card(sentences.grid_sentence(scores), said):
        draw(charts.score_grid(scores, settings().shop.currency), said)
