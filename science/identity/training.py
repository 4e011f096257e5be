"""A model of how alike the contacts of one person are, learnt from the contacts."""

import math
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from science.identity.blocking import Budget, Rule, block, rules
from science.identity.columns import usable
from science.identity.comparisons import Comparison, comparisons
from science.identity.expectation import Fit, Patterns, Within, fit
from science.identity.frequencies import Frequency, frequencies

WITHIN: dict[str, Within] = {
    **dict.fromkeys(("last_name", "address", "city"), Within.SHARED),
    **dict.fromkeys(("region", "postal_code", "country"), Within.SHARED),
    **dict.fromkeys(("email", "phone"), Within.PARTLY),
}
"""What people of one household share, and what they may share."""

_CHANCE_PAIRS = 500_000
_AT_CHANCE = """
select
    least(one, other) as l, greatest(one, other) as r, '' as rule,
from (
    select
        hash(draw) % $contacts as one,
        hash(draw + $draws) % $contacts as other,
    from range($draws) as draws (draw)
)
where one != other
"""


@dataclass(frozen=True)
class Model:
    """What was learnt, and from what."""

    comparisons: list[Comparison]
    rules: list[Rule]
    fit: Fit
    frequencies: dict[str, Frequency]
    """Of the columns where a rarer value says more."""
    contacts: int
    """How many it was learnt from."""

    def weights(self, place: int) -> np.ndarray:
        """Return the bits that each level of a comparison adds."""
        return np.log2(self.fit.same[place] / self.fit.chance[place])

    @property
    def prior_weight(self) -> float:
        """Return the bits before anything is compared."""
        return math.log2(self.fit.prior / (1 - self.fit.prior))


def train(connection: duckdb.DuckDBPyConnection, budget: Budget) -> Model | None:
    """Learn from the table ``contacts``; None where nothing can be told apart.

    Leaves the table ``pairs`` of those that share a key.
    """
    columns = usable(connection)
    [(contacts,)] = connection.execute("select count(*) from contacts").fetchall()
    chosen = rules(connection, columns, budget) if columns else []
    if not chosen:
        return None
    block(connection, chosen)
    compared_by = comparisons(columns)
    found = compare(connection, compared_by)
    chance = found
    possible = contacts * (contacts - 1) / 2
    if found.counts.sum() < possible:
        connection.execute(
            f"create or replace temp table at_chance as {_AT_CHANCE}",
            {"contacts": contacts, "draws": _CHANCE_PAIRS},
        )
        chance = _patterns(
            connection, compared_by, f"from ({_compared(compared_by, 'at_chance')})"
        )
    # Without both names nothing tells a person from their household.
    is_told = {"first_name", "last_name"} <= set(columns)
    learnt = fit(
        found,
        chance,
        possible=possible,
        contacts=contacts,
        levels=[len(each.labels) for each in compared_by],
        within=[
            WITHIN.get(each.column, Within.APART) if is_told else Within.APART
            for each in compared_by
        ],
        swapped=[each.swapped for each in compared_by],
    )
    weighed = [each.column for each in compared_by if each.weighs_frequency]
    return Model(
        compared_by, chosen, learnt, frequencies(connection, weighed), contacts
    )


def compare(
    connection: duckdb.DuckDBPyConnection, compared_by: list[Comparison]
) -> Patterns:
    """Create the table ``compared`` of the table ``pairs``; return its patterns.

    It has ``l``, ``r``, ``rule`` and ``level_<column>`` of each comparison.
    """
    connection.execute(
        f"create or replace table compared as {_compared(compared_by, 'pairs')}"
    )
    return _patterns(connection, compared_by, "from compared")


def plausible(model: Model, patterns: Patterns, least: float) -> pa.Table:
    """Return the patterns whose pairs may reach a weight, by their levels.

    Rare names are given what they could add at most.
    """
    weight = np.full(len(patterns.counts), model.prior_weight)
    for place, comparison in enumerate(model.comparisons):
        levels = patterns.levels[:, place]
        weight += np.append(model.weights(place), 0)[levels]
        for number, level in enumerate(reversed(comparison.levels), start=1):
            if level.weighs_frequency:
                rarest = math.log2(model.fit.chance[place][number] * model.contacts)
                weight += max(rarest, 0) * (levels == number)
    kept = patterns.levels[weight >= least]
    return pa.table(
        {
            f"level_{comparison.column}": pa.array(kept[:, place], pa.int8())
            for place, comparison in enumerate(model.comparisons)
        }
    )


def _compared(compared_by: list[Comparison], pairs: str) -> str:
    numbers = "".join(
        f", ({each.number})::tinyint as level_{each.column}" for each in compared_by
    )
    # Both sides get the names that the levels are written in, as in Splink.
    return f"""
        select l, r, rule{numbers} from (
            select
                pairs.l, pairs.r, pairs.rule,
                columns(l_.*) as '\\0_l',
                columns(r_.*) as '\\0_r',
            from {pairs} as pairs
            inner join contacts as l_ on pairs.l = l_.contact_number
            inner join contacts as r_ on pairs.r = r_.contact_number
        )
    """


def _patterns(
    connection: duckdb.DuckDBPyConnection, compared_by: list[Comparison], pairs: str
) -> Patterns:
    names = ", ".join(f"level_{each.column}" for each in compared_by)
    # `fetchall` and Arrow end a result; DuckDB 2.0 refuses Splink the connection else.
    counted = connection.sql(
        f"select {names}, count(*) as pairs {pairs} group by {names} order by {names}"
    ).to_arrow_table()
    levels = [counted[f"level_{each.column}"].to_numpy() for each in compared_by]
    return Patterns(
        np.stack(levels, axis=1).astype(np.int64),
        counted["pairs"].to_numpy().astype(np.float64),
    )
