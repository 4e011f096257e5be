"""One customer, from all sides: who it is, what they did, and why it is one."""

import streamlit as st

from dashboards.components.charts import card, draw
from dashboards.components.faults import part
from dashboards.components.tiles import tiles
from dashboards.customer.heading import heading
from dashboards.customer.identity import identity_part
from dashboards.customer.persons import persons_table
from dashboards.customer.profile import profile_part
from dashboards.customer.spending import spending_chart, spending_sentence
from dashboards.customer.tiles import customer_tiles
from dashboards.customer.timeline import timeline_part
from dashboards.formats import plain
from dashboards.queries import customer
from dashboards.queries.customer import Resolved
from warehouse.settings import settings


def one_customer(found: Resolved) -> None:
    """Show all that is known of a customer."""
    key, currency = found.customer_id, settings().shop.currency
    facts = customer.known(key)
    if found.was_merged:
        st.info(
            f"The number in the address belongs to customer {plain(key)} now: both "
            "were found to be one.",
            icon=":material/merge:",
        )
    heading(facts, key)
    tiles(customer_tiles(facts, currency))
    # Only the tab that is open is made.
    names = ("Profile", "Timeline", "Identity")
    profile, timeline, identity = st.tabs(names, key="customer_tab", on_change="rerun")
    if profile.open:
        with profile, part("Profile"):
            _spending(key, currency)
            profile_part(facts)
            persons_table(key)
    if timeline.open:
        with timeline, part("Timeline"):
            timeline_part(key)
    if identity.open:
        with identity, part("Identity"):
            identity_part(key)


def _spending(customer_id: str, currency: str) -> None:
    months = customer.spending(customer_id, settings().shop.timezone)
    if months.empty:
        return
    said = f"Revenue by month, {currency} · returns subtract"
    with card(spending_sentence(months, currency), said, is_main=True):
        draw(spending_chart(months, currency), "Revenue of the customer by month")
