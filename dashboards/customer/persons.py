"""The persons that a customer is, by the records of the CRM."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.customer.words import person_name
from dashboards.formats import DAY_FORMAT, counted
from dashboards.queries import customer


def persons_table(customer_id: str) -> None:
    """Show the records of the CRM, those of one person together."""
    contacts = customer.contacts(customer_id)
    if contacts.empty:
        st.caption("No record of a CRM is this customer.")
        return
    names = record_names(contacts)
    persons = counted(len(set(contacts["person_id"])), "person")
    records = counted(len(contacts), "CRM record")
    table(
        f"{persons} in {records}",
        contacts.assign(
            name=[names[name] for name in contacts["identifier"]],
            person=[names.get(name, name) for name in contacts["person_id"]],
        ),
        _columns(),
        f"customer_{customer_id}_persons",
        about() | {"Customer": customer_id},
        caption="Records of one person stand together; a customer may be several, such "
        "as a household with one card",
    )


def record_names(contacts: pd.DataFrame) -> Mapping[str, str]:
    """Return the name on each record, by its identifier."""
    rows: list[Any] = contacts.to_dict("records")
    return {row["identifier"]: person_name(row, row["contact_id"]) for row in rows}


def _columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "person": config.TextColumn("Person", pinned=True),
        "name": config.TextColumn("Name on the record"),
        "birth_date": config.DateColumn("Birth date", format=DAY_FORMAT),
        "email": config.TextColumn("E-mail"),
        "phone": config.TextColumn("Phone"),
        "city": config.TextColumn("City"),
        "source_name": config.TextColumn("Source"),
        "contact_id": config.TextColumn("Record"),
        "updated_at": config.DateColumn("Changed", format=DAY_FORMAT),
    }
