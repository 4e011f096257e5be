"""The head of a customer's page: who it is, at a glance."""

from datetime import datetime
from html import escape
from typing import Literal

import streamlit as st

from dashboards.customer.picker import close
from dashboards.customer.words import initials, is_known, person_name, shop_day
from dashboards.formats import counted, day, plain
from dashboards.palette import segment_colour, text_on
from dashboards.queries.customer import Facts
from warehouse.settings import settings

_STAGES: dict[str, Literal["green", "blue", "orange", "gray"]] = {
    "onboarding": "blue",
    "active": "green",
    "cooling": "orange",
    "lost": "gray",
}


def heading(facts: Facts, customer_id: str) -> None:
    """Show initials, name, since when, where from, segment and stage of life."""
    name = person_name(facts, customer_id)
    segment = facts.get("segment")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.image(portrait(initials(name), segment), width=60, alt=f"Initials of {name}")
        with st.container(width="stretch", gap="xxsmall"):
            st.subheader(plain(name), anchor=False)
            st.caption(" · ".join(_said(facts, customer_id)))
        st.button(
            "Find another",
            icon=":material/search:",
            on_click=close,
            key="find_another",
        )
    badges = _badges(facts)
    if badges:
        with st.container(horizontal=True, gap="xsmall"):
            for label, icon, colour in badges:
                st.badge(plain(label), icon=icon, color=colour)


def portrait(letters: str, segment: str | None) -> str:
    """Return a disc with letters, in the colour of a customer's segment, as SVG."""
    colour = segment_colour(segment or "Loyal")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" width="60" '
        'height="60">'
        f'<circle cx="30" cy="30" r="30" fill="{colour}"/>'
        '<text x="30" y="31" text-anchor="middle" dominant-baseline="central" '
        'font-family="sans-serif" font-size="23" font-weight="600" '
        f'fill="{text_on(colour)}">{escape(letters)}</text></svg>'
    )


def _said(facts: Facts, customer_id: str) -> list[str]:
    said = [f"Customer {plain(customer_id)}"]
    place = [facts.get(part) for part in ("city", "country")]
    if where := ", ".join(plain(str(part)) for part in place if is_known(part)):
        said.append(where)
    since = facts.get("known_since_at")
    if isinstance(since, datetime):
        said.append(f"known since {day(shop_day(since, settings().shop.timezone))}")
    return said


_Badge = tuple[str, str, Literal["green", "blue", "orange", "gray", "violet"]]


def _badges(facts: Facts) -> list[_Badge]:
    found: list[_Badge] = []
    if is_known(facts.get("segment")):
        found.append((facts["segment"], ":material/group:", "blue"))
    stage = facts.get("stage")
    if isinstance(stage, str):
        icon = ":material/timeline:"
        found.append((stage.capitalize(), icon, _STAGES.get(stage, "gray")))
    if not facts.get("orders"):
        found.append(("No order yet", ":material/person_search:", "violet"))
    persons = int(facts.get("persons") or 0)
    if persons > 1:
        found.append((counted(persons, "person"), ":material/groups:", "gray"))
    if facts.get("is_held"):
        found.append(("Held", ":material/front_hand:", "orange"))
    return found
