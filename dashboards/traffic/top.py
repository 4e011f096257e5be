"""The top of the page Traffic: whether there is any, until when, and what is chosen."""

import streamlit as st

from dashboards.components.filters import Chosen, choice, filter_row, sales_filters
from dashboards.components.header import banner_header
from dashboards.components.sending import how_to_send
from dashboards.formats import moment, share
from dashboards.periods import Window
from dashboards.queries import traffic
from warehouse.publishing import current_path
from warehouse.settings import settings

ALL = "all"


def traffic_header(title: str) -> Window:
    """Show the top of the page; end it where no events are published.

    Returns:
        The first and last complete day of events.
    """
    if current_path() is None:
        banner_header(title)
        st.stop()
    data = traffic.traffic_window()
    if data is None:
        banner_header(title)
        how_to_send("No events are published yet")
        st.stop()
    last_at = traffic.last_event_at()
    notes = ["bots are left out"]
    if last_at is not None:
        notes.insert(0, f"events until {moment(last_at, settings().shop.timezone)}")
    if simulated := traffic.simulated_share():
        notes.append(f"{share(simulated)} of sessions simulated")
    banner_header(title, *notes)
    return data


def traffic_filters(data: Window) -> tuple[Chosen, str]:
    """Show the filters; return what they choose, and the device of the funnel."""
    with filter_row():
        chosen = sales_filters(data, can_aim=True)
        found = traffic.funnel(chosen.window)["device"].tolist()
        names = {ALL: "All devices"} | {
            name: name.capitalize() for name in found if name != ALL
        }
        device = choice("Funnel of", names, "device")
    return chosen, device
