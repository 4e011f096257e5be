"""How well people were found: pairs of contacts, of those found and those there are."""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

_PAIRS = """
select coalesce(sum(times * (times - 1) / 2), 0)::bigint
from (
    select count(*) as times from truth {found} group by {keys}
)
"""
_FOUND = "inner join found using (contact_id)"


@dataclass(frozen=True)
class Quality:
    """What was found of the pairs that there are."""

    precision: float
    """Of the pairs found, the share that is right; 1 where none is found."""
    recall: float
    """Of the pairs there are, the share that is found; 1 where there is none."""
    f1: float
    pairs: int
    """Pairs found: of contacts that are said to be one person."""

    def __str__(self) -> str:
        """Return it as a cell of a table."""
        return (
            f"F1 {self.f1:.3f} (precision {self.precision:.3f}, recall"
            f" {self.recall:.3f}, {self.pairs:,} pairs)"
        )


def quality(people: pa.Table, truth: pa.Table) -> Quality:
    """Return how well people were found, over pairs after clustering.

    Args:
        people: ``contact_id``, ``person``.
        truth: ``contact_id``, ``person_id``. A contact that is not among the people
            was not found with anybody; people that the truth lacks are not judged.
    """
    with duckdb.connect() as connection:
        connection.register("found", people)
        connection.register("truth", truth)
        both, said, true = (
            connection.execute(_PAIRS.format(found=found, keys=keys)).fetchall()[0][0]
            for found, keys in (
                (_FOUND, "person_id, person"),
                (_FOUND, "person"),
                ("", "person_id"),
            )
        )
    return Quality(
        precision=both / said if said else 1.0,
        recall=both / true if true else 1.0,
        f1=2 * both / (said + true) if said + true else 1.0,
        pairs=said,
    )
