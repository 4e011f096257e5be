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
    proposals: dict[str, Proposal],
    *,
    is_strict: bool = True,
) -> list[Proposal]:
    """Return the proposals that the options mean; a table named must be complete."""
    named = [_table(one, tables) for one in names]
    if entity and not named:
        named = [one.table for one in proposals.values() if one.entity.name == entity][
            :1
        ] or list(tables[:1] if len(tables) == 1 else [])
        if not named:
            listed = ", ".join(str(one) for one in tables)
            fail(f"no table looks like {entity}; say --table, one of {listed}")
    if not named:
        for one in proposals.values():
            if one.missing:
                show_proposal(one)
                err.print("Left out: --entity and --table take it alone.")
        return [one for one in proposals.values() if not one.missing]
    found = []
    for table in named:
        proposal = proposals.get(str(table))
        if entity and (not proposal or proposal.entity.name != entity):
            proposal = proposal_of(table, entity)
        if proposal is None:
            fail(f"what {table} holds cannot be guessed; say --entity")
        if proposal.missing and is_strict:
            show_proposal(proposal)
            missing = ", ".join(proposal.missing)
            fail(
                f"{table} as {proposal.entity.name}: nothing fills {missing}; "
                "run without --yes to choose, or write the entry yourself"
            )
        found.append(proposal)
    return found


def _table(given: str, tables: Sequence[Table]) -> Table:
    found = next((one for one in tables if given in (str(one), one.name)), None)
    if found is None:
        near = suggested(given, [str(one) for one in tables])
        listed = ", ".join(str(one) for one in tables)
        fail(f"there is no table {given!r}{near}; tables are {listed}")
    return found
