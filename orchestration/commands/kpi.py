"""``karvan kpi``: the KPIs that the shop saved, and what they come to."""

from enum import StrEnum
from typing import Annotated

import typer

from orchestration.commands.rows import Format

app = typer.Typer(help="KPIs that people made of metrics: what they are and come to.")


class By(StrEnum):
    """Kinds of periods of the shop's calendar."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


@app.command("list")
def list_kpis(
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed.")
    ] = Format.table,
) -> None:
    """Print each saved KPI with its value in the last whole period, and its target."""
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import err, fail
    from orchestration.kpis import STANDING, kpi_rows
    from warehouse.published import NothingPublishedError
    from warehouse.settings import settings
    from warehouse.settings.kpis import KPIS

    folder = settings().workspace / "kpis"
    saved, faults = KPIS.read_all(folder)
    try:
        rows, problems = kpi_rows(saved)
    except NothingPublishedError as error:
        fail(str(error))
    if not saved and not faults:
        err.print(f"No KPI is saved in {folder}; the page KPIs makes one.")
    shown = STANDING
    if form is Format.table:  # what has room on a screen
        shown = ("name", "period", "value", "unit", "previous", "target", "attainment")
        places = [STANDING.index(name) for name in shown]
        rows = [tuple(_short(row[place]) for place in places) for row in rows]
    print_rows(shown, rows, form.value)
    for fault in faults:
        err.print(str(fault), markup=False)
    for name, problem in problems.items():
        err.print(f"{name} cannot be computed: {problem}", markup=False)
    if faults or problems:
        raise SystemExit(1)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Its name, which is its file's.")],
    grain: Annotated[
        By | None, typer.Option(help="Kind of period; its own by default.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed.")
    ] = Format.table,
) -> None:
    """Print what a saved KPI came to, by period."""
    from orchestration.commands.rows import print_rows
    from orchestration.commands.terminal import err, fail
    from orchestration.kpis import COURSE, course_rows
    from warehouse.metrics.errors import MetricError, closest
    from warehouse.published import NothingPublishedError
    from warehouse.settings import settings
    from warehouse.settings.kpis import KPIS

    saved, faults = KPIS.read_all(settings().workspace / "kpis")
    wrong = next((fault for fault in faults if fault.path.stem == name), None)
    if wrong is not None:
        fail(str(wrong))
    found = next((one for one in saved if one.name == name), None)
    if found is None:
        fail(f"there is no KPI {name}{closest(name, [one.name for one in saved])}")
    try:
        rows = course_rows(found, grain.value if grain else None)
    except (NothingPublishedError, MetricError) as error:
        fail(str(error))
    if form is Format.table:
        kpi = found.content
        err.print(f"{kpi.title}: {kpi.formula} (owner: {kpi.owner})", markup=False)
        rows = [tuple(map(_short, row)) for row in rows]
    print_rows(COURSE, rows, form.value)


def _short(value: object) -> object:
    """Return a number as a person reads it."""
    return f"{value:,.2f}" if isinstance(value, float) else value
