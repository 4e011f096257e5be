"""Days of a small shop whose customers are found in steps, and by an oracle at once."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from orchestration.linking import find_customers, latest_decisions, rules
from science.identity.ids import Ids, no_ids, rebuilt
from science.identity.linking import linked
from tests.conftest import Shop
from tests.science.identity.seen_together import SAID, SEEN, Row
from warehouse.decisions import decisions
from warehouse.engine import connect
from warehouse.identities import create_identities

START = datetime(2026, 1, 1, tzinfo=UTC)
Tables = dict[str, Counter[tuple[Any, ...]]]
TABLES = {
    "identifiers": "identifier, customer_id, since, group_size, is_held",
    "gone": "identifier, customer_id, since",
    "edges": "left_identifier, right_identifier, rule, reason, weight, since, status",
    "minted": "customer_id, minted_at, minted_from",
    "redirects": "customer_id, to_customer_id, redirected_at",
    "findings": "code, kind, value, becomes, records",
}
"""What a run writes of who is whom; moments are those of the zone UTC."""

_SEES = """
create or replace table intermediate.int_identifiers__together as from together
"""


class Days:
    """The rows of a shop, and what is found of them day by day."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.rows: list[Row] = []
        self.left: list[Row] = []
        self.matches: set[tuple[str, str]] = set()
        self.day = 0
        self.ids = no_ids()
        self.since: dict[tuple[str, str, str], datetime] = {}
        with connect() as connection:
            create_identities(connection)
            connection.execute("create schema if not exists intermediate")

    def erase(self, identifier: str) -> None:
        """Take all that names an identifier away, as an erasure does."""
        for rows in (self.rows, self.left):
            rows[:] = [row for row in rows if identifier not in _named(row)]
        self.matches = {pair for pair in self.matches if identifier not in pair}
        columns = {
            "identifiers": ["identifier"],
            "gone": ["identifier"],
            "edges": ["left_identifier", "right_identifier"],
            "minted": ["minted_from"],
        }
        with connect() as connection:
            for table, theirs in columns.items():
                for column in theirs:
                    connection.execute(
                        f"delete from identities.{table} where {column} = ?",
                        [identifier],
                    )
            connection.execute("delete from identities.recipe")
        self.ids = Ids(
            _without(self.ids.customers, "identifier", identifier),
            _without(self.ids.minted, "minted_from", identifier),
            self.ids.redirects,
            _without(self.ids.gone, "identifier", identifier),
        )
        self.since = {
            key: since for key, since in self.since.items() if identifier not in key
        }

    def leave(self, place: int) -> None:
        """Take a row away; it may come back."""
        if self.rows:
            self.left.append(self.rows.pop(place % len(self.rows)))

    def come_back(self) -> None:
        """Let all rows that were taken away come back."""
        self.rows += self.left
        self.left = []

    def see(self, chance: random.Random) -> None:
        """Let the warehouse have the rows as they are now, in any order."""
        rows = chance.sample(self.rows, len(self.rows))
        told = [(*pair, 5.5, 0.98, "all pairs", "merge", "[]") for pair in self.matches]
        with connect() as connection:
            connection.register("together", pa.Table.from_pylist(rows, SEEN))
            connection.execute(_SEES)
            connection.execute("delete from identities.matches")
            for row in told:
                connection.execute(
                    "insert into identities.matches values (?, ?, ?, ?, ?, ?, ?)", row
                )

    def build(self, chance: random.Random, *, everything: bool = False) -> None:
        """Find who is whom, by a run."""
        self.day += 1
        self.see(chance)
        find_customers(START + timedelta(days=self.day), everything=everything)

    def at_once(self) -> Tables:
        """Return what linking everything on each day gives until this one."""
        at = START + timedelta(days=self.day)
        matched = [
            {
                "left_identifier": left, "right_identifier": right, "rule": "match",
                "is_same": True, "weight": 5.5,
            }
            for left, right in self.matches
        ]  # fmt: skip
        decided = latest_decisions(decisions("identities"))
        said = pa.concat_tables([pa.Table.from_pylist(matched, SAID), decided])
        found = linked(pa.Table.from_pylist(self.rows, SEEN), said, rules())
        self.ids = rebuilt(self.ids, found.identifiers, at)
        edges = found.edges.to_pylist()
        keys = [(r["left_identifier"], r["right_identifier"], r["rule"]) for r in edges]
        told = [
            row["since"].replace(tzinfo=UTC) if row["since"] else at for row in edges
        ]
        self.since = {
            key: min(self.since.get(key, since), since)
            for key, since in zip(keys, told, strict=True)
        }
        for row, key in zip(edges, keys, strict=True):
            row["since"] = self.since[key]
        records: Counter[tuple[Any, ...]] = Counter()
        for row in found.findings.to_pylist():
            value = tuple(row[name] for name in ("code", "kind", "value", "becomes"))
            records[value] += row["records"]
        held = {row["identifier"]: row for row in found.identifiers.to_pylist()}
        customers = [held[r["identifier"]] | r for r in self.ids.customers.to_pylist()]
        return {
            "identifiers": _counted("identifiers", customers),
            "gone": _counted("gone", self.ids.gone.to_pylist()),
            "edges": _counted("edges", edges),
            "minted": _counted("minted", self.ids.minted.to_pylist()),
            "redirects": _counted("redirects", self.ids.redirects.to_pylist()),
            "findings": Counter((*value, count) for value, count in records.items()),
        }


def written() -> Tables:
    """Return what the runs have written."""
    found: Tables = {}
    with connect() as connection:
        for table, columns in TABLES.items():
            rows = connection.execute(f"select {columns} from identities.{table}")
            found[table] = Counter(map(_plain, rows.fetchall()))
    return found


def _counted(table: str, rows: Iterable[Mapping[str, Any]]) -> Counter[tuple[Any, ...]]:
    columns = TABLES[table].split(", ")
    return Counter(_plain(tuple(row[name] for name in columns)) for row in rows)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
        for cell in row
    )


def _named(row: Row) -> set[str]:
    sides = ("left", "right")
    return {f"{row.get(f'{side}_kind')}:{row.get(f'{side}_value')}" for side in sides}


def _without(table: pa.Table, column: str, value: str) -> pa.Table:
    kept = [row for row in table.to_pylist() if row[column] != value]
    return pa.Table.from_pylist(kept, table.schema)
