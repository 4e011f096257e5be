"""The cards of customers: each a question, with its answer as its chart's title."""

import pandas as pd

from dashboards.components.charts import card, draw
from dashboards.customers import charts, sentences
from dashboards.customers.lists import TREE_KEY, choose_clicked
from dashboards.customers.months import Month
from dashboards.customers.movement import movement_map, segment_history
from dashboards.formats import day
from dashboards.queries import customers, movement
from warehouse.settings import settings


def tree_card(segments: pd.DataFrame) -> None:
    """Show who is where; a click chooses the list below."""
    tree = charts.segment_tree(segments, settings().shop.currency)
    said = "Area: customers · a click on a segment lists it below"
    with card(sentences.segments_sentence(segments), said, is_main=True):
        draw(tree, "Customers by segment", key=TREE_KEY, on_select=choose_clicked)


def score_card() -> None:
    """Show how the scores spread."""
    scores = customers.scores()
    said = "Customers by score, in their segments' colours · 5: newest, most often"
    with card(sentences.grid_sentence(scores), said):
        draw(charts.score_grid(scores, settings().shop.currency), said)


def movement_card(month: Month) -> None:
    """Show who moved from which segment to which in a month."""
    moves = movement.movement(month.first_on)
    said = (
        "Rows: segment at the end of the month before, with its customers · framed: "
        f"who stayed · colour: share of the row · as of {day(month.as_of_on)}"
    )
    with card(sentences.movement_sentence(moves, month.name), said):
        draw(movement_map(moves, settings().shop.currency), said)


def history_card() -> None:
    """Show how many buyers each segment had at each month's end."""
    history = movement.history()
    said = "Share of all who had bought by each month's end, by segment; best on top"
    if not all(history["is_complete"]):
        said += " · faint: the month is not over"
    with card(sentences.history_sentence(history), said):
        draw(segment_history(history, settings().shop.currency), said)
