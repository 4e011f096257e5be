"""The command line: ``karvan run``, ``up``, ``query``, ``status`` and the rest.

Each command imports what it needs when it runs, so that the quick ones stay quick:
Dagster's definitions alone take seconds to load.
"""

import atexit
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from ingestion.feeds import LoadError
from orchestration.commands.customer import app as customer
from orchestration.commands.kpi import app as kpi
from orchestration.commands.plan import app as plan
from orchestration.commands.quarantine import app as quarantine
from orchestration.commands.rows import Format
from orchestration.commands.source import app as source
from orchestration.commands.target import Target, TargetOption, edition
from orchestration.dbt import DbtError
from warehouse.settings import SettingsError
from warehouse.settings.secrets import MissingSecretError
from warehouse.settings.writing import WritingError

STDERR = 2

app = typer.Typer(
    help="Customer analytics on your own machines: load, build, check, publish, show.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(source, name="source", no_args_is_help=True)
app.add_typer(plan, name="plan", no_args_is_help=True)
app.add_typer(kpi, name="kpi", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine", no_args_is_help=True)
app.add_typer(customer, name="customer", no_args_is_help=True)


@app.command()
def run(
    select: Annotated[
        str | None,
        typer.Option(help="Only these: 'marts/fct_orders+' with all made of it."),
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option(help="Read every file anew and rebuild everything.")
    ] = False,
) -> None:
    """Run the whole pipeline: load what is new, build, check, publish."""
    from orchestration.backfills import wished
    from orchestration.commands.run import run_command

    run_command(select=select, backfill=wished("", "", everything=full_refresh))


@app.command()
def backfill(
    source: Annotated[
        str, typer.Option(help="Only this source of the settings, such as 'till'.")
    ] = "",
    day: Annotated[
        str, typer.Option(help="Only what changed on this day, such as 2026-11-20.")
    ] = "",
) -> None:
    """Load again what was loaded, of one source or day; build, check, publish."""
    from orchestration.backfills import wished
    from orchestration.commands.run import run_command
    from orchestration.commands.terminal import fail

    wish = wished(source, day)
    if wish is None:
        fail("name a --source, a --day or both; all is `karvan run --full-refresh`")
    run_command(backfill=wish)


@app.command()
def up() -> None:
    """Serve dashboard, Dagster UI with its daemon, collector; Ctrl-C ends all."""
    from orchestration.commands.up import up_command

    up_command()


@app.command()
def collect(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(help="Port to listen on; by default that of the settings, 8642."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes that take events.")
    ] = 1,
) -> None:
    """Take events over HTTP, and keep them on disk, until Ctrl-C."""
    from orchestration.commands.collect import collect_command

    collect_command(host, port, workers)


@app.command(
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    }
)
def dbt(context: typer.Context) -> None:
    """Run dbt with this shop's settings; `karvan dbt check` says what models lack."""
    from orchestration.commands.dbt import dbt_command

    dbt_command(context.args)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A select on the published tables.")],
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed.")
    ] = Format.table,
    version: Annotated[
        int | None, typer.Option(help="A published version; the current by default.")
    ] = None,
    target: TargetOption = Target.prod,
) -> None:
    """Ask what is published, read only: schemas `marts` and `ops`."""
    from orchestration.commands.query import query_command

    query_command(sql, form.value, edition(version, target))


@app.command()
def metric(
    formula: Annotated[
        str | None,
        typer.Argument(help="Such as 'revenue / orders'; without it, all there are."),
    ] = None,
    grain: Annotated[
        str | None,
        typer.Option(
            help="day, week, month, quarter or year; all days as one if left."
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help="What to cut it by, such as age_band; several times too."),
    ] = None,
    where: Annotated[
        str | None, typer.Option(help="Which rows, such as \"age_band = '45-54'\".")
    ] = None,
    first_on: Annotated[
        str | None, typer.Option("--from", help="First day, such as 2026-01-01.")
    ] = None,
    last_on: Annotated[
        str | None, typer.Option("--to", help="Last day, such as 2026-01-31.")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="How rows are printed.")
    ] = Format.table,
    everything: Annotated[
        bool, typer.Option("--list", help="List the metrics there are.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(help="A published version; the current by default.")
    ] = None,
    target: TargetOption = Target.prod,
) -> None:
    """Compute a metric, or a formula of metrics, by time and dimensions."""
    from orchestration.commands.metric import list_command, metric_command

    asked = edition(version, target)
    if everything or formula is None:
        list_command(form.value, asked)
    else:
        metric_command(
            formula, grain, by or [], where, first_on, last_on, form.value, asked
        )


@app.command()
def status(
    as_json: Annotated[
        bool, typer.Option("--json", help="For machines: one JSON object.")
    ] = False,
) -> None:
    """Show the last run, freshness, the ledger, checks and versions."""
    from orchestration.commands.status import status_command

    status_command(as_json=as_json)


@app.command()
def rollback(
    version: Annotated[
        int | None, typer.Argument(help="The one before the current by default.")
    ] = None,
) -> None:
    """Point readers at an earlier published version."""
    from orchestration.commands.rollback import rollback_command

    rollback_command(version)


@app.command()
def doctor(
    notify: Annotated[
        bool, typer.Option("--notify", help="Send a test message to who is told.")
    ] = False,
) -> None:
    """Check settings, sources, ports, disk and versions; each problem with its fix."""
    from orchestration.commands.doctor import doctor_command

    doctor_command(notify=notify)


@app.command()
def bench(
    what: Annotated[
        str,
        typer.Argument(help="pipeline, sources, events, identity or analytics."),
    ],
    data: Annotated[
        Path | None, typer.Option(help="identity: folder of the published data sets.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="identity: a karvan.toml whose source fills `contacts`."),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="identity: a CSV of contact_id, person_id."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Figures for another program.")
    ] = False,
) -> None:
    """Measure this machine against plain tools that do the same work."""
    from orchestration.commands.bench import bench_command, contacts_command

    if config or truth:
        contacts_command(what, config, truth, as_json=as_json)
    else:
        bench_command(what, data, as_json=as_json)


def main() -> None:
    """Run the command line; what a user can mend is one message, not a traceback."""
    atexit.register(_be_silent)
    try:
        app()
    except (
        SettingsError,
        MissingSecretError,
        WritingError,
        LoadError,
        DbtError,
    ) as error:
        typer.secho(f"karvan: {error}", fg="red", err=True)
        raise SystemExit(1) from error


def _be_silent() -> None:
    """Leave out what libraries print once Python has ended.

    DuckDB 2.0 lists its own types as leaked there, dozens of lines after the summary.
    """
    sys.stderr.flush()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), STDERR)
