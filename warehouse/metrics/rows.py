"""A metric's rows: its table, joined along keys, with the day's period beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from warehouse.metrics.catalogue import Catalogue
from warehouse.metrics.paths import Reached, Step


@dataclass
class Rows:
    """The rows of one semantic model that some metrics are aggregated from.

    What they need is asked for first (`column`, `reached`), then `sql` gives the query.
    """

    catalogue: Catalogue
    model: str
    day: str
    """The dimension that says which period a row is of."""
    bounds: str = "true"
    """A condition on ``day``, so that other row groups are not read."""
    days: str | None = "days"
    """The CTE that says which period a day is of; None where none is asked for."""
    _columns: dict[str, str] = field(default_factory=dict)
    _joined: dict[tuple[Step, ...], dict[str, str]] = field(default_factory=dict)

    def column(self, sql: str) -> str:
        """Return the name of an expression on the table itself."""
        name = self._columns.setdefault(sql, f"c{len(self._columns)}")
        return f"facts.{name}"

    def reached(self, reached: Reached) -> str:
        """Return the name of a dimension, here or where a path leads."""
        if not reached.path:
            return self.column(reached.dimension.sql)
        for end in range(1, len(reached.path) + 1):
            self._joined.setdefault(reached.path[:end], {})
        self._enter(reached.path)
        names = self._joined[reached.path]
        name = names.setdefault(reached.dimension.sql, f"c{len(names)}")
        return f"{self._alias(reached.path)}.{name}"

    def sql(self, where: Sequence[str]) -> str:
        """Return ``from … where …`` of them, beside ``days``."""
        model = self.catalogue.models[self.model]
        kept = ", ".join(f"{sql} as {name}" for sql, name in self._columns.items())
        day = model.time(self.day)
        lines = [
            f"from (select {day} as day{', ' + kept if kept else ''} "
            f"from {model.table} where {self.bounds.format(day=day)}) as facts",
        ]
        if self.days is not None:
            lines.append(f"join {self.days} as days on days.day = facts.day")
        for path, names in sorted(self._joined.items(), key=lambda one: len(one[0])):
            step, alias = path[-1], self._alias(path)
            other = self.catalogue.models[step.model]
            there = other.entities[step.entity].sql
            columns = "".join(f", {sql} as {name}" for sql, name in names.items())
            lines.append(
                f"left join (select {there} as k{columns} from {other.table}) "
                f"as {alias} on {alias}.k = {self._key(path)}"
            )
        lines.append("where " + (" and ".join(where) or "true"))
        return "\n".join(lines)

    def _enter(self, path: tuple[Step, ...]) -> None:
        """Have the keys at hand that each step of a path starts from."""
        for end in range(len(path)):
            self._key(path[: end + 1])

    def _key(self, path: tuple[Step, ...]) -> str:
        *before, step = path
        model = self.catalogue.models[before[-1].model if before else self.model]
        sql = model.entities[step.entity].sql
        if not before:
            return self.column(sql)
        names = self._joined[tuple(before)]
        name = names.setdefault(sql, f"c{len(names)}")
        return f"{self._alias(tuple(before))}.{name}"

    def _alias(self, path: tuple[Step, ...]) -> str:
        return f"j{list(self._joined).index(path)}"
