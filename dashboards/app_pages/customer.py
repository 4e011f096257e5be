"""Customer: find one, and see all that is known of them."""

import streamlit as st

from dashboards.components.header import banner_header
from dashboards.customer.finding import find_customer, nobody
from dashboards.customer.picker import linked_customer
from dashboards.customer.simulated import simulated_notes
from dashboards.customer.view import one_customer
from dashboards.queries import customer

TITLE = "Customer"
ICON = ":material/person:"
PLACE = 22

if not banner_header(TITLE, *simulated_notes()):
    st.stop()
linked = linked_customer()
found = customer.resolve(linked) if linked else None
if found is not None:
    one_customer(found)
else:
    if linked:
        nobody(linked)
    find_customer()
