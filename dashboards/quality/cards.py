"""The cards of data quality."""

from datetime import datetime

import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.quality import charts, sentences
from warehouse.status import Status


def ledger_card(status: Status) -> None:
    """Show whether the data may be trusted, and what became of every row."""
    title = sentences.checks_sentence(status.checks, status.ledger)
    said = "What became of the rows received, by entity"
    with card(title, said, is_main=True):
        if status.ledger:
            draw(charts.ledger_bars(status.ledger), said)
        else:
            st.caption("No load has finished yet. `karvan run` loads the sources.")


def check_card(status: Status) -> None:
    """Show which tables fail their checks."""
    failed = len({check.asset for check in status.checks if not check.is_passed})
    title = sentences.tables_sentence(failed, len({c.asset for c in status.checks}))
    with card(title, "Checks by layer of the warehouse"):
        draw(charts.check_bars(status.checks), "Checks by layer")


def freshness_card(status: Status, now: datetime) -> None:
    """Show how old the newest data of each entity are."""
    said = "Time since a load brought something new"
    with card(sentences.freshness_sentence(status.ledger, now), said):
        draw(charts.freshness_bars(status.ledger, now), said)
