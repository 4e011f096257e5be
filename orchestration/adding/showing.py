"""Show what was found and proposed; what tells who somebody is, only in its shape."""

import re
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from ingestion.discovery.tables import Column, Table
from ingestion.proposal.naming import without_noise
from ingestion.proposal.proposing import Proposal
from ingestion.proposal.values import fits, is_email
from ingestion.proposal.vocabulary import PERSONAL
from ingestion.proposal.words import words
from orchestration.commands.terminal import WIDTH_OF_A_PIPE

SAMPLES, SAMPLE_WIDTH = 3, 24
MOST_LISTED = 40
"""Tables that are listed; of more, those that were understood."""

PERSONAL_TARGETS = {
    "email", "phone", "first_name", "last_name", "birth_date", "address",
    "postal_code", "social_handle", "website", "body", "comment", "title", "subject",
}  # fmt: skip
PEOPLE = {"customers", "contacts", "representatives"}

console = Console(
    stderr=True, highlight=False, width=None if sys.stderr.isatty() else WIDTH_OF_A_PIPE
)


def show_tables(tables: Sequence[Table], proposals: Sequence[Proposal]) -> None:
    """List tables by number, with what each could be."""
    listed = RichTable("", "table", "rows", "columns", "could be", box=None)
    for number, table in enumerate(tables, start=1):
        could_be = [one.entity.name for one in proposals if one.table == table]
        if not could_be and len(tables) > MOST_LISTED:
            continue
        listed.add_row(
            str(number),
            escape(str(table)) + (" (view)" if table.is_view else ""),
            "" if table.rows is None else f"{table.rows:,}",
            str(len(table.columns)),
            f"[bold]{', '.join(could_be)}[/bold]" if could_be else "–",
        )
    console.print(listed)
    if hidden := len(tables) - len(listed.rows):
        console.print(f"… and {hidden} tables of which nothing is guessed.")


def show_proposal(proposal: Proposal) -> None:
    """Show which column fills which, with a few values, and what stays open."""
    title = f"[bold]{escape(str(proposal.table))}[/bold] → {proposal.entity.name}"
    console.print(f"\n{title}")
    listed = RichTable("Karvan's", "yours", "type", "values", "because", box=None)
    for target, source in {**proposal.columns, **proposal.members}.items():
        column = proposal.table.column(source)
        listed.add_row(
            target + ("*" if target in proposal.entity.required else ""),
            escape(source),
            escape(column.type) if column else "",
            escape(samples(column, proposal, target)) if column else "",
            escape(proposal.reasons.get(target, "its name")),
        )
    for target, value in proposal.constants.items():
        listed.add_row(target, f"= {escape(value)}", "", "", "in every row")
    console.print(listed)
    for target, meanings in proposal.values.items():
        told = ", ".join(f"{one} is {meant}" for one, meant in meanings.items())
        console.print(f"Values of {target}: {told}", markup=False)
    used = {*proposal.columns.values(), *proposal.members.values()}
    rest = [one.name for one in proposal.table.columns if one.name not in used]
    if rest:
        console.print(f"Kept in `extra`: {', '.join(rest)}", markup=False)
    if "table" in proposal.table.place:
        console.print(following(proposal), markup=False)
    if proposal.missing:
        missing = ", ".join(proposal.missing)
        console.print(f"[red]Must be filled: {missing}[/red]")


def following(proposal: Proposal) -> str:
    """Return what is read of a table of a database, and when."""
    own = proposal.columns.get(proposal.entity.key or "", "")
    key = ", ".join(proposal.key) or own
    if not key:
        return "Read whole in each run: it has no key."
    if proposal.updated_at is None:
        return f"Key: {key}. Read whole in each run: no column says what changed."
    column = proposal.table.column(proposal.updated_at)
    slow = "" if column and column.is_indexed else ", which has no index: slow if large"
    return f"Key: {key}. Only what changed is read, by {proposal.updated_at}{slow}."


def samples(column: Column, proposal: Proposal, target: str) -> str:
    """Return a few values of a column, masked where they may tell who somebody is."""
    values = list(dict.fromkeys(column.values))[:SAMPLES]
    if is_personal(column, proposal, target):
        values = [masked(value) for value in values]
    return ", ".join(
        value if len(value) <= SAMPLE_WIDTH else value[: SAMPLE_WIDTH - 1] + "…"
        for value in (" ".join(value.split()) for value in values)
    )


def is_personal(column: Column, proposal: Proposal, target: str) -> bool:
    """Return whether values may tell who somebody is, by where they go and come from.

    Ids are shown: they must be recognised, and say nothing outside.
    """
    name = without_noise(words(column.name))
    known = {words(one) for one in PERSONAL}
    is_named = name in known or any(name[place:] in known for place in range(len(name)))
    is_a_person = proposal.entity.name in PEOPLE
    return (
        target in PERSONAL_TARGETS
        or (target == "name" and is_a_person)
        or (is_named and (is_a_person or target not in ("name", "title")))
        or (bool(column.values) and fits(column, is_email))
        or any("@" in value for value in column.values)
    )


def masked(value: str) -> str:
    """Return the shape of a value: letters as x, digits as 9."""
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", value))
