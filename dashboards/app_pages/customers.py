"""Customers: who brings the revenue, who stopped, and the lists to act on."""

from functools import partial

import streamlit as st

from dashboards.components.faults import part
from dashboards.components.header import about, header
from dashboards.components.tables import table
from dashboards.components.tiles import tiles
from dashboards.customers import cards, lists
from dashboards.customers.tiles import customer_tiles
from dashboards.formats import counted, day
from dashboards.queries import customers
from warehouse.settings import settings

TITLE = "Customers"
ICON = ":material/group:"
PLACE = 20

header(TITLE)
currency = settings().shop.currency
buyers = customers.buyers()
if buyers is None:
    st.info(
        "All orders are of guests. Map `customer_id` of `orders` or `order_lines` in "
        "`karvan.toml`, then run `karvan run`.",
        title="No customers with an id yet",
        icon=":material/info:",
    )
    st.stop()

chosen, search = lists.list_filters()
segments = customers.segments()
tiles(customer_tiles(buyers, segments, currency))

cards.tree_card(segments)
with st.grid(2, min_column_width=300):
    with part("Shares by segment"):
        cards.shares_card(segments)
    with part("Scores"):
        cards.score_card()

count = customers.count_customers(chosen, search)
title = chosen or "All buyers"
said = f"Recency counts back from the end of {day(buyers.as_of_on)}"
if count > lists.SHOWN:
    said += f" · the {lists.SHOWN:,} with most revenue; exports hold all"
table(
    f"{title}: {counted(count, 'customer')}",
    customers.customers(chosen, search, lists.SHOWN),
    lists.list_columns(currency),
    "customers",
    about() | {"List": title, "Found by": search},
    caption=said,
    export=partial(customers.customers, chosen, search, None),
    empty="No customer of this list matches. Choose another list, or clear the search.",
)
