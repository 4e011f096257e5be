"""Duplicates: which records are one person, where the rules are not sure."""

import streamlit as st

from dashboards.components.header import banner_header
from dashboards.customer.simulated import simulated_notes
from dashboards.review.view import duplicates

TITLE = "Duplicates"
ICON = ":material/join_inner:"
PLACE = 24

if not banner_header(TITLE, *simulated_notes()):
    st.stop()
duplicates()
