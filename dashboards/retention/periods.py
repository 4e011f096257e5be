"""The part of retention by period: both rates, what is missing, cohorts, lists."""

import pandas as pd
import streamlit as st

from dashboards.components.faults import part
from dashboards.components.header import about
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.periods import Window
from dashboards.queries import retention
from dashboards.retention import cards
from dashboards.retention.filters import Chosen
from dashboards.retention.tables import retention_tables
from dashboards.retention.tiles import retention_tiles
from dashboards.retention.worth import worth
from warehouse.settings import settings


def periods_part(chosen: Chosen, at: int, stages: pd.DataFrame, data: Window) -> None:
    """Show who came back in the period at a place, and who did not.

    Args:
        chosen: What the filters say.
        at: Place of the period.
        stages: As `queries.retention.stages` returns them.
        data: The days with data.
    """
    currency = settings().shop.currency
    away = retention.lapsed_revenue(chosen.window(at - 1), chosen.window(at))
    gap = worth(chosen.numbers(at), away)
    tiles(retention_tiles(chosen, at, gap, currency))
    cards.rate_card(chosen, at)
    with st.grid(3, min_column_width=300):
        with part("What is missing to 100%"):
            cards.gap_card(chosen, at, gap)
        with part("Life cycle"):
            cards.life_card(chosen, at)
        with part("Stages of life"):
            cards.stage_card(stages)
    cells = retention.cohorts(chosen.kind)
    cards.cohort_card(chosen, cells, data.first_on)
    tabbed(
        retention_tables(chosen, at, cells, stages, currency),
        about() | {"Retention by": chosen.kind, "Period": chosen.name(at)},
    )
