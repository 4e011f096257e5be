"""``karvan source``: add a system that data come from, and list those there are."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(help="Add and list the systems that data come from.")


class Kind(StrEnum):
    """Where data are."""

    files = "files"
    sql = "sql"


@app.command()
def add(
    name: Annotated[
        str | None, typer.Option(help="Of the source, such as 'crm'.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help="Where the data are.")] = None,
    path: Annotated[
        str | None,
        typer.Option(help="A file, a pattern such as 'sales/*.csv', or a folder."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(help="Of a database, or 'env:' and the variable that holds it."),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(help="Only this table; several times for several."),
    ] = None,
    entity: Annotated[
        str | None, typer.Option(help="What the table holds, such as 'orders'.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Of times that say no zone; the shop's if left.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take what is proposed; ask nothing.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the entry; write nothing.")
    ] = False,
) -> None:
    """Look at a database or at files, propose what fills what, write the settings."""
    from orchestration.adding.steps import Options, add_source

    add_source(
        Options(
            name=name,
            kind=kind and kind.value,
            path=path,
            url=url,
            entity=entity,
            table=tuple(table or ()),
            timezone=timezone,
            is_agreed=yes,
            is_dry=dry_run,
        )
    )


@app.command("list")
def list_sources() -> None:
    """Show the sources in the settings, and which entities each fills."""
    from rich.markup import escape
    from rich.table import Table

    from ingestion.sources import KINDS
    from orchestration.commands.terminal import out
    from warehouse.settings import settings

    listed = Table("name", "kind", "where", "fills")
    for source in settings().sources:
        places = {one.path for one in source.entities.values() if one.path}
        where = source.url or source.path or ", ".join(sorted(places))
        filled = source.entities or KINDS[source.kind].entities(source)
        listed.add_row(source.name, source.kind, escape(where), ", ".join(filled))
    out.print(listed)
