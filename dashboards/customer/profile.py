"""The tab Profile: what is known of a customer, each field with where it is from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.customer.words import is_known, shortened
from dashboards.formats import day, money, plain, ratio
from dashboards.queries.customer import Facts
from warehouse.settings import settings

_Say = Callable[[Any], str]


def _text(value: Any) -> str:
    return shortened(str(value), 80)


def _yes_no(value: Any) -> str:
    return "Yes" if value else "No"


def _day(value: Any) -> str:
    return day(value.date() if isinstance(value, datetime) else value)


def _count(value: Any) -> str:
    return f"{int(value):,}"


def _amount(value: Any) -> str:
    return money(float(value), settings().shop.currency)


@dataclass(frozen=True)
class Field:
    """A line of a card: what it is called, and where its value stands."""

    name: str
    column: str
    say: _Say = _text
    source: str | None = None
    """The column that names the record it is from."""


CARDS: Mapping[str, Sequence[Field]] = {
    "Who": (
        Field("First name", "first_name", source="name_from"),
        Field("Last name", "last_name", source="name_from"),
        Field("E-mail", "email", source="email_from"),
        Field("Phone", "phone", source="phone_from"),
        Field("Birth date", "birth_date", _day, "birth_date_from"),
        Field("Sex", "sex"),
        Field("Address", "address", source="address_from"),
        Field("Postal code", "postal_code", source="address_from"),
        Field("City", "city", source="address_from"),
        Field("Region", "region", source="address_from"),
        Field("Country", "country", source="address_from"),
        Field("May be written to", "has_marketing_consent", _yes_no, "consent_from"),
    ),
    "Household and company": (
        Field("Persons on record", "persons", _count),
        Field("Household size", "household_size"),
        Field("Children", "children_count"),
        Field("Marital status", "marital_status"),
        Field("Age", "age_band"),
        Field("Income", "income_band"),
        Field("Home", "home_ownership"),
        Field("Company", "account_name"),
        Field("Sector", "account_sector"),
    ),
    "How they came": (
        Field("First visit", "first_session_at", _day),
        Field("First came by", "first_touch_channel"),
        Field("Before the first order by", "last_touch_channel"),
        Field("Last visit", "last_session_at", _day),
        Field("Visits", "sessions", _count),
        Field("Devices", "devices", _count),
    ),
    "Support and opinions": (
        Field("Tickets", "tickets", _count),
        Field("Open tickets", "open_tickets", _count),
        Field("Last ticket", "last_ticket_at", _day),
        Field("Satisfaction, mean", "mean_satisfaction", ratio),
        Field("Last NPS", "last_nps", _count),
        Field("Last CSAT", "last_csat", _count),
        Field("Last CES", "last_ces", _count),
    ),
    "Campaigns and sales": (
        Field("Campaigns received", "campaigns", _count),
        Field("Coupons redeemed", "coupons_redeemed", _count),
        Field("Sales activities", "activities", _count),
        Field("Last activity", "last_activity_at", _day),
    ),
}


def profile_part(facts: Facts) -> None:
    """Show cards of fields; a card of nothing says so in one line."""
    with st.grid(3, min_column_width=300):
        for title, fields in CARDS.items():
            with st.container(border=True, gap="xsmall", height="stretch"):
                st.markdown(f"**{title}**")
                lines = card_lines(facts, fields)
                if lines:
                    st.table(
                        pd.DataFrame(lines)
                        .dropna(axis="columns", how="all")
                        .fillna(""),
                        border="horizontal",
                        hide_index=True,
                        hide_header=True,
                    )
                else:
                    st.caption("No source says anything about it.")


def card_lines(
    facts: Facts, fields: Sequence[Field]
) -> list[tuple[str, str, str | None]]:
    """Return name, value and source of each field that has a value, as Markdown."""
    return [
        (
            f":gray[{field.name}]",
            plain(field.say(facts[field.column])),
            _from(facts.get(field.source or "")),
        )
        for field in fields
        if is_known(facts.get(field.column))
    ]


def _from(source: Any) -> str | None:
    return (
        f":small[:gray[{plain(shortened(source, 30))}]]" if is_known(source) else None
    )
