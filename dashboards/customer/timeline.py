"""The tab Timeline: what a customer did and what happened to them, newest first."""

from collections.abc import Mapping
from functools import partial
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboards.components.header import about
from dashboards.components.tables import exports
from dashboards.customer import words
from dashboards.formats import counted, day, money, plain
from dashboards.queries import customer
from warehouse.settings import settings

PAGE_ROWS = 25
"""Things on one page of the history."""


def timeline_part(customer_id: str) -> None:
    """Show one page of a customer's history, with a choice of kinds."""
    kinds = customer.kinds(customer_id)
    if not kinds:
        st.info(
            "Orders, visits, tickets and surveys appear here once they name this "
            "customer.",
            title="Nothing has happened yet",
            icon=":material/info:",
        )
        return
    chosen = (
        st.pills(
            "Show only",
            list(kinds),
            selection_mode="multi",
            format_func=lambda kind: f"{words.thing_name(kind)} · {kinds[kind]:,}",
            key=f"kinds_{customer_id}",
            label_visibility="collapsed",
        )
        or []
    )
    wanted = tuple(sorted(chosen))
    count = sum(kinds[kind] for kind in wanted or kinds)
    pages = max(1, ceil(count / PAGE_ROWS))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader(
            f"{counted(count, 'entry', 'entries')}, newest first",
            anchor=False,
            width="content",
        )
        exports(
            f"customer_{customer_id}_timeline",
            partial(customer.timeline, customer_id, wanted, None),
            about() | {"Customer": customer_id},
        )
    place = st.container(gap="small")
    page = 1
    if pages > 1:
        # A key for each choice: another choice begins at its first page.
        key = f"timeline_{customer_id}_{'_'.join(wanted)}"
        page = st.pagination(pages, key=key)
    rows = customer.timeline(customer_id, wanted, PAGE_ROWS, (page - 1) * PAGE_ROWS)
    with place:
        for text in feed(rows, settings().shop.timezone, settings().shop.currency):
            st.markdown(text)


def feed(rows: pd.DataFrame, timezone: str, currency: str) -> list[str]:
    """Return Markdown of each day with what happened on it, in the rows' order."""
    zone = ZoneInfo(timezone)
    days: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        local = row["occurred_at"].tz_localize("UTC").astimezone(zone)
        heading = f"{local:%a} {day(local.date())}"
        lines = days.setdefault(heading, [])
        lines.append(_line(row, f"{local:%H:%M}", currency))
    return [f"**{heading}**\n\n" + "\n\n".join(days[heading]) for heading in days]


def _line(row: Mapping[Any, Any], time: str, currency: str) -> str:
    title = plain(" ".join(str(row["title"]).split()))
    line = f":gray[{plain(time)}] {words.thing_icon(row['kind'])} {title}"
    if words.is_known(row["amount"]):
        amount = money(row["amount"], currency)
        line += f" · **{plain(amount)}**"
    said = [
        plain(" ".join(str(part).split()))
        for part in (row["detail"], row["source_name"])
        if words.is_known(part) and str(part).strip()
    ]
    return f"{line}  \n:small[:gray[{' · '.join(said)}]]" if said else line
