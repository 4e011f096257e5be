"""Decisions about a customer's identifiers, and whether the data follow them yet."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import streamlit as st

from dashboards.customer.picker import show
from dashboards.formats import moment, plain
from dashboards.queries import same_person
from dashboards.queries.same_person import Decision
from warehouse.settings import settings


@dataclass(frozen=True)
class Followed:
    """A decision beside what is published."""

    decision: Decision
    is_followed: bool
    """Whether both identifiers are one customer, or two, as it says."""
    other: str | None
    """The customer of the identifier that is not this customer's."""


def decided(names: Collection[str]) -> list[Followed]:
    """Return the decisions that name one of these identifiers, the newest first.

    Args:
        names: All identifiers of one customer.
    """
    here = set(names)
    about = [
        decision
        for decision in same_person.latest().values()
        if decision.is_decided and decision.pair & here
    ]
    owners = same_person.owners(
        name for decision in about for name in decision.pair - here
    )
    found = [
        Followed(
            decision,
            (decision.pair <= here) == (decision.answer == "same"),
            next((owners.get(name) for name in decision.pair - here), None),
        )
        for decision in about
    ]
    return found[::-1]


def show_decided(found: Collection[Followed], named: Callable[[str], str]) -> None:
    """Show decisions with whether they show yet, each with a way to take it back.

    Args:
        found: What `decided` returns.
        named: Says an identifier in words.
    """
    if not found:
        return
    st.markdown("**What people decided**")
    timezone = settings().shop.timezone
    for each in found:
        one = each.decision
        said = "are one person" if one.answer == "same" else "are different people"
        state = (
            ":green-badge[In effect]"
            if each.is_followed
            else ":orange-badge[With the next run]"
        )
        with st.container(
            horizontal=True, vertical_alignment="center", key=_key("decided", one)
        ):
            st.markdown(
                f"{plain(named(one.left))} and "
                f"{plain(named(one.right))} {said} {state}  \n"
                f":small[:gray[{plain(moment(one.decided_at, timezone))}]]",
                width="stretch",
            )
            if each.other is not None:
                st.button(
                    "The other",
                    icon=":material/person:",
                    type="tertiary",
                    key=_key("other", one),
                    on_click=show,
                    args=(each.other,),
                )
            st.button(
                "Take back",
                icon=":material/undo:",
                type="tertiary",
                key=_key("undo", one),
                on_click=same_person.take_back,
                args=(one,),
            )


def _key(name: str, decision: Decision) -> str:
    return f"{name}_{decision.left}_{decision.right}"
