"""``karvan query``: rows of what is published, as a table, CSV or JSON."""

import csv
import json
import sys
from datetime import date, datetime
from decimal import Decimal

import duckdb
from rich.table import Table

from orchestration.commands.terminal import fail, out
from warehouse.published import NothingPublishedError, open_published


def query_command(sql: str, form: str, version: int | None) -> None:
    """Print the rows of a query.

    CSV is the header and the rows, nothing else; JSON is a list of objects, with
    decimals as numbers and times in ISO 8601.
    """
    try:
        cursor = open_published(version).execute(sql)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except (NothingPublishedError, duckdb.Error) as error:
        fail(str(error))
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(value) for value in row] for row in rows)
    elif form == "json":
        found = [dict(zip(names, row, strict=True)) for row in rows]
        json.dump(found, sys.stdout, default=_plain, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        table = Table(*names)
        for row in rows:
            table.add_row(*(str(_cell(value)) for value in row))
        out.print(table)


def _cell(value: object) -> object:
    if value is None:
        return ""
    # As SQL writes them, not as Python does.
    return str(value).lower() if isinstance(value, bool) else value


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
