"""Baskets: what goes with what, by department, category and product."""

import streamlit as st

from dashboards.baskets import cards
from dashboards.baskets.chosen import basket_filters
from dashboards.baskets.tables import rule_table
from dashboards.baskets.tiles import basket_tiles
from dashboards.components.faults import part
from dashboards.components.header import about, header
from dashboards.components.tiles import tiles
from dashboards.formats import days
from dashboards.queries import basket_rules
from warehouse.settings import settings

TITLE = "Baskets"
ICON = ":material/shopping_bag:"
PLACE = 52

data = header(TITLE, "cancelled orders and returns are left out")
with part(TITLE):
    span = basket_rules.span()
    if span is None:
        least = settings().baskets
        st.info(
            f"No two groups of products are in {least.min_orders} baskets together, or "
            f"in {least.min_support_pct:g} % of them. A shop with few orders lowers "
            "`min_orders` of `[baskets]` in `karvan.toml`; one whose lines name no "
            "products maps `product_id`, and `category` of `products`.",
            title="Not enough data",
            icon=":material/info:",
        )
        st.stop()
    chosen = basket_filters(basket_rules.levels())
    rules = chosen.of(basket_rules.rules(chosen.level))
    tiles(basket_tiles(rules, span, data))
    cards.lift_card(rules)
    with st.grid(2, min_column_width=300):
        cards.extra_card(rules)
        cards.confidence_card(rules)
    facts = {
        "Baskets of": days(span.first_on, span.last_on),
        "Groups": chosen.level,
        "Least support": f"{chosen.support:.1%}",
        "Words": chosen.words or "any",
    }
    rule_table(rules, about() | facts)
