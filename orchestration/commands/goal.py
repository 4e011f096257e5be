"""``karvan goal``: the goals of the shop, how they stand, where they are going."""

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from orchestration.commands.rows import Format

if TYPE_CHECKING:
    from warehouse.outlook import GoalOutlook, Outlook

app = typer.Typer(help="Goals: how they stand, and what they are expected to come to.")

Form = Annotated[Format, typer.Option("--format", help="How rows are printed.")]


@app.command("list")
def list_goals(form: Form = Format.table) -> None:
    """Print each goal: actual, target, attainment, pace and forecast."""
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import err
    from orchestration.goals import STANDING, goal_rows
    from warehouse.settings import settings

    outlook = _outlook()
    if not outlook.goals and not outlook.problems:
        folder = settings().workspace / "goals"
        err.print(f"No goal is set in {folder}; the page Goals makes one.")
    shown, rows = STANDING, goal_rows(outlook)
    if form is Format.table:  # what has room on a screen
        shown = ("name", "last_on", "actual", "target", "attainment", "pace")
        shown += ("forecast", "is_at_risk")
        places = [STANDING.index(name) for name in shown]
        rows = [tuple(_short(row[place]) for place in places) for row in rows]
    print_rows(shown, rows, form.value)
    for name, problem in outlook.problems.items():
        err.print(f"{name} cannot be computed: {problem}", markup=False)
    if outlook.problems:
        raise SystemExit(1)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Its name, which is its file's.")],
    form: Form = Format.table,
) -> None:
    """Print the days that are left of a goal's period, and what is expected of each."""
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import err, fail
    from orchestration.goals import AHEAD, ahead_rows
    from warehouse.metrics.errors import closest

    outlook = _outlook()
    if name in outlook.problems:
        fail(f"{name} cannot be computed: {outlook.problems[name]}")
    found = next((one for one in outlook.goals if one.name == name), None)
    if found is None:
        names = [one.name for one in outlook.goals]
        fail(f"there is no goal {name}{closest(name, names)}")
    rows = ahead_rows(found)
    if form is Format.table:
        for line in _words(found):
            err.print(line, markup=False)
        rows = [tuple(map(_short, row)) for row in rows]
    print_rows(AHEAD, rows, form.value)


@app.command()
def compute() -> None:
    """Compute the outlook anew, as each run does; for goals that were changed since."""
    from orchestration.commands.terminal import fail, out
    from orchestration.outlook import compute_outlook
    from warehouse.published import NothingPublishedError

    try:
        outlook = compute_outlook()
    except NothingPublishedError as error:
        fail(str(error))
    out.print(f"{len(outlook.goals)} computed, {len(outlook.problems)} cannot be.")


def _outlook() -> "Outlook":
    """Return what was last computed, and say on stderr if it is not of now."""
    from orchestration.commands.terminal import err, fail
    from warehouse.outlook import read_outlook, why_outdated
    from warehouse.published import NothingPublishedError

    try:
        outlook = read_outlook()
        why = why_outdated(outlook)
    except NothingPublishedError as error:
        fail(str(error))
    if outlook is None:
        _fail_before_it_was_computed()
    if why is not None:
        said = f"Computed at {outlook.made_at:%Y-%m-%d %H:%M} UTC; {why}."
        err.print(f"{said} `karvan goal compute` does it anew.", markup=False)
    return outlook


def _fail_before_it_was_computed() -> NoReturn:
    from orchestration.commands.terminal import fail

    fail("goals were not computed yet; `karvan goal compute` does, as each run")


def _words(goal: "GoalOutlook") -> list[str]:
    """Return how a goal stands, in lines."""
    side = "at most" if goal.direction == "down" else "at least"
    said = [
        f"{goal.title}, {goal.first_on} to {goal.last_on}: {_short(goal.actual)} "
        f"as of {goal.as_of_on}, target {side} {_short(goal.target)} ({goal.unit})"
    ]
    if goal.forecast is not None:
        found = goal.forecast
        said.append(
            f"Expected: {_short(found.value)}; {found.level_pct} of 100 such forecasts "
            f"end between {_short(found.low)} and {_short(found.high)}."
        )
    elif goal.why_no_forecast is not None:
        said.append(f"No forecast: {goal.why_no_forecast}.")
    return said


def _short(value: object) -> object:
    """Return a number as a person reads it."""
    return f"{value:,.2f}" if isinstance(value, float) else value
