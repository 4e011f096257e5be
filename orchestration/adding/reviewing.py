"""Let a person accept, change or skip what is proposed."""

from collections.abc import Sequence
from dataclasses import replace

from ingestion.discovery.tables import Table
from ingestion.entities import ENTITIES
from ingestion.feeds import suggested
from ingestion.proposal.proposing import Proposal, proposal_of
from orchestration.adding.asking import ask, ask_one_of
from orchestration.adding.showing import console, show_proposal

CONSTANT, NOTHING = "=", "-"
KEY, CURSOR, ENTITY = "key", "cursor", "entity"


def asked_tables(
    tables: Sequence[Table], proposals: Sequence[Proposal], usual: Sequence[Proposal]
) -> list[Proposal]:
    """Return proposals for the tables that a person wants.

    Args:
        tables: In the order of their numbers.
        proposals: What they could be.
        usual: The proposals that are meant if nothing is said.
    """
    while True:
        given = ask("Tables (numbers or names with commas; Enter for the guesses)", "")
        wanted = [one.strip() for one in given.split(",") if one.strip()]
        found = [_table(one, tables) for one in wanted]
        if unknown := [
            one for one, table in zip(wanted, found, strict=True) if not table
        ]:
            near = suggested(unknown[0], [str(table) for table in tables])
            console.print(f"There is no table {unknown[0]!r}{near}.", markup=False)
            continue
        if not wanted and not usual:
            console.print("Nothing is guessed; name a table.")
            continue
        if not wanted:
            return list(usual)
        return [
            proposal
            for table in found
            if table is not None
            for proposal in (
                [one for one in proposals if one.table == table]
                or [proposal_of(table, _asked_entity(table))]
            )
        ]


def reviewed(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals that a person accepted, as they changed them."""
    accepted: list[Proposal] = []
    is_all = False
    for proposed in proposals:
        proposal: Proposal | None = proposed
        while proposal is not None:
            show_proposal(proposal)
            if is_all and not proposal.missing:
                answer = "accept"
            else:
                answer = _asked_answer(proposal)
            if answer == "skip":
                proposal = None
            elif answer == "change" or proposal.missing:
                proposal = _changed(proposal)
            else:
                is_all = is_all or answer == "all"
                accepted.append(proposal)
                break
    return accepted


def _asked_answer(proposal: Proposal) -> str:
    answers = {"a": "accept", "c": "change", "s": "skip", "r": "all"}
    question = "[a]ccept, [c]hange, [s]kip, accept all the [r]est"
    if proposal.missing:
        del answers["a"], answers["r"]
        question = "[c]hange, [s]kip"
    given = ask_one_of(question, list(answers), default=next(iter(answers)))
    return answers[given]


def _changed(proposal: Proposal) -> Proposal:
    listed = f"a column of Karvan's, `{KEY}`, `{CURSOR}` or `{ENTITY}`"
    if "table" not in proposal.table.place:
        listed = f"a column of Karvan's, or `{ENTITY}`"
    while True:
        what = ask(f"Change ({listed}; Enter when done)", "")
        if not what:
            return proposal
        if what == ENTITY:
            return proposal_of(proposal.table, _asked_entity(proposal.table))
        if what in (KEY, CURSOR) and "table" in proposal.table.place:
            proposal = _with_following(proposal, what)
        elif what in proposal.entity.columns:
            proposal = _with_column(proposal, what)
        else:
            known = [*proposal.entity.columns, KEY, CURSOR, ENTITY]
            near = suggested(what, known)
            console.print(
                f"There is no {what!r}{near}; {proposal.entity.name} has "
                f"{', '.join(proposal.entity.columns)}",
                markup=False,
            )


def _with_column(proposal: Proposal, target: str) -> Proposal:
    while True:
        given = ask(
            f"{target} from (your column; {CONSTANT} and a value; {NOTHING} for none)",
            proposal.columns.get(target),
        )
        if given == NOTHING:
            return proposal.with_column(target, None)
        if given.startswith(CONSTANT):
            return proposal.with_constant(target, given.removeprefix(CONSTANT).strip())
        if column := proposal.table.column(given):
            return proposal.with_column(target, column.name)
        _say_unknown(given, proposal.table)


def _with_following(proposal: Proposal, what: str) -> Proposal:
    while True:
        columns = "columns, with commas" if what == KEY else "column"
        given = ask(f"{what} (your {columns}; {NOTHING} for none)")
        names = [one.strip() for one in given.split(",") if one.strip() != NOTHING]
        there = [proposal.table.column(name) for name in names]
        found = tuple(column.name for column in there if column is not None)
        if len(found) < len(names):
            _say_unknown(names[there.index(None)], proposal.table)
        elif what == KEY:
            return replace(proposal, key=found)
        elif len(found) < 2:
            return replace(proposal, updated_at=found[0] if found else None)


def _asked_entity(table: Table) -> str:
    while True:
        given = ask(f"What {table} holds (an entity)").lower()
        if given in ENTITIES:
            return given
        near = suggested(given, ENTITIES)
        console.print(
            f"There is no entity {given!r}{near}; entities are {', '.join(ENTITIES)}",
            markup=False,
        )


def _table(given: str, tables: Sequence[Table]) -> Table | None:
    if given.isdigit() and 1 <= int(given) <= len(tables):
        return tables[int(given) - 1]
    return next((one for one in tables if given in (str(one), one.name)), None)


def _say_unknown(given: str, table: Table) -> None:
    names = [column.name for column in table.columns]
    near = suggested(given, names)
    console.print(
        f"{table} has no column {given!r}{near}; its columns are {', '.join(names)}",
        markup=False,
    )
