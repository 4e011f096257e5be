"""What pages of entries of the workspace share: which is open, what file is wrong."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

import streamlit as st

from dashboards.components.filters import choice
from dashboards.formats import counted, plain
from warehouse.settings.entries import Entry, Fault, Kind

_EVERYBODY = "all"


class Shown(Protocol):
    """An entry as a page shows it."""

    @property
    def saved(self) -> Entry[Any]:
        """Return what its file says."""
        ...


S = TypeVar("S", bound=Shown)


def faulty_files(kind: Kind[Any], faults: Sequence[Fault]) -> None:
    """Say what is wrong in which file; the entries of the others are shown."""
    if faults:
        st.warning(
            "\n".join(f"- {plain(str(fault))}" for fault in faults),
            title=f"{counted(len(faults), 'file')} of the workspace "
            f"{'is' if len(faults) == 1 else 'are'} no {kind.word}",
            icon=":material/warning:",
        )


def of_audience(saved: Sequence[Entry[Any]]) -> Sequence[Entry[Any]]:
    """Show the choice of an audience, and return the entries that are for it."""
    names = sorted({name for one in saved for name in one.content.audience})
    audience = choice("For", {_EVERYBODY: "Everybody"} | {n: n for n in names}, "for")
    return [one for one in saved if audience in (_EVERYBODY, *one.content.audience)]


def opened_name(kind: Kind[Any]) -> str | None:
    """Return the name that the address opens, so that a link shows the same."""
    return st.query_params.get(kind.word.lower()) or None


def opened(kind: Kind[Any], shown: Sequence[S]) -> S | None:
    """Return what the address opens; say so where it leads to none."""
    name = opened_name(kind)
    found = next((one for one in shown if one.saved.name == name), None)
    if name and found is None:
        st.info(
            "Its file may have been renamed or removed. Open another above.",
            title=f"There is no {kind.word} {plain(name)}",
            icon=":material/info:",
        )
    return found


def open_entry(kind: Kind[Any], name: str) -> None:
    """Open an entry on its page."""
    st.query_params[kind.word.lower()] = name


def close_entry(kind: Kind[Any]) -> None:
    """Close what is open."""
    st.query_params.pop(kind.word.lower(), None)


def close_button(kind: Kind[Any]) -> None:
    """Show the way to close what is open."""
    st.button(
        "Close",
        icon=":material/close:",
        type="tertiary",
        on_click=close_entry,
        args=(kind,),
    )


@contextmanager
def entry_line(
    saved: Entry[Any], change: Callable[[Entry[Any]], None], *said: str
) -> Iterator[None]:
    """Say who answers for what is open, and give a place for buttons beside it.

    Args:
        saved: What is open.
        change: Called to change it.
        said: What else there is to say, as Markdown.
    """
    owner, note = saved.content.owner, saved.content.note
    told = [f"Owner: {plain(owner)}", *said, *([plain(note)] if note else [])]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(told))
        st.button("Change", icon=":material/edit:", on_click=change, args=(saved,))
        yield


def for_audience(audience: Sequence[str]) -> Iterator[str]:
    """Give who looks at an entry, as `entry_line` says it; nothing for everybody."""
    if audience:
        yield f"for {plain(', '.join(audience))}"


def cannot_be_computed(saved: Entry[Any], problem: str | None, what: str) -> None:
    """Say why an entry cannot be computed, and that ``what`` is to be changed."""
    st.warning(
        f"{plain(problem or '')}. Change {what} here, or in "
        f"`{saved.path.parent.name}/{saved.path.name}`.",
        title=f"{plain(title_of(saved))} cannot be computed",
        icon=":material/warning:",
    )


def title_of(saved: Entry[Any]) -> str:
    """Return what people call an entry."""
    return saved.content.title
