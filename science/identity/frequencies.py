"""How often values occur: two who share a rare name are likelier one person.

They are counted when a model is learnt and kept with it, so that a pair weighs the same
whatever contacts come later.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa


@dataclass(frozen=True)
class Frequency:
    """How often the values of a column occur."""

    filled: int
    """Contacts that have one."""
    repeated: dict[str, int]
    """Values that occur twice or more, and how often; others occur once."""


def frequencies(
    connection: duckdb.DuckDBPyConnection, columns: Iterable[str]
) -> dict[str, Frequency]:
    """Return how often the values of some columns of the table ``contacts`` occur."""
    found = {}
    for column in columns:
        counted = connection.sql(
            f"select {column} as value, count(*) as times from contacts"
            f" where {column} is not null group by {column} order by {column}"
        ).to_arrow_table()
        values, times = counted["value"].to_pylist(), counted["times"].to_pylist()
        pairs = zip(values, times, strict=True)
        repeated = {value: number for value, number in pairs if number > 1}
        found[column] = Frequency(sum(times), repeated)
    return found


def lookup(
    connection: duckdb.DuckDBPyConnection, column: str, frequency: Frequency, of: str
) -> str:
    """Create a table of the share of each value; return its name.

    Args:
        connection: With the table ``of``.
        column: The column whose values they are.
        frequency: How often they occurred.
        of: Table of contacts; values that it alone has count as seen once.
    """
    repeated = pa.table(
        {
            "value": pa.array(frequency.repeated, pa.string()),
            "times": pa.array(frequency.repeated.values(), pa.int64()),
        }
    )
    connection.register("repeated", repeated)
    name = f"share_of_{column}"
    connection.execute(
        f"create or replace table {name} as select"
        f" {column}, coalesce(repeated.times, 1) / {max(frequency.filled, 1)}"
        f" as tf_{column} from (select distinct {column} from {of}) as present"
        f" left join repeated on present.{column} = repeated.value"
        f" where {column} is not null"
    )
    connection.unregister("repeated")
    return name
