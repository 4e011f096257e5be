"""The form of an entry of the workspace: which one is changed, how it is kept or goes.

What it holds stands in the session under keys that begin with the name of its kind.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

import streamlit as st
from anyascii import anyascii
from pydantic import ValidationError

from dashboards.components.entries import close_entry, open_entry, title_of
from dashboards.formats import capital, plain
from warehouse.metrics.errors import MetricError
from warehouse.settings import settings
from warehouse.settings.entries import Entry, Kind, T
from warehouse.settings.entry_writing import remove, save
from warehouse.settings.writing import WritingError

_SEEN, _DONE, _PROBLEM = "seen", "done", "problem"
_REMOVED, _NOT_REMOVED = "removed", "not_removed"


class NoEntryError(ValueError):
    """The inputs say no entry; the message says why."""


@dataclass(frozen=True)
class EntryForm(Generic[T]):
    """Inputs that say an entry of one kind."""

    kind: Kind[T]
    begin: Callable[[], None] = lambda: None
    """Sets what else a new entry begins with."""

    def key(self, name: str) -> str:
        """Return the key of an input's state."""
        return f"{self.kind.word.lower()}_form_{name}"

    @property
    def seen(self) -> Entry[T] | None:
        """Return the entry that is being changed; None where a new one is made."""
        return self.value(_SEEN)

    def value(self, name: str) -> Any:
        """Return what an input holds."""
        return st.session_state.get(self.key(name))

    def text(self, name: str) -> str | None:
        """Return what is written in an input; None where nothing is."""
        return (self.value(name) or "").strip() or None

    def texts(self, name: str) -> list[str]:
        """Return what is written in an input with commas."""
        return [
            one.strip() for one in (self.text(name) or "").split(",") if one.strip()
        ]

    def check_written(self, names: Sequence[str], which: str) -> None:
        """See that inputs are not empty; ``which`` are they, in words.

        Raises:
            NoEntryError: If one is.
        """
        for name in names:
            if self.text(name) is None:
                message = f"write {name}: {self.kind.noun} has {which}"
                raise NoEntryError(message)

    def change(self, saved: Entry[T]) -> None:
        """Fill the inputs with an entry, to be changed."""
        self.make_new()
        for name, value in saved.content.model_dump().items():
            filled = ", ".join(value) if isinstance(value, tuple) else value
            st.session_state[self.key(name)] = filled
        st.session_state[self.key(_SEEN)] = saved

    def make_new(self) -> None:
        """Empty the inputs, for a new entry."""
        for name in list(st.session_state):
            if str(name).startswith(self.key("")):
                del st.session_state[name]
        self.begin()

    def heading(self, title: str, another: str) -> None:
        """Show what the form does: ``title``, or a change with a way to ``another``."""
        if self.seen is None:
            st.header(title, anchor=False)
            return
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
        ):
            title = f"Change {plain(title_of(self.seen))}"
            st.header(title, anchor=False, width="content")
            st.button(another, icon=":material/add:", on_click=self.make_new)

    def save_row(self, build: Callable[[], T], *, is_ready: bool = True) -> None:
        """Show the button that keeps the entry, and what came of it.

        Args:
            build: Returns what the inputs say; it may raise `NoEntryError`,
                `MetricError` or `ValidationError`, which are told.
            is_ready: Whether there is something to keep.
        """
        with st.container(horizontal=True, vertical_alignment="center"):
            st.form_submit_button(
                "Save",
                icon=":material/save:",
                type="primary",
                disabled=not is_ready,
                on_click=self._save,
                args=(build,),
            )
            where = f"{self.kind.folder}/{self.seen.path.name if self.seen else ''}"
            st.caption(f"In the workspace as a file, `{where}`, that analysts review.")
        self._tell(_DONE, _PROBLEM)

    def remove_button(self, saved: Entry[T]) -> None:
        """Show the way to remove an entry that is open, with a question before."""
        with st.popover("Remove", icon=":material/delete:", type="tertiary"):
            st.markdown(
                f"Remove **{plain(title_of(saved))}** for everybody? Its file "
                f"`{self.kind.folder}/{saved.path.name}` goes; a workspace under "
                "version control keeps its history."
            )
            st.button(
                "Remove it",
                icon=":material/delete:",
                type="primary",
                on_click=self._remove,
                args=(saved,),
            )

    def removed(self) -> None:
        """Say once what was removed, or why it was not."""
        self._tell(_REMOVED, _NOT_REMOVED)

    def _save(self, build: Callable[[], T]) -> None:
        seen = self.seen
        try:
            content = build()
            name = _file_name(self.kind, content) if seen is None else seen.name
            folder = settings().workspace / self.kind.folder
            saved = save(self.kind, folder, name, content, seen)
        except WritingError as error:  # it may begin with the name of a file
            self._note(_PROBLEM, f"{error}.")
        except ValidationError as error:
            self._note(_PROBLEM, capital(f"{first_fault(error)}."))
        except (NoEntryError, MetricError) as error:
            self._note(_PROBLEM, capital(f"{error}."))
        else:
            st.session_state[self.key(_SEEN)] = saved
            self._note(_DONE, f"Saved as `{self.kind.folder}/{saved.path.name}`.")
            open_entry(self.kind, saved.name)

    def _remove(self, saved: Entry[T]) -> None:
        try:
            remove(self.kind, saved)
        except WritingError as error:
            self._note(_NOT_REMOVED, f"{error}.")
            return
        if self.seen is not None and self.seen.name == saved.name:
            self.make_new()
        close_entry(self.kind)
        self._note(_REMOVED, f"{title_of(saved)} is removed.")

    def _note(self, name: str, text: str) -> None:
        st.session_state[self.key(name)] = plain(text)

    def _tell(self, done: str, problem: str) -> None:
        if said := st.session_state.pop(self.key(done), None):
            st.success(said, icon=":material/check_circle:")
        if said := st.session_state.pop(self.key(problem), None):
            st.error(said, icon=":material/error:")


def first_fault(error: ValidationError) -> str:
    """Return what is wrong first, in our own words where there are some."""
    found: Any = error.errors()[0]
    ours = found.get("ctx", {}).get("error")
    return str(ours or f"{found['loc'][0]}: {found['msg']}")


def _file_name(kind: Kind[Any], content: Any) -> str:
    """Return the name of a file by the title, in letters that all systems know."""
    words = re.findall(r"[a-z0-9]+", anyascii(content.title).lower())
    name = "_".join(words)[:60].strip("_")
    if name[:1].isalpha():
        return name
    return f"{kind.word.lower()}_{name}"[:60].strip("_")
