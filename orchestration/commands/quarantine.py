"""``karvan quarantine``: look at refused rows, take them up again, or dismiss them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.commands.rows import Format

if TYPE_CHECKING:
    from orchestration.quarantined import Filter

app = typer.Typer(help="Look at refused rows, take them up again, or dismiss them.")

Code = Annotated[str | None, typer.Option(help="Only this code, such as wrong_type.")]
Source = Annotated[str | None, typer.Option(help="Only of this source.")]
Entity = Annotated[str | None, typer.Option(help="Only of this entity.")]
Event = Annotated[str | None, typer.Option(help="Only events of this name.")]
Ids = Annotated[
    list[str] | None,
    typer.Option("--id", help="Only this row (how its id begins); may be repeated."),
]
All = Annotated[bool, typer.Option("--all", help="All rows that are so.")]
Form = Annotated[Format, typer.Option("--format", help="How rows are printed.")]

SUMMARY = (
    "source", "entity", "code", "field", "rule", "status", "rows",
    "first_seen_at", "last_seen_at", "example_id",
)  # fmt: skip
SHORT_ID = 12
"""Letters of an id that are shown: enough to tell it from the others."""


@app.command("list")
def list_rows(
    code: Code = None,
    source: Source = None,
    entity: Entity = None,
    event: Event = None,
    status: Annotated[
        str, typer.Option(help="open, replaced, replayed, dismissed or all.")
    ] = "open",
    form: Form = Format.table,
) -> None:
    """Count the refused rows by what is wrong with them."""
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import waiting
    from orchestration.quarantined import Filter, summary, warehouse
    from warehouse.lock import run_lock

    wanted = Filter(
        code=code, source=source, entity=entity, event=event,
        status=None if status == "all" else status,
    )  # fmt: skip
    with run_lock("karvan quarantine", on_wait=waiting), warehouse() as connection:
        rows = summary(connection, wanted, SHORT_ID)
    print_rows(SUMMARY, rows, form.value)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Of `list`, or its start.")],
) -> None:
    """Show a refused row: the rule, where it came from, and the row as it came."""
    from orchestration.commands.terminal import fail, out, waiting
    from orchestration.quarantined import DETAILS, Filter, rows_of, warehouse
    from warehouse.lock import run_lock

    with run_lock("karvan quarantine", on_wait=waiting), warehouse() as connection:
        rows = rows_of(connection, Filter(ids=[id_], status=None), ", ".join(DETAILS))
    if len(rows) != 1:
        fail(f"{len(rows) or 'no'} rows begin with {id_}; `karvan quarantine list`")
    for name, value in zip(DETAILS, rows[0], strict=True):
        if value is not None:
            out.print(f"{name:<14} {value}", markup=False, soft_wrap=True)


def _on_rows(act: Callable[["Filter"], None]) -> Callable[["Filter"], None]:
    """Make a command of what is done, under the lock, with rows that options name."""

    @app.command(act.__name__, help=act.__doc__)
    def command(
        code: Code = None,
        source: Source = None,
        entity: Entity = None,
        event: Event = None,
        ids: Ids = None,
        everything: All = False,
    ) -> None:
        from orchestration.commands.terminal import fail, waiting
        from orchestration.quarantined import Filter
        from warehouse.lock import run_lock

        wanted = Filter(
            ids=ids or (), code=code, source=source, entity=entity, event=event
        )
        if bool(wanted) == everything:
            fail(
                "name which rows by --code, --source, --entity, --event or --id; "
                "or --all"
            )
        with run_lock(f"karvan quarantine {act.__name__}", on_wait=waiting):
            act(wanted)

    return act


@_on_rows
def replay(wanted: "Filter") -> None:
    """Run open rows through the rules of now; what passes is loaded, once."""
    from orchestration.commands.terminal import err, out
    from orchestration.reconsidering import replay as take_up

    found = take_up(wanted, lambda words: err.print(words, markup=False))
    if not found.taken_up:
        out.print("No open row is so.")
        return
    out.print(
        f"{found.taken_up:,} rows taken up: "
        f"{found.taken_up - found.still_refused:,} left the quarantine, "
        f"{found.still_refused:,} stay."
    )
    for load in found.loads:
        out.print(
            f"  {load.entity}: {load.received:,} read, {load.accepted:,} accepted, "
            f"{load.duplicate:,} duplicate, {load.suppressed:,} suppressed"
        )
    for file in found.gone:
        out.print(f"  {file} is not there: bring it back", markup=False)
    out.print("`karvan run` builds and publishes them.")


@_on_rows
def dismiss(wanted: "Filter") -> None:
    """Close open rows: they are kept, and not shown as open until they are reopened."""
    from orchestration.commands.terminal import out
    from orchestration.reconsidering import dismiss as close

    out.print(f"{close(wanted):,} rows are dismissed.")


@_on_rows
def reopen(wanted: "Filter") -> None:
    """Take dismissals back: the rows that are still refused are open again."""
    from orchestration.commands.terminal import out
    from orchestration.reconsidering import reopen as open_again

    out.print(f"{open_again(wanted):,} rows are open again.")
