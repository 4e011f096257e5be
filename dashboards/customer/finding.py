"""Search for a customer: a box, and who was found, one click from their page."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.components.header import about
from dashboards.components.tables import exports
from dashboards.customer.picker import show
from dashboards.customer.words import is_known, person_name
from dashboards.formats import counted, day, money, plain
from dashboards.queries import customer_search
from warehouse.settings import settings


def nobody(wanted: str) -> None:
    """Say that an address leads to no customer."""
    st.info(
        "It may have been erased, or its source may be gone. Find another below.",
        title=f"There is no customer {plain(wanted)}",
        icon=":material/info:",
    )


def find_customer() -> None:
    """Show the search and who it finds; without words, who brought most revenue."""
    words = st.text_input(
        "Find a customer",
        placeholder="Name, e-mail, phone or number; a part is enough",
        icon=":material/search:",
        key="find_customer",
        live=True,
        type="search",
        bind="query-params",
    )
    words = (words or "").strip()
    found = customer_search.found(words, customer_search.MOST + 1)
    if found.empty:
        _nobody_found(words)
        return
    shown = found.head(customer_search.MOST)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader(
            _heading(words, len(found), len(shown)), anchor=False, width="content"
        )
        exports("customers_found", lambda: found, about() | {"Found by": words})
    for row in shown.to_dict("records"):
        _one(row, settings().shop.currency)


def _heading(words: str, found: int, shown: int) -> str:
    if not words:
        return "Most revenue"
    if found > shown:
        return f"The first {shown} found: a further word finds fewer"
    return f"{counted(found, 'customer')} found"


def _one(row: Mapping[Any, Any], currency: str) -> None:
    """Show one customer, whose name opens their page, and what tells them apart."""
    customer_id = str(row["customer_id"])
    with st.container(border=True, gap=None):
        st.button(
            f"**{plain(person_name(row, customer_id))}**",
            icon=":material/person:",
            type="tertiary",
            key=f"open_{customer_id}",
            on_click=show,
            args=(customer_id,),
        )
        st.caption(" · ".join(map(plain, told_apart(row, currency))))


def told_apart(row: Mapping[Any, Any], currency: str) -> list[str]:
    """Return what tells a customer from others of the same name."""
    said = [str(row["customer_id"])]
    said += [
        str(row[name])
        for name in ("email", "phone", "city", "country")
        if is_known(row[name])
    ]
    if is_known(row["birth_date"]):
        said.append(f"born {day(row['birth_date'].date())}")
    if not row["orders"]:
        return [*said, "no order yet"]
    said.append(
        f"{counted(int(row['orders']), 'order')}, {money(row['revenue'], currency)}"
    )
    if is_known(row["last_ordered_on"]):
        said.append(f"last {day(row['last_ordered_on'].date())}")
    if is_known(row["segment"]):
        said.append(str(row["segment"]))
    return said


def _nobody_found(words: str) -> None:
    if not words:
        st.info(
            "Map `customers`, `contacts`, or the `customer_id` of `orders` in "
            "`karvan.toml`, then run `karvan run`.",
            title="No customers yet",
            icon=":material/info:",
        )
        return
    st.info(
        "Try fewer words, a part of the name, or the last digits of the phone number. "
        "Accents, capitals and the script do not matter.",
        title=f"Nobody is found by “{plain(words)}”",
        icon=":material/person_off:",
    )
