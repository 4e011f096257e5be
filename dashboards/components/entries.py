"""What pages of entries of the workspace share: which is open, what file is wrong."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboards.formats import counted, plain
from warehouse.settings.entries import Fault, Kind


def faulty_files(kind: Kind[Any], faults: Sequence[Fault]) -> None:
    """Say what is wrong in which file; the entries of the others are shown."""
    if faults:
        st.warning(
            "\n".join(f"- {plain(str(fault))}" for fault in faults),
            title=f"{counted(len(faults), 'file')} of the workspace "
            f"{'is' if len(faults) == 1 else 'are'} no {_noun(kind)}",
            icon=":material/warning:",
        )


def opened_name(kind: Kind[Any]) -> str | None:
    """Return the name that the address opens, so that a link shows the same."""
    return st.query_params.get(_noun(kind).lower()) or None


def open_entry(kind: Kind[Any], name: str) -> None:
    """Open an entry on its page."""
    st.query_params[_noun(kind).lower()] = name


def close_entry(kind: Kind[Any]) -> None:
    """Close what is open."""
    st.query_params.pop(_noun(kind).lower(), None)


def _noun(kind: Kind[Any]) -> str:
    return kind.noun.split(maxsplit=1)[1]
