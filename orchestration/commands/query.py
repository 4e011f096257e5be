"""``karvan query``: rows of what is published, as a table, CSV or JSON."""

import duckdb

from orchestration.commands.rows import print_rows
from orchestration.commands.terminal import fail
from warehouse.development import Edition, open_edition
from warehouse.published import NothingPublishedError


def query_command(sql: str, form: str, version: Edition) -> None:
    """Print the rows of a query."""
    try:
        cursor = open_edition(version).execute(sql)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except (NothingPublishedError, duckdb.Error) as error:
        fail(str(error))
    print_rows(names, rows, form)
