"""The top of every page: banners, a title, and one grey line about the data."""

import streamlit as st

from dashboards.components.banners import show_banners
from dashboards.formats import moment, plain
from dashboards.periods import Window
from dashboards.queries.sales import last_order_at, sales_window
from warehouse.published import published_version
from warehouse.publishing import current_path
from warehouse.settings import settings
from warehouse.status import read_status


def banner_header(title: str, *notes: str) -> bool:
    """Show banners, the title and the grey line; return whether anything is published.

    Args:
        title: A plain noun.
        notes: More to say about the data, such as what is left out.
    """
    show_banners()
    st.title(title, anchor=False)
    is_published = current_path() is not None
    said = as_of() if is_published else f"{plain(settings().shop.name)} · no data yet"
    st.caption(" · ".join([said, *notes]))
    return is_published


def header(title: str, *notes: str) -> Window:
    """Show the top of a page that reads the marts; end the page where they are empty.

    Returns:
        The first and last complete day of sales.
    """
    if not banner_header(title, *notes):
        st.stop()
    data = sales_window(settings().shop.timezone)
    if data is None:
        st.info(
            "The published tables hold no orders. See that `karvan.toml` maps "
            "`order_lines` or `orders` to a source, then run `karvan run`.",
            title="No orders yet",
            icon=":material/info:",
        )
        st.stop()
    return data


def about() -> dict[str, str]:
    """Return what a reader of an exported file has to know."""
    shop = settings().shop
    facts = {
        "Shop": shop.name,
        "Time zone": shop.timezone,
        "Currency": shop.currency,
    }
    if current_path() is None:
        return facts
    last_at = last_order_at()
    return facts | {
        "Data as of": moment(last_at, shop.timezone) if last_at else "no orders",
        "Published version": str(published_version()),
    }


def as_of() -> str:
    """Return the shop, until when its data reach, its time zone and its currency."""
    shop = settings().shop
    last_at = last_order_at()
    reach = (
        "no orders yet"
        if last_at is None
        else f"as of {moment(last_at, shop.timezone)} {_place(shop.timezone)}"
    )
    parts = [plain(shop.name), reach, shop.currency]
    status = read_status()
    if (
        status is not None
        and status.run.outcome == "running"
        and not (status.run.is_live)
    ):
        started = moment(status.run.started_at, shop.timezone)
        parts.append(f"a run is under way since {started}")
    return " · ".join(parts)


def _place(timezone: str) -> str:
    """Return such as ``New York time``; zones that are no place stay as they are."""
    if "/" not in timezone:
        return timezone
    return f"{timezone.split('/')[-1].replace('_', ' ')} time"
