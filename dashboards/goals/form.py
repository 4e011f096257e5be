"""The form that sets a goal, or changes one."""

from datetime import date

import streamlit as st

from dashboards.goals.saving import FORM, STRETCH, filled

_PERIODS = {
    "month": "Each month",
    "week": "Each week",
    "quarter": "Each quarter",
    "year": "Each year",
    "day": "Each day",
    STRETCH: "From a day to a day",
}
_DIRECTIONS = {"up": "At least the target", "down": "At most the target"}


def goal_form() -> None:
    """Show the form that sets a new goal, or changes the one that was chosen."""
    FORM.heading("Set a goal", "Set another")
    period = st.selectbox(
        "Period",
        list(_PERIODS),
        format_func=_PERIODS.__getitem__,
        key=FORM.key("period"),
    )
    with st.form("goal_form"):
        _fields(period or STRETCH)
        FORM.save_row(filled)


def _fields(period: str) -> None:
    key = FORM.key
    with st.grid(3, min_column_width=150, gap="small"):
        st.text_input("Title", placeholder="Monthly revenue", key=key("title"))
        st.text_input(
            "Formula",
            placeholder="revenue",
            help="A metric of the catalogue, or a formula of metrics as on the page "
            "KPIs.",
            key=key("formula"),
        )
        st.text_input(
            "Only where",
            placeholder="order_channel = 'web'",
            help="Of what alone it is; of everything by default.",
            key=key("where"),
        )
        st.number_input(
            "Target" if period == STRETCH else f"Target for every {period}",
            value=None,
            placeholder="none",
            help="A share is written as 0.25 for 25%.",
            key=key("target"),
        )
        st.selectbox(
            "Direction",
            list(_DIRECTIONS),
            format_func=_DIRECTIONS.__getitem__,
            key=key("direction"),
        )
        if period == STRETCH:
            for label, name in (("From", "starts_on"), ("To", "ends_on")):
                st.date_input(
                    label,
                    value=None,
                    min_value=date(1990, 1, 1),
                    max_value=date(2100, 1, 1),
                    key=key(name),
                )
        else:
            st.text_input(
                "Targets of single periods",
                placeholder="2026-12-01: 420000, 2027-01-01: 380000",
                help="By the first day of each; they win over the target for all.",
                key=key("targets"),
            )
        st.text_input("For", placeholder="CEO, Marketing", key=key("audience"))
        st.text_input("Owner", placeholder="Sales", key=key("owner"))
        st.text_input("Note", placeholder="What it tells", key=key("note"))
