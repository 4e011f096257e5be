"""Which goal is open: it stands in the address, so that a link shows the same."""

from collections.abc import Sequence

import streamlit as st

from dashboards.goals.standing import Shown

_KEY = "goal"


def opened(shown: Sequence[Shown]) -> Shown | None:
    """Return the goal in the address; else the first at risk, else the first."""
    name = st.query_params.get(_KEY)
    named = [one for one in shown if one.saved.name == name]
    at_risk = [one for one in shown if one.standing and one.standing.is_at_risk]
    return next(iter([*named, *at_risk, *shown]), None)


def show(name: str) -> None:
    """Open a goal."""
    st.query_params[_KEY] = name


def close() -> None:
    """Close what is open."""
    st.query_params.pop(_KEY, None)
