"""Which tables are added, where options say it and nobody is asked."""

from collections.abc import Sequence

from ingestion.discovery.tables import Table
from ingestion.feeds import suggested
from ingestion.proposal.proposing import Proposal, proposal_of
from orchestration.adding.showing import show_proposal
from orchestration.commands.terminal import err, fail


def by_options(
    entity: str | None,
    names: Sequence[str],
    tables: Sequence[Table],
    proposals: Sequence[Proposal],
) -> list[Proposal]:
    """Return the proposals that the options mean.

    Args:
        entity: What the tables hold; None to believe the proposals.
        names: Of the tables; empty for those that look like something.
        tables: All that were found.
        proposals: What they could be.
    """
    if not names and entity is None:
        return list(proposals)
    named = [_table(name, tables) for name in names]
    if not named:
        likely = [one.table for one in proposals if one.entity.name == entity]
        named = likely[:1] or (list(tables) if len(tables) == 1 else [])
    if not named:
        listed = ", ".join(str(one) for one in tables)
        fail(f"no table looks like {entity}; say --table, one of {listed}")
    return [one for table in named for one in _proposed(table, entity, proposals)]


def complete(proposals: Sequence[Proposal], *, is_named: bool) -> list[Proposal]:
    """Return the proposals that lack nothing; say what the others lack.

    Args:
        proposals: What the options mean.
        is_named: Whether a person named their tables: then each must be complete.
    """
    for one in proposals:
        if one.missing:
            show_proposal(one)
            message = (
                f"{one.table} as {one.entity.name}: nothing fills "
                f"{', '.join(one.missing)}; run without --yes to choose"
            )
            if is_named:
                fail(message)
            err.print(f"Left out: {message}.", markup=False)
    return [one for one in proposals if not one.missing]


def _proposed(
    table: Table, entity: str | None, proposals: Sequence[Proposal]
) -> list[Proposal]:
    found = [one for one in proposals if one.table == table]
    if entity is None:
        if not found:
            fail(f"what {table} holds cannot be guessed; say --entity")
        return found
    alike = [one for one in found if one.entity.name == entity]
    return alike or [proposal_of(table, entity)]


def _table(given: str, tables: Sequence[Table]) -> Table:
    found = next((one for one in tables if given in (str(one), one.name)), None)
    if found is None:
        near = suggested(given, [str(one) for one in tables])
        listed = ", ".join(str(one) for one in tables)
        fail(f"there is no table {given!r}{near}; tables are {listed}")
    return found
