"""The groups of customers in one period: who they are, and what they buy."""

from datetime import timedelta

import pandas as pd

from dashboards.components.faults import part
from dashboards.components.header import about
from dashboards.components.tables import tabbed
from dashboards.components.tiles import tiles
from dashboards.demographics import cards
from dashboards.demographics.filters import Chosen
from dashboards.demographics.tables import demographic_tables
from dashboards.demographics.tiles import demographic_tiles
from dashboards.periods import Window
from dashboards.queries import demographics
from warehouse.settings import settings


def groups_part(chosen: Chosen, new: pd.DataFrame) -> None:
    """Show the groups of the chosen period, what they buy, and how that changed.

    Args:
        chosen: What the filters say.
        new: Months of surely new customers, for the tiles.
    """
    currency = settings().shop.currency
    mix = demographics.mix(chosen.kind, chosen.dimension)
    now = groups_of(mix, chosen.window)
    before = groups_of(mix, chosen.compared) if chosen.compared else None
    tiles(demographic_tiles(now, before, new, chosen, currency))
    cards.group_card(now, before, chosen)
    cells = demographics.departments(
        chosen.kind, chosen.dimension, chosen.window.first_on
    )
    with part("Who buys what"):
        cards.department_card(cells, chosen)
    with part("Mix over time"):
        cards.mix_card(mix, chosen)
    tabbed(
        demographic_tables(cells, mix, chosen, currency),
        about() | {"Group by": chosen.by, "Period": chosen.name},
    )


def groups_of(mix: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the groups of one period of `queries.demographics.mix`."""
    return mix.loc[mix["first_on"] == pd.Timestamp(window.first_on)]


def surely_new_since(data: Window) -> Window:
    """Return the days in which who first orders did not buy before the data begin.

    By then, who bought before would have been seen again.
    """
    later = timedelta(days=settings().lifecycle.active_days)
    return Window(data.first_on + later, max(data.last_on, data.first_on + later))
