"""The buttons that decide a pair, by hand or by key, and the way back."""

import streamlit as st

from dashboards.customer.words import identifier_name
from dashboards.formats import plain
from dashboards.queries import same_person
from dashboards.queries.same_person import Answer, Decision

_SHOWN = "duplicates_shown"
_ANSWERS: dict[Answer, tuple[str, str, str]] = {
    "same": ("Same person", ":material/person_check:", "S"),
    "different": ("Different people", ":material/group:", "D"),
    "not_sure": ("Not sure", ":material/help:", "N"),
}
"""Answer to its button's words, icon and key."""


def shown_pair() -> tuple[str, str] | None:
    """Return the pair that was chosen out of its turn."""
    return st.session_state.get(_SHOWN)


def show_pair(left: str, right: str) -> None:
    """Show a pair next, out of its turn."""
    st.session_state[_SHOWN] = (left, right)


def answer_buttons(left: str, right: str) -> None:
    """Show the three answers; a click or its key writes one and shows the next pair."""
    with st.container(horizontal=True, gap="small"):
        for answer, (label, icon, key) in _ANSWERS.items():
            st.button(
                label,
                icon=icon,
                shortcut=key,
                type="primary" if answer == "same" else "secondary",
                key=f"answer_{answer}",
                on_click=_decide,
                args=(left, right, answer),
            )


def undo_button(last: Decision | None) -> None:
    """Show the way back from the newest answer, which it names."""
    if last is None:
        return
    names = f"{identifier_name(last.left)} and {identifier_name(last.right)}"
    st.button(
        f"Undo “{_ANSWERS[last.answer][0]}”",
        icon=":material/undo:",
        type="tertiary",
        shortcut="U",
        key="answer_undo",
        help=plain(names),
        on_click=_undo,
        args=(last,),
    )


def _decide(left: str, right: str, answer: Answer) -> None:
    same_person.say([(left, right)], answer)
    st.session_state.pop(_SHOWN, None)


def _undo(last: Decision) -> None:
    same_person.take_back(last)
    show_pair(last.left, last.right)
