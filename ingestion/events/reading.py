"""Reads files of the landing into `CALLS`, each line as cheaply as it allows.

What is plain is read with its members at once; other lines are taken apart as JSON; and
files that DuckDB cannot read are read line by line, so that what is wrong is told.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingestion.classification import SUPPRESSED
from ingestion.entities import ENTITIES
from ingestion.events import plain
from ingestion.events.lines import of_files, of_texts, stage_singly
from ingestion.events.members import filled
from ingestion.events.staging import CALLS, stage
from ingestion.mapping import Rule
from ingestion.quoting import identifier
from warehouse.landing import label

LEFT, SINGLES = "left_lines", "single_lines"


def read(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    rules: Sequence[Rule],
    *,
    is_taken: str,
) -> str:
    """Create `CALLS` of files, and return a query of the lines that it was made of.

    Args:
        connection: In memory, its zone UTC.
        files: Of the landing.
        rules: As `stage` has them.
        is_taken: As `stage` has it.
    """
    is_first = False
    try:
        others = _read_plain(connection, files, rules, is_taken)
    except duckdb.InvalidInputException:  # such as a line of gigabytes
        others = {label(path): True for path in files}
        is_first = True
    if at_once := [path for path in files if others.get(label(path)) is False]:
        lines = f"from ({of_files(at_once)}) semi join {LEFT} using (file, n)"
        stage(connection, lines, rules, is_taken=is_taken, is_first=False)
    by_line = [path for path in files if others.get(label(path))]
    if by_line:
        texts = of_texts(SINGLES)
        stage_singly(connection, by_line, SINGLES)
        stage(connection, texts, rules, is_taken=is_taken, is_first=is_first)
    queries = [of_texts(SINGLES)] if by_line else []
    if read_at_once := [path for path in files if path not in by_line]:
        queries.append(of_files(read_at_once))
    return " union all ".join(queries)


def _read_plain(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    rules: Sequence[Rule],
    is_taken: str,
) -> dict[str, bool]:
    """Create `CALLS` of what is plain and breaks no rule.

    Returns:
        The files that have other lines too, and whether all lines of such a file must
        be read one by one; else `LEFT` tells which lines these are.
    """
    columns = ", ".join(map(identifier, ENTITIES["events"].columns))
    suppressing = [one for one in rules if one.code == SUPPRESSED]
    left = " ".join(f"when {doubt} then -1" for doubt in plain.doubts(suppressing))
    connection.execute(
        f"create or replace temp table {CALLS} as "
        f"select {columns}, extra, source as source_name, file as source_file, "
        f"n as source_row, is_unreadable, {is_taken} as is_taken, "
        f"case {left} end::bigint as broken, "
        f"cast(null as varchar) as line from ({filled(plain.of_files(files))})"
    )
    connection.execute(
        f"create or replace temp table {LEFT} as select source_file as file, "
        f"source_row as n from {CALLS} where broken is not null"
    )
    # Lines of one number are of files that somebody put together: what refers to a
    # line by its number, as the quarantine does, would take one for another.
    found = connection.execute(
        f"select source_file, bool_or(is_unreadable) "
        f"or count(*) != count(distinct source_row) as is_by_line from {CALLS} "
        f"group by source_file having is_by_line or bool_or(broken is not null)"
    ).fetchall()
    connection.execute(
        f"delete from {CALLS} "
        f"where broken is not null or list_contains(?::varchar[], source_file)",
        [[file for file, is_by_line in found if is_by_line]],
    )
    return dict(found)
