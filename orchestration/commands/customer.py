"""``karvan customer``: what is known of one customer, and what people decide of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

app = typer.Typer(help="See, merge, part, export, suppress and erase one customer.")

T = TypeVar("T")
Identifier = Annotated[
    str,
    typer.Argument(
        help="A customer id, user id, e-mail, phone, contact id or device, or with its "
        "kind, such as email:ann@mail.example; kinds are customer, contact (as "
        "source/id), anonymous, email and phone."
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")
]
Note = Annotated[str | None, typer.Option(help="Why, for who reads it later.")]


@app.command()
def show(
    identifier: Identifier,
    as_json: Annotated[
        bool, typer.Option("--json", help="For machines: one JSON object.")
    ] = False,
) -> None:
    """Show the profile, the identifiers, and why they are one customer."""
    from orchestration.commands.customer_shown import show as print_shown
    from orchestration.commands.terminal import out
    from orchestration.customers.published import shown

    found = _asked(shown, identifier)
    if as_json:
        out.print_json(json.dumps(found, default=str, ensure_ascii=False))
    else:
        print_shown(found)


@app.command()
def merge(
    left: Identifier, right: Identifier, dry_run: DryRun = False, note: Note = None
) -> None:
    """Decide that two identifiers are one customer, from the next run on."""
    from orchestration.commands.terminal import out
    from orchestration.customers.merging import decide_same, merging

    found = _asked(merging, left, right)
    one, other = found.customers
    if one is not None and one == other:
        out.print(f"They are one customer already: {one}.", markup=False)
    else:
        whose = " and ".join(customer or "nobody's yet" for customer in (one, other))
        would = "would become" if dry_run else "become"
        out.print(
            f"{found.left} ({one or 'new'}) and {found.right} ({other or 'new'}): "
            f"{whose} {would} one customer.",
            markup=False,
        )
    if not dry_run:
        decide_same(found, by=_user(), note=note)
        _audit("merge", found.left, found.right)
        out.print("It takes effect in the next run: `karvan run`.")


@app.command()
def unmerge(
    left: Identifier,
    right: Annotated[
        str | None,
        typer.Argument(help="The other; without it, all that the first is linked to."),
    ] = None,
    dry_run: DryRun = False,
    note: Note = None,
) -> None:
    """Decide that two identifiers are two customers, from the next run on."""
    from orchestration.commands.terminal import out
    from orchestration.customers.merging import (
        beside,
        decide_different,
        merging,
        parts,
    )

    wanted = [_asked(merging, left, right)] if right else _asked(beside, left)
    one, other = wanted[0].customers
    if one is None or one != other:
        out.print("They are two customers already.")
    else:
        groups = parts(wanted)
        would = "would be" if dry_run else "will be"
        out.print(f"They {would} {len(groups):,} customers, or devices of nobody:")
        for group in groups:
            out.print(f"  {', '.join(group)}", markup=False)
    if not dry_run:
        for pair in wanted:
            decide_different(pair, by=_user(), note=note)
            _audit("unmerge", pair.left, pair.right)
        out.print("It takes effect in the next run: `karvan run`.")


@app.command()
def export(
    identifier: Identifier,
    output: Annotated[
        Path | None, typer.Option(help="JSON file that is written, for you alone.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Write all that is kept of a person (articles 15 and 20 of the GDPR)."""
    from orchestration.commands.terminal import fail, out, waiting
    from orchestration.customers.exporting import exported, write
    from warehouse.lock import run_lock

    if output is None and not dry_run:
        fail("name the file to write by --output")
    with run_lock("karvan customer export", on_wait=waiting):
        found = _asked(exported, identifier)
    rows = {table: len(one) for table, one in found["tables"].items()}
    for table, count in rows.items():
        out.print(f"  {table:<40} {count:>8,}", markup=False)
    if output is not None and not dry_run:
        write(found, output)
        _audit("export", identifier, rows=sum(rows.values()))
        out.print(f"{sum(rows.values()):,} rows are in {output}.", markup=False)


@app.command()
def suppress(identifier: Identifier, dry_run: DryRun = False) -> None:
    """Keep nothing of a person that is loaded from now on; it is counted."""
    from orchestration.commands.customer_suppressed import change

    change(identifier, is_suppressed=True, dry_run=dry_run)


@app.command()
def unsuppress(identifier: Identifier, dry_run: DryRun = False) -> None:
    """Keep what comes of a person again, from now on."""
    from orchestration.commands.customer_suppressed import change

    change(identifier, is_suppressed=False, dry_run=dry_run)


@app.command()
def erase(
    identifier: Identifier,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    keep_counts: Annotated[
        bool,
        typer.Option(
            "--keep-counts",
            help="Make them anonymous instead: orders and events stay as nobody's, so "
            "that totals stay.",
        ),
    ] = False,
    no_run: Annotated[
        bool,
        typer.Option("--no-run", help="Leave building and publishing to the next run."),
    ] = False,
    proof: Annotated[
        Path | None, typer.Option(help="JSON file for the proof, which names nobody.")
    ] = None,
) -> None:
    """Erase a person from everything Karvan keeps, refuse what comes, and prove it."""
    from orchestration.commands.customer_erased import dry_run as would
    from orchestration.commands.customer_erased import erase as do

    if dry_run:
        would(identifier)
        return
    do(
        identifier,
        is_sure=yes,
        keeps_counts=keep_counts,
        runs=not no_run,
        proof_path=proof,
    )


def _asked(ask: Callable[..., T], *named: str) -> T:
    from orchestration.commands.terminal import fail
    from warehouse.erasure.finding import UnknownPersonError
    from warehouse.published import NothingPublishedError

    try:
        return ask(*named)
    except (UnknownPersonError, NothingPublishedError) as error:
        fail(str(error))


def _user() -> str:
    from orchestration.customers.auditing import user

    return user()


def _audit(action: str, *named: str, rows: int | None = None) -> None:
    from orchestration.customers.auditing import note

    note(action, *named, rows=rows)
