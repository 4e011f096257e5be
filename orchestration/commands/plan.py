"""``karvan plan``: the tracking plan, what differs from it, and what is accepted."""

from enum import StrEnum
from typing import Annotated

import typer

from orchestration.commands.rows import Format

app = typer.Typer(help="The tracking plan: which events are expected, and what came.")


class Type(StrEnum):
    """What a property may be where no plan names it."""

    string = "string"
    number = "number"
    boolean = "boolean"
    object = "object"
    array = "array"


@app.command()
def show(
    event: Annotated[str | None, typer.Argument(help="Only this event.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed.")
    ] = Format.table,
) -> None:
    """Print the plan: a row for each event, and for each of its properties."""
    from orchestration.commands.rows import print_rows
    from orchestration.tracking import PROPERTIES, properties

    print_rows(PROPERTIES, properties(event), form.value)


@app.command()
def check() -> None:
    """Check the plan's files, and compare the plan with what is published."""
    from orchestration.commands.terminal import out
    from orchestration.tracking import differences
    from warehouse.settings import settings

    plan = settings().tracking_plan
    count = sum(len(event.properties) for event in plan.events.values())
    files = len(set(plan.files.values()))
    out.print(
        f"{len(plan.events):,} events with {count:,} properties are planned "
        f"in {files:,} files."
    )
    for told in differences():
        out.print(f"  {told}", markup=False)


@app.command()
def accept(
    source: Annotated[str, typer.Argument(help="A source of the settings.")],
    event: Annotated[str, typer.Argument(help="Name of the event; page or screen.")],
    name: Annotated[str, typer.Argument(metavar="PROPERTY", help="Its property.")],
    kind: Annotated[
        Type | None, typer.Option("--type", help="The type; what is held by default.")
    ] = None,
) -> None:
    """Accept a new or retyped property, and load the events that were held for it."""
    from orchestration.commands.terminal import err, out, waiting
    from orchestration.tracking import accept as accepted
    from warehouse.lock import run_lock

    with run_lock("karvan plan accept", on_wait=waiting):
        kinds, found = accepted(
            source, event, name, kind and kind.value,
            lambda words: err.print(words, markup=False),
        )  # fmt: skip
    out.print(f"{event}.{name} may be: {', '.join(kinds)}.", markup=False)
    if not found.taken_up:
        out.print("No event is held for it.")
        return
    passed = found.taken_up - found.still_refused
    repeats = min(passed, sum(load.duplicate for load in found.loads))
    told = f"{passed - repeats:,} of {found.taken_up:,} held events are loaded"
    if repeats:
        told += f", {repeats:,} had come before"
    out.print(f"{told}; `karvan run` builds and publishes them.")
