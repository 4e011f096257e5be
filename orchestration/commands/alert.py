"""``karvan alert``: what the shop watches, whether it fires, and who was told."""

from datetime import date
from typing import Annotated

import typer

from orchestration.commands.rows import Format

app = typer.Typer(help="Alerts: what fires, who was told, and what people decided.")

Name = Annotated[str, typer.Argument(help="Its name, which is its file's.")]
Form = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


@app.command("list")
def list_alerts(form: Form = Format.table) -> None:
    """Print each alert as it stood at the last look."""
    _print_states(form)


@app.command()
def check(form: Form = Format.table) -> None:
    """Look at all alerts now, tell what is news, and print how they stand."""
    from orchestration.alerts import look
    from orchestration.commands.terminal import err

    found = look()
    for name, event in found.told:
        err.print(f"{name}: {event}", markup=False)
    err.print(f"Messages: {found.sent} sent, {found.left} waiting.")
    _print_states(form)


@app.command()
def log(
    form: Form = Format.table,
    most: Annotated[int, typer.Option(min=1, help="Lines, the newest first.")] = 50,
) -> None:
    """Print who was told of what, by which way, and what did not arrive."""
    from orchestration.commands.rows import print_rows
    from warehouse.alerts.log import Delivered, deliveries

    shown = tuple(Delivered.model_fields)
    if form is Format.table:  # what has room on a screen
        shown = ("at", "alert", "event", "channel", "recipients", "attempts", "error")
    rows = [tuple(getattr(one, name) for name in shown) for one in deliveries()[:most]]
    print_rows(shown, rows, form.value)


@app.command()
def acknowledge(name: Name) -> None:
    """Say that somebody takes care: no reminders until it is over."""
    from orchestration.commands.terminal import fail, out
    from warehouse.alerts import deciding
    from warehouse.alerts.keeping import read_watched

    _known(name)
    state = read_watched().states.get(name)
    if state is None or state.since is None:
        fail(f"{name} does not fire; there is nothing to acknowledge")
    deciding.acknowledge(name, state.since)
    out.print(f"{name}: no reminders until it is over.", markup=False)


@app.command()
def mute(
    name: Name,
    until: Annotated[
        str, typer.Argument(help="First day on which it tells again: 2026-12-24.")
    ],
) -> None:
    """Tell nobody before a day; a day that is over lets it tell again at once."""
    from orchestration.commands.terminal import fail, out
    from warehouse.alerts import deciding

    _known(name)
    try:
        day = date.fromisoformat(until)
    except ValueError:
        fail(f"{until!r} is no day; write one such as 2026-12-24")
    deciding.mute(name, day)
    out.print(f"{name}: nobody is told before {day}.", markup=False)


def _known(name: str) -> None:
    from orchestration.alerts import read_alerts
    from orchestration.commands.terminal import fail
    from warehouse.metrics.errors import closest

    saved, faults = read_alerts()
    names = [one.name for one in saved] + [fault.path.stem for fault in faults]
    if name not in names:
        fail(f"there is no alert {name}{closest(name, names)}")


def _print_states(form: Format) -> None:
    from orchestration.alert_rows import STANDING, alert_rows
    from orchestration.alerts import read_alerts
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import err
    from warehouse.settings import settings

    saved, faults = read_alerts()
    if not saved and not faults:
        folder = settings().workspace / "alerts"
        err.print(f"No alert is saved in {folder}; the page Alerts makes one.")
    shown, rows = STANDING, alert_rows(saved)
    if form is Format.table:  # what has room on a screen
        shown = ("name", "verdict", "found", "since", "acknowledged", "muted_until")
        places = [STANDING.index(name) for name in shown]
        rows = [tuple(row[place] for place in places) for row in rows]
    print_rows(shown, rows, form.value)
    for fault in faults:
        err.print(str(fault), markup=False)
    if faults or any(row[shown.index("verdict")] == "broken" for row in rows):
        raise SystemExit(1)
