"""Attribution: which visits led to orders, and where spending pays."""

import streamlit as st

from dashboards.attribution import cards
from dashboards.attribution.judged import judged
from dashboards.attribution.tables import attribution_tables
from dashboards.attribution.tiles import attribution_tiles
from dashboards.attribution.top import attribution_filters, attribution_header
from dashboards.components.faults import part
from dashboards.components.header import about
from dashboards.components.tiles import tiles
from dashboards.formats import days
from dashboards.queries import attribution
from warehouse.settings import settings

TITLE = "Attribution"
ICON = ":material/route:"
PLACE = 42

data = attribution_header(TITLE)
with part(TITLE):
    chosen, model = attribution_filters(data)
    window, rules = chosen.window, settings().attribution
    row, history = attribution_tiles(chosen, model)
    tiles(row)

    weeks = attribution.weeks(window)
    limits = rules.break_even_return, rules.min_orders
    channels = judged(weeks, ["channel"], *limits)
    named = weeks.dropna(subset="campaign")
    campaigns = judged(named, ["channel", "campaign"], *limits)
    paid = [one for one in channels if one.spend > 0]
    cards.channels_card(channels, model, history[-1])
    with st.grid(3, min_column_width=300):
        cards.advice_card(paid, model)
        cards.trend_card(attribution.series(window, chosen.grain, model), chosen)
        cards.touches_card(attribution.touch_counts(window))
    period = {"Period": days(window.first_on, window.last_on)}
    attribution_tables(channels, campaigns, model, about() | period)
