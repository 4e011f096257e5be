"""What the page KPIs says where files are wrong, or something is missing."""

from collections.abc import Sequence

import streamlit as st

from dashboards.formats import plain
from warehouse.settings.kpis import SavedKpi


def no_kpis(saved: Sequence[SavedKpi]) -> None:
    """Say that no KPI is saved, or none for the chosen audience."""
    if saved:
        st.info("Choose everybody to see all.", title="No KPI for these", icon=_INFO)
    else:
        st.info(
            "Make the first one below: write a formula of metrics, see its chart, "
            "and save it with its target.",
            title="No KPI is saved yet",
            icon=_INFO,
        )


def no_catalogue(problem: str) -> None:
    """Say why there are no metrics to make KPIs of."""
    st.info(
        f"{plain(problem)}.",
        title="No metric catalogue",
        icon=_INFO,
    )


_INFO = ":material/info:"
