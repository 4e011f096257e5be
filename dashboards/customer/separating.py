"""Say that identifiers of one customer are of another person; the next run parts them.

A decision is of two identifiers. To part some from the rest, it is made of each two
that are joined directly, and of each two that stand for persons.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboards.formats import counted, plain
from dashboards.queries import same_person
from dashboards.queries.same_person import Pair

_PERSONS = ("customer:", "contact:")
"""Kinds of identifiers that stand for a person, not for what a person uses."""
_NAMED = 8
"""Identifiers that are named one by one before the rest is counted."""


def parting(
    chosen: Collection[str], others: Collection[str], links: Iterable[Pair]
) -> list[tuple[str, str]]:
    """Return the pairs to call different, so that no identifier of both sides joins.

    Args:
        chosen: Identifiers of the other person.
        others: Those that stay.
        links: Two identifiers each that are joined directly.
    """
    direct = {
        (left, right)
        for pair in links
        for left, right in (tuple(pair), tuple(pair)[::-1])
        if len(pair) == 2 and left in chosen and right in others
    }
    persons = {(left, right) for left in _persons(chosen) for right in _persons(others)}
    return sorted(direct | persons)


def separate_form(
    customer_id: str,
    identifiers: pd.DataFrame,
    links: pd.DataFrame,
    named: Callable[[str], str],
) -> None:
    """Show the choice of what is of another person, and ask before it is written.

    Args:
        customer_id: The customer.
        identifiers: Rows of `queries.customer.identifiers`.
        links: Rows of `queries.customer.links`.
        named: Says an identifier in words.
    """
    names = list(identifiers["identifier"])
    st.markdown("**Not one person?**")
    if len(names) < 2:
        st.caption("Only one identifier is known; there is nothing to separate.")
        return
    chosen = st.multiselect(
        "Belongs to another person",
        names,
        format_func=named,
        key=f"separate_{customer_id}",
        placeholder="Choose what is of somebody else",
        help="The next run makes a customer of its own of what you choose. "
        "It holds over all later runs, until you take it back.",
    )
    others = [name for name in names if name not in chosen]
    if chosen and not others:
        st.caption("Leave at least one identifier with this customer.")
    pairs = parting(
        chosen,
        others,
        map(
            frozenset,
            zip(links["left_identifier"], links["right_identifier"], strict=True),
        ),
    )
    if st.button(
        "Separate",
        icon=":material/call_split:",
        disabled=not (chosen and others),
        key=f"ask_separate_{customer_id}",
    ):
        _confirm(customer_id, list(map(named, chosen)), list(map(named, others)), pairs)


@st.dialog("Separate into two customers?")
def _confirm(
    customer_id: str,
    chosen: Sequence[str],
    others: Sequence[str],
    pairs: Sequence[tuple[str, str]],
) -> None:
    st.markdown("Another person gets:")
    st.markdown(_listed(chosen))
    st.markdown(f"This customer keeps {counted(len(others), 'identifier')}:")
    st.markdown(_listed(others))
    st.caption(
        "It takes effect with the next run. Orders, visits and tickets go with the "
        "identifiers that they came with."
    )
    with st.container(horizontal=True):
        is_sure = st.button(
            "Yes, separate",
            type="primary",
            key="confirm_separate",
            on_click=_separate,
            args=(customer_id, pairs),
        )
        # A click in a dialog draws the dialog alone anew; this closes it.
        if st.button("Cancel", key="cancel_separate") or is_sure:
            st.rerun()


def _separate(customer_id: str, pairs: Sequence[tuple[str, str]]) -> None:
    same_person.say(pairs, "different", f"separated on the page of {customer_id}")
    st.session_state[f"separate_{customer_id}"] = []


def _listed(names: Sequence[str]) -> str:
    lines = [f"- {plain(name)}" for name in names[:_NAMED]]
    if len(names) > _NAMED:
        lines.append(f"- and {len(names) - _NAMED:,} more")
    return "\n".join(lines)


def _persons(names: Collection[str]) -> Collection[str]:
    """Return those that stand for persons; all, where none does."""
    return [name for name in names if name.startswith(_PERSONS)] or names
