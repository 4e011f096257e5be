"""The tab Identity: what a customer is known by, and why it is one customer."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.header import about
from dashboards.components.tables import table
from dashboards.customer import words
from dashboards.customer.pending import decided, show_decided
from dashboards.customer.persons import record_names
from dashboards.customer.separating import separate_form
from dashboards.formats import DAY_FORMAT, counted, moment, plain
from dashboards.queries import customer
from warehouse.settings import settings


def identity_part(customer_id: str) -> None:
    """Show identifiers, the reasons that join them, and what people decided."""
    identifiers = customer.identifiers(customer_id)
    if identifiers.empty:
        st.info(
            "Only the orders name this customer. E-mail addresses, CRM contacts and "
            "devices appear here once a run has joined them.",
            title="Nothing else is known to be this customer",
            icon=":material/info:",
        )
        return
    links = customer.links(customer_id)
    names = record_names(customer.contacts(customer_id))
    named = partial(words.identifier_name, names=names)
    found = decided(identifiers["identifier"])
    waiting = sum(not each.is_followed for each in found)
    if waiting:
        st.info(
            f"{counted(waiting, 'decision')} about this customer "
            f"{'takes' if waiting == 1 else 'take'} effect with the next run.",
            icon=":material/schedule:",
        )
    if any(identifiers["is_held"]):
        st.warning(
            "More identifiers hang together here than one person has. Nothing is "
            "joined until a person has looked: see the page Duplicates.",
            icon=":material/front_hand:",
        )
    facts = about() | {"Customer": customer_id}
    table(
        f"Known by {counted(len(identifiers), 'identifier')}",
        identifiers.assign(
            kind=[words.kind_name(kind) for kind in identifiers["kind"]],
            name=[names.get(name) for name in identifiers["identifier"]],
        ),
        _identifier_columns(),
        f"customer_{customer_id}_identifiers",
        facts,
    )
    table(
        _why(links),
        links.assign(
            left=[named(name) for name in links["left_identifier"]],
            right=[named(name) for name in links["right_identifier"]],
            rule=[words.rule_name(rule) for rule in links["rule"]],
            status=[words.STATUSES.get(status, status) for status in links["status"]],
        ),
        _link_columns(),
        f"customer_{customer_id}_links",
        facts,
        caption="The oldest first: so the customer grew together. A reason that is "
        "left out joins nobody.",
        empty="One identifier alone needs no reason.",
    )
    _merge_history(customer_id)
    with st.container(border=True):
        separate_form(customer_id, identifiers, links, named)
        show_decided(found, named)


def _merge_history(customer_id: str) -> None:
    """Say which customers became part of this one."""
    merged = customer.merged(customer_id)
    if merged.empty:
        return
    timezone = settings().shop.timezone
    with st.container(border=True):
        st.markdown("**Customers that became part of this one**")
        lines = []
        for row in merged.to_dict("records"):
            when = moment(row["merged_at"].tz_localize("UTC"), timezone)
            name = plain(words.shortened(str(row["customer_id"])))
            lines.append(f"- {name} :gray[since {plain(when)}]")
        st.markdown("\n".join(lines))
        st.caption("Links to their numbers lead here.")


def _why(links: pd.DataFrame) -> str:
    used = links.loc[links["status"] == "used"]
    if used.empty:
        return "No reason joins it with others"
    return f"{counted(len(used), 'reason')} why it is one customer"


def _identifier_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "kind": config.TextColumn("What"),
        "value": config.TextColumn("Value"),
        "name": config.TextColumn("Name"),
        "since": config.DateColumn(
            "Known since", format=DAY_FORMAT, help="Day of the run that first saw it"
        ),
        "is_held": config.CheckboxColumn(
            "Held", help="Too many hang together: waits for a person"
        ),
    }


def _link_columns() -> dict[str, ColumnConfig]:
    config = st.column_config
    return {
        "since": config.DateColumn("Since", format=DAY_FORMAT),
        "rule": config.TextColumn("Why"),
        "left": config.TextColumn("One"),
        "right": config.TextColumn("Other"),
        "reason": config.TextColumn("In words"),
        "weight": config.NumberColumn(
            "Bits",
            format="%.1f",
            help="Of records that are alike: each bit doubles the odds that they are "
            "one person. 4 bits are 16 to 1.",
        ),
        "status": config.TextColumn("Effect"),
    }
