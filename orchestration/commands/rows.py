"""Rows as a command prints them: a table, CSV or JSON."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


def print_rows(names: Sequence[str], rows: Sequence[Sequence[Any]], form: str) -> None:
    """Print rows on stdout.

    CSV is the header and the rows, nothing else; JSON is a list of objects, with
    decimals as numbers and times in ISO 8601.
    """
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(value) for value in row] for row in rows)
    elif form == "json":
        found = [dict(zip(names, row, strict=True)) for row in rows]
        json.dump(found, sys.stdout, default=_plain, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        from rich.markup import escape
        from rich.table import Table

        from orchestration.commands.terminal import out

        table = Table(*names)
        for row in rows:
            table.add_row(*(escape(str(_cell(value))) for value in row))
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
