"""The tab Profile: what is known of a customer, each field with where it is from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.header import about
from dashboards.components.tables import exports
from dashboards.customer.words import is_known, shop_day, shortened
from dashboards.formats import day, plain, ratio
from dashboards.queries.customer import Facts
from warehouse.settings import settings

_Say = Callable[[Any], str]


def _text(value: Any) -> str:
    return shortened(str(value), 80)


def _yes_no(value: Any) -> str:
    return "Yes" if value else "No"


def _day(value: Any) -> str:
    return day(value.date() if isinstance(value, datetime) else value)


def _local_day(value: Any) -> str:
    return day(shop_day(value, settings().shop.timezone))


def _count(value: Any) -> str:
    return f"{int(value):,}"


def _score(value: Any) -> str:
    return f"{value:g}"


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
        Field("First visit", "first_touch_at", _local_day),
        Field("came by", "first_touch"),
        Field("Visit before the first order", "last_touch_at", _local_day),
        Field("came by", "last_touch"),
        Field("Devices", "devices", _count),
        Field("Last device", "last_device"),
    ),
    "Support and opinions": (
        Field("Tickets", "tickets", _count),
        Field("Open tickets", "open_tickets", _count),
        Field("Last ticket", "last_ticket_at", _local_day),
        Field("Satisfaction, mean", "ticket_satisfaction", ratio),
        Field("Surveys answered", "surveys", _count),
        Field("Last answer", "last_survey_at", _local_day),
        Field("Last NPS, 0 to 10", "last_nps", _score),
        Field("Last satisfaction", "last_csat", _score),
        Field("Last ease", "last_ces", _score),
    ),
    "Campaigns and sales": (
        Field("Reached by campaigns", "campaigns", _count),
        Field("Coupons redeemed", "redeemed_coupons", _count),
        Field("Last coupon", "last_redeemed_at", _local_day),
        Field("Sales activities", "activities", _count),
        Field("Last activity", "last_activity_at", _local_day),
    ),
}


def profile_part(facts: Facts) -> None:
    """Show cards of fields; a card of nothing says so in one line."""
    facts = facts | {
        f"{place}_touch": " · ".join(
            str(facts[f"{place}_touch_{part}"])
            for part in ("channel", "source", "campaign")
            if is_known(facts.get(f"{place}_touch_{part}"))
        )
        or None
        for place in ("first", "last")
    }
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.subheader("What is known", anchor=False, width="content")
        name = str(facts["customer_id"])
        exports(
            f"customer_{name}",
            lambda: pd.DataFrame({"Field": facts.keys(), "Value": facts.values()}),
            about() | {"Customer": name},
        )
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
                    st.caption("Nothing is known.")


def card_lines(facts: Facts, fields: Sequence[Field]) -> list[tuple[str, str]]:
    """Return name and value of each field that has one, as Markdown.

    The record that fields are from stands beside the first of them. That something
    never happened is left out.
    """
    lines, before = [], None
    for field in fields:
        value = facts.get(field.column)
        if not is_known(value) or (field.say is _count and not value):
            continue
        text = plain(field.say(value))
        record = facts.get(field.source) if field.source else None
        if record and field.source != before:
            text += f" :small[:gray[from {plain(shortened(str(record), 30))}]]"
        before = field.source
        lines.append((f":gray[{field.name}]", text))
    return lines
